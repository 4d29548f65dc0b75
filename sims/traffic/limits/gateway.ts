/** A gateway: it asks the limiter of a request's key, and answers 200 or 429. */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Decision, Limiter } from './limiter.ts';
import type { LimitRequest } from './request.ts';

/** What a limiter decided, by the true time of it. */
export interface Decided {
  readonly atMs: number;
  readonly request: LimitRequest;
  readonly decision: Decision;
}

export type LimitReply =
  | { readonly status: 200 }
  | { readonly status: 429; readonly retryAfterMs: number | null };

export interface GatewayOptions {
  readonly chargeOf: (request: LimitRequest) => number;
  readonly makeLimiter: () => Limiter;
  readonly sees: (request: LimitRequest, decision: Decision) => void;
}

function* held(delayMs: number, node: ServerContext): Process<LimitReply> {
  yield* node.sleep(delayMs);
  return { status: 200 };
}

interface Memory {
  readonly limiters: Map<string, Limiter>;
}

export const gateway = ({
  chargeOf,
  makeLimiter,
  sees,
}: GatewayOptions): Server<Memory, LimitRequest> => ({
  kind: 'gateway',
  start: () => ({ limiters: new Map() }),
  serve({ limiters }, request, _from, node): LimitReply | Process<LimitReply> {
    const { key } = request;
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
    note(node, { kind: 'refuses', key, retryAfterMs });
    return { status: 429, retryAfterMs };
  },
  shown: ({ limiters }) =>
    Object.fromEntries([...limiters].map(([key, limiter]) => [key, limiter.shown])),
});
