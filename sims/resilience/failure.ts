/** How calls fail, and how a failure travels from a server to its caller. */
import { Refusal } from '../../src/world/call.ts';

export type FailureKind =
  /** 5xx: the service tried, and failed. */
  | 'server-error'
  /** 4xx: the request is wrong, and the service is well. */
  | 'client-error'
  /** 429 or 503 with Retry-After: the service refuses work that it could not finish in time. */
  | 'overloaded'
  /** No process answers the connection. */
  | 'unreachable'
  /** The answer did not come in time. */
  | 'timed-out'
  /** A policy of the caller did not let the call through. */
  | 'rejected';

/**
 * What a call throws. It is not an Error: a run may simulate a hundred thousand failures, and a
 * stack trace for each would cost more than the call.
 */
export class CallFailed {
  readonly kind: FailureKind;
  /** The service or the policy that reports the failure. */
  readonly by: string;
  /** How long from now callers should stay away, by the service's wish. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, by: string, retryAfterMs?: number) {
    this.kind = kind;
    this.by = by;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The failure of a call that was caught, also if it came as a server's refusal. Anything else is a
 * bug, and is thrown again.
 */
export function failureOf(caught: unknown): CallFailed {
  if (caught instanceof CallFailed) return caught;
  if (!(caught instanceof Refusal)) throw caught;
  const { by = 'service', retryAfterMs } = (caught.detail ?? {}) as RefusalDetail;
  return new CallFailed(caught.reason as FailureKind, by, retryAfterMs);
}

interface RefusalDetail {
  readonly by?: string;
  readonly retryAfterMs?: number | undefined;
}

/** A failure as a server answers with it, to a caller unrelated to its own calls. */
export function refusalOf({ kind, by, retryAfterMs }: CallFailed): Refusal {
  return new Refusal(kind, { by, retryAfterMs } satisfies RefusalDetail);
}
