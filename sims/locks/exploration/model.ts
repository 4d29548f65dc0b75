/**
 * The lock and its token as plain actors, so that every order of events can be tried: a lock server whose lease may run
 * out at any time (which is a pause of any length to its holder), clients that write once they have the lock, and a
 * store. A failover makes the server forget; a counter that is not on its disk begins anew.
 */
import type { ExploredProperty, Ghost } from '../../../src/check/exploration.ts';
import type { Actor, NodeId } from '../../../src/world/actor.ts';

export interface LockModelOptions {
  readonly lock: NodeId;
  readonly store: NodeId;
  /** The store refuses a token that is lower than the highest it has seen. */
  readonly compares: boolean;
  /** The lock server keeps its last token on its disk. */
  readonly keepsToken: boolean;
}

export type LockMessage =
  | { readonly type: 'Acquire' | 'Release' }
  | { readonly type: 'Granted' | 'Write'; readonly token: number };

export interface LockServerState {
  holder: NodeId | null;
  readonly waiting: NodeId[];
  token: number;
}

interface TokenRecord {
  readonly token: number;
}

export function lockServer({
  keepsToken,
}: LockModelOptions): Actor<LockServerState, LockMessage, 'expire', TokenRecord> {
  type Context = Parameters<typeof actor.start>[0];
  const grantNext = (state: LockServerState, context: Context): void => {
    const next = state.waiting.shift();
    state.holder = next ?? null;
    if (next === undefined) {
      context.cancelTimer('expire');
      return;
    }
    state.token += 1;
    if (keepsToken) context.persist({ token: state.token });
    context.sendWhenDurable(next, { type: 'Granted', token: state.token });
    context.setTimer('expire', 1);
  };
  const actor: Actor<LockServerState, LockMessage, 'expire', TokenRecord> = {
    kind: 'lock-server',
    start: (_context, journal) => ({
      holder: null,
      waiting: [],
      token: journal.at(-1)?.token ?? 0,
    }),
    receive(state, message, from, context) {
      const isNew = from !== state.holder && !state.waiting.includes(from);
      if (message.type === 'Acquire' && isNew) state.waiting.push(from);
      if (message.type === 'Release' && state.holder === from) grantNext(state, context);
      else if (state.holder === null) grantNext(state, context);
    },
    timeout: (state, _timer, context) => grantNext(state, context),
  };
  return actor;
}

export interface LockClientState {
  token: number | null;
}

/** It asks once, and writes once, whenever it gets round to it. */
export function lockClient({
  lock,
  store,
}: LockModelOptions): Actor<LockClientState, LockMessage, 'ask' | 'write'> {
  return {
    kind: 'lock-client',
    start(context) {
      context.setTimer('ask', 1);
      return { token: null };
    },
    receive(state, message, _from, context) {
      if (message.type !== 'Granted' || state.token !== null) return;
      state.token = message.token;
      context.cancelTimer('ask');
      context.setTimer('write', 1);
    },
    timeout(state, timer, context) {
      if (timer === 'ask') {
        context.send(lock, { type: 'Acquire' });
        return;
      }
      context.send(store, { type: 'Write', token: state.token ?? 0 });
      context.send(lock, { type: 'Release' });
    },
  };
}

export interface StoreState {
  highestSeen: number;
}

export function tokenStore({ compares }: LockModelOptions): Actor<StoreState, LockMessage, never> {
  return {
    kind: 'lock-store',
    start: () => ({ highestSeen: 0 }),
    receive(state, message, from, context) {
      if (message.type !== 'Write') return;
      if (compares && message.token < state.highestSeen) return;
      state.highestSeen = Math.max(state.highestSeen, message.token);
      const note = { kind: 'takes', owner: from };
      context.note(note);
    },
    timeout() {},
  };
}

/** Who was granted the lock, in order, and whose write the store took last. */
interface Seen {
  readonly grants: readonly NodeId[];
  readonly latest: number;
  readonly stale: NodeId | null;
}

type Observed = { readonly granted: NodeId } | { readonly taken: NodeId };

export const lockGhost: Ghost = {
  initial: { grants: [], latest: -1, stale: null } satisfies Seen,
  observe({ before, after, notes }): Observed | undefined {
    const taken = notes.find(({ kind }) => kind === 'takes') as { owner: NodeId } | undefined;
    if (taken !== undefined) return { taken: taken.owner };
    const [was, is] = [before.state, after.state] as (LockServerState | undefined)[];
    if (after.kind !== 'lock-server' || is?.holder == null) return undefined;
    return was?.token === is.token ? undefined : { granted: is.holder };
  },
  next(seen: Seen, observed: Observed): Seen {
    if ('granted' in observed) {
      return { ...seen, grants: [...seen.grants, observed.granted] };
    }
    const place = seen.grants.indexOf(observed.taken);
    const stale = place < seen.latest ? observed.taken : seen.stale;
    return { ...seen, latest: Math.max(seen.latest, place), stale };
  },
};

export const noStaleWrite: ExploredProperty = {
  id: 'no-stale-write',
  says: 'the store takes no write of a holder after one of a later holder',
  of: 'ghost',
  check: ({ stale }: Seen) =>
    stale === null ? undefined : `the store takes the late write of ${stale}`,
};
