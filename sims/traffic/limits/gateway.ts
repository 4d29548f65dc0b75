/** A gateway: it asks the limiter for a request's key, and answers 200 or 429. */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Decision, Limiter } from './limiter.ts';
import type { LimitReply, LimitRequest } from './request.ts';
import type { LimitRules } from './rules.ts';

/** What a limiter decided, and the true time of the decision. */
export interface Decided {
  readonly atMs: number;
  readonly request: LimitRequest;
  readonly decision: Decision;
}

export interface GatewayOptions {
  readonly rules: LimitRules;
  readonly chargeOf: (request: LimitRequest) => number;
  readonly makeLimiter: () => Limiter;
  readonly sees: (request: LimitRequest, decision: Decision) => void;
}

/** The key of its limit. An address as key is shared by all users behind it. */
const limitedKey = (rules: LimitRules, { key, address = key }: LimitRequest): string =>
  rules['limit-per-key'] ? key : address;

/**
 * The header has whole seconds (RFC 9110 §10.2.3); rounded down, it would bring the client back too
 * early.
 */
function inSeconds(rules: LimitRules, retryAfterMs: number | null): number | null {
  if (retryAfterMs === null) return null;
  const seconds = retryAfterMs / 1_000;
  return rules['retry-after-tells-truth'] ? Math.ceil(seconds) : Math.floor(seconds);
}

function* held(delayMs: number, node: ServerContext): Process<LimitReply> {
  yield* node.sleep(delayMs);
  return { status: 200 };
}

interface Memory {
  readonly limiters: Map<string, Limiter>;
}

export const gateway = ({
  rules,
  chargeOf,
  makeLimiter,
  sees,
}: GatewayOptions): Server<Memory, LimitRequest> => ({
  kind: 'gateway',
  start: () => ({ limiters: new Map() }),
  serve({ limiters }, request, _from, node): LimitReply | Process<LimitReply> {
    const key = limitedKey(rules, request);
    const limiter = limiters.get(key) ?? makeLimiter();
    limiters.set(key, limiter);
    // Limiters count whole milliseconds, as the clocks of nginx and Redis scripts give them.
    const decision = limiter.decide(Math.floor(node.now()), chargeOf(request));
    sees(request, decision);
    const { isAdmitted, remaining, retryAfterMs, delayMs } = decision;
    if (isAdmitted) {
      note(node, { kind: 'admits', key, remaining, delayMs });
      return delayMs === 0 ? { status: 200 } : held(delayMs, node);
    }
    const retryAfterS = inSeconds(rules, retryAfterMs);
    note(node, { kind: 'refuses', key, retryAfterS });
    return { status: 429, retryAfterS };
  },
  shown: ({ limiters }) =>
    Object.fromEntries([...limiters].map(([key, limiter]) => [key, limiter.shown])),
});
