/** Users before, during and after an outage of the store: with sessions, JWTs, and short JWTs that are refreshed. */
import type { Process } from '../../src/kernel/process.ts';
import { client, isCallFailure, type ServerContext } from '../../src/world/server.ts';
import type { GateAnswer } from './gates.ts';
import type { AccessToken } from './token.ts';

export const credentials = ['session', 'jwt', 'hybrid'] as const;
export type Credential = (typeof credentials)[number];

/** What is sent so shortly before the end may arrive after it, and does not count. */
const messagesMs = 5;

export interface OutageTotals {
  requests: number;
  failed: number;
}

export interface OutageOptions {
  readonly credential: Credential;
  readonly api: string;
  readonly store: string;
  readonly users: number;
  readonly everyMs: number;
  readonly lifeRequests: number;
  /** The outage. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly revokedLetIn: (user: string) => void;
}

/** One user more is revoked before the outage, and goes on asking. */
export const outagePeople = (options: OutageOptions, totals: OutageTotals) =>
  client('people', (node) => {
    for (let place = 1; place <= options.users; place++) {
      node.spawn(works(node, options, `${options.credential}-${place}`, totals));
    }
    if (options.credential === 'session') node.spawn(asksRevoked(node, options));
    return {};
  });

/** A short token lasts half an interval longer than its last request, so that no message decides whether it is good. */
function lifeMsOf({ credential, lifeRequests, everyMs, untilMs }: OutageOptions): number {
  return credential === 'hybrid' ? (lifeRequests + 0.5) * everyMs : 2 * untilMs;
}

const tokenOf = (user: string, expiresMs: number): AccessToken => ({
  id: `token-${user}`,
  subject: user,
  issuer: 'authority',
  audience: 'orders',
  version: 1,
  key: 'k1',
  expiresMs,
});

function* works(
  node: ServerContext,
  options: OutageOptions,
  user: string,
  totals: OutageTotals,
): Process<void> {
  const { everyMs, lifeRequests, store, api, fromMs, untilMs } = options;
  // Any request of a token may be the first of the outage.
  const phase = node.stream('phase')();
  yield* node.sleep(phase * everyMs);
  const age = Math.floor(node.stream('age')() * (lifeRequests + 1));
  let token = tokenOf(user, node.now() + lifeMsOf(options) - age * everyMs);
  yield* node.call(store, { open: token.id, user });
  const startMs = node.now();
  for (let request = 1; ; request++) {
    yield* node.sleep(startMs + request * everyMs - node.now());
    const sentMs = node.now();
    const isGood = yield* isServed();
    if (sentMs >= fromMs && sentMs < untilMs - messagesMs) {
      totals.requests += 1;
      if (!isGood) totals.failed += 1;
    }
  }

  function* isServed(): Process<boolean> {
    if (node.now() >= token.expiresMs) {
      // The authority keeps refresh tokens in the same store.
      try {
        yield* node.call(store, { session: token.id });
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        return false;
      }
      token = tokenOf(user, node.now() + lifeMsOf(options));
    }
    return (yield* node.call<GateAnswer>(api, token)).refused === undefined;
  }
}

function* asksRevoked(node: ServerContext, options: OutageOptions): Process<void> {
  const { store, api, everyMs, fromMs } = options;
  const user = 'session-revoked';
  const token = tokenOf(user, Number.MAX_SAFE_INTEGER);
  yield* node.call(store, { open: token.id, user });
  yield* node.sleep(everyMs / 2);
  yield* node.call(store, { revoke: user, token: token.id });
  yield* node.sleep(fromMs + everyMs / 2 - node.now());
  const { refused } = yield* node.call<GateAnswer>(api, token);
  if (refused === undefined) options.revokedLetIn(user);
}
