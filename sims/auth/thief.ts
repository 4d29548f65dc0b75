/** A refresh token that is copied, and what its owner does afterwards. */
import type { Process } from '../../src/kernel/process.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import type { TokenAnswer, Tokens } from './authority.ts';

export const owners = ['active', 'away', 'leaves', 'fixed'] as const;
/** The owner refreshes when the access token expires, never comes back, or signs out. `fixed`: tokens do not rotate. */
export type Owner = (typeof owners)[number];

export interface TheftOptions {
  readonly authority: string;
  readonly owner: Owner;
  readonly thefts: number;
  readonly lifeMs: number;
  /** Lives of an access token for which a session may be renewed. */
  readonly lives: number;
}

export interface Theft {
  readonly user: string;
  readonly startedMs: number;
  readonly stolenMs: number;
  /** When the server saw a used token. */
  noticedMs: number | undefined;
  signedOutMs: number | undefined;
  /** When the thief’s last access token ends; undefined as long as the thief is let in. */
  endsMs: number | undefined;
}

export interface TheftSees {
  refreshed(theft: Theft, nowMs: number): void;
  ownerRefreshed(theft: Theft, nowMs: number): void;
}

export function theftClient(options: TheftOptions, thefts: Theft[], sees: TheftSees) {
  return client('people', (node) => {
    for (let place = 1; place <= options.thefts; place++) {
      node.spawn(isRobbed(node, options, `${options.owner}-${place}`, thefts, sees));
    }
    return {};
  });
}

/** Before the token expires by so much: refreshes on the way then still come in time. */
export const beforeExpiryMs = 1_000;

function* isRobbed(
  node: ServerContext,
  { authority, owner, lifeMs, lives }: TheftOptions,
  user: string,
  thefts: Theft[],
  sees: TheftSees,
): Process<void> {
  const { refresh } = yield* node.call<Tokens>(authority, { signIn: user });
  const startedMs = node.now();
  const stolenMs = startedMs + node.stream('theft')() * (lifeMs - beforeExpiryMs);
  const leavesMs = startedMs + lifeMs * (1 + node.stream('leaves')() * (lives - 2));
  const theft: Theft = {
    user,
    startedMs,
    stolenMs,
    noticedMs: undefined,
    signedOutMs: undefined,
    endsMs: undefined,
  };
  thefts.push(theft);
  node.spawn(steals());
  if (owner === 'active') yield* refreshesOnce();
  else if (owner === 'fixed') yield* refreshesOften();
  else if (owner === 'leaves') {
    yield* node.sleep(leavesMs - node.now());
    yield* node.call(authority, { signOut: refresh });
    theft.signedOutMs = node.now();
  }

  function* steals(): Process<void> {
    yield* node.sleep(stolenMs - node.now());
    let copy = refresh;
    for (let turn = 1; ; turn++) {
      const answer = yield* node.call<TokenAnswer>(authority, { refresh: copy });
      if ('refused' in answer) {
        theft.endsMs = stolenMs + (turn - 1) * lifeMs;
        return;
      }
      sees.refreshed(theft, node.now());
      copy = answer.refresh;
      yield* node.sleep(stolenMs + turn * lifeMs - node.now());
    }
  }

  function* refreshesOnce(): Process<void> {
    yield* node.sleep(startedMs + lifeMs - node.now());
    const answer = yield* node.call<TokenAnswer>(authority, { refresh });
    if ('refused' in answer) theft.noticedMs = node.now();
    else sees.ownerRefreshed(theft, node.now());
  }

  function* refreshesOften(): Process<void> {
    for (let turn = 1; turn <= lives; turn++) {
      yield* node.sleep(startedMs + turn * lifeMs - node.now());
      const answer = yield* node.call<TokenAnswer>(authority, { refresh });
      if ('refused' in answer) return;
    }
  }
}
