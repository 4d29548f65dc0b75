/** A log of requests through a rate limiter: what it would have admitted, and where its edges show. */
import { BusiestSpan } from '../../../sims/traffic/limits/busiest-span.ts';
import { limiterKinds } from '../../../sims/traffic/limits/kinds.ts';
import type { Limiter } from '../../../sims/traffic/limits/limiter.ts';
import { trafficRules } from '../../../sims/traffic/rules.ts';
import { InputError } from '../../lab/input-error.ts';
import type { LoggedRequest } from './requests.ts';
import type { Specification } from './specification.ts';

export interface Refused {
  readonly line: number;
  readonly atMs: number;
  /** Null if it would never be admitted, because it costs more than the limit. */
  readonly retryAfterMs: number | null;
}

/** Of one key. */
export interface KeyReport {
  readonly key: string;
  readonly requests: number;
  readonly admitted: number;
  readonly refused: readonly Refused[];
  /** The most that was admitted within any period, by cost, and the line of the last request of it. */
  readonly busiest: { readonly cost: number; readonly line: number; readonly atMs: number };
  /** More than the limit within one period, which a window that does not slide hides. */
  readonly hasEdgeBurst: boolean;
  readonly longestDelayMs: number;
}

export interface Replay {
  readonly specification: Specification;
  readonly admitted: number;
  readonly refused: number;
  /** Those with the most refusals first, then those with the busiest period. */
  readonly keys: readonly KeyReport[];
}

const everyRule = trafficRules.without();

/** Requests in the order of their times. O(requests), but for the sliding log: O(requests x count). Throws InputError. */
export function replay(
  requests: readonly LoggedRequest[],
  specification: Specification,
  onWay: () => void = () => {},
): Replay {
  const { periodMs, count } = specification.limit;
  const firstMs = requests[0]?.atMs ?? 0;
  // Small numbers stay exact; edges stay at whole periods of the log's own clock.
  const originMs = Math.floor(firstMs / periodMs) * periodMs;
  const spanMs = (requests.at(-1)?.atMs ?? 0) - originMs;
  if ((spanMs + periodMs) * count > Number.MAX_SAFE_INTEGER) {
    throw new InputError(
      `${specification.text}: so many requests a period over a log of ${Math.round(spanMs / 86_400_000)} days cannot be counted exactly. Cut the log.`,
    );
  }
  const keys = new Map<string, KeyReplay>();
  for (const [place, request] of requests.entries()) {
    if (place % 10_000 === 0) onWay();
    const own = keys.get(request.key) ?? new KeyReplay(specification, originMs);
    keys.set(request.key, own);
    own.takes(request);
  }
  const reports = [...keys].map(([key, own]) => own.report(key));
  reports.sort(
    (one, other) =>
      other.refused.length - one.refused.length || other.busiest.cost - one.busiest.cost,
  );
  const admitted = reports.reduce((sum, report) => sum + report.admitted, 0);
  return { specification, admitted, refused: requests.length - admitted, keys: reports };
}

class KeyReplay {
  readonly #specification: Specification;
  readonly #originMs: number;
  readonly #limiter: Limiter;
  readonly #period: BusiestSpan;
  readonly #refused: Refused[] = [];
  #requests = 0;
  #busiestLine = 0;
  #longestDelayMs = 0;

  constructor(specification: Specification, originMs: number) {
    const { kind, limit } = specification;
    this.#specification = specification;
    this.#originMs = originMs;
    this.#limiter = limiterKinds[kind].make(everyRule, limit);
    this.#period = new BusiestSpan(limit.periodMs);
  }

  takes({ atMs, cost, line }: LoggedRequest): void {
    this.#requests += 1;
    const decision = this.#limiter.decide(atMs - this.#originMs, cost);
    if (!decision.isAdmitted) {
      this.#refused.push({ line, atMs, retryAfterMs: decision.retryAfterMs });
      return;
    }
    this.#longestDelayMs = Math.max(this.#longestDelayMs, decision.delayMs);
    const most = this.#period.most;
    this.#period.comes(atMs, cost);
    if (this.#period.most > most) this.#busiestLine = line;
  }

  report(key: string): KeyReport {
    const { kind, limit } = this.#specification;
    const { most, atMs = 0 } = this.#period;
    return {
      key,
      requests: this.#requests,
      admitted: this.#requests - this.#refused.length,
      refused: this.#refused,
      busiest: { cost: most, line: this.#busiestLine, atMs },
      hasEdgeBurst: kind === 'fixed-window' && most > limit.count,
      longestDelayMs: this.#longestDelayMs,
    };
  }
}
