/**
 * A clock that knows how wrong it can be (Spanner, OSDI 2012, §3): at a synchronisation by the
 * uncertainty of the servers, and from then on by the possible drift.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { around, type Interval } from '../truetime/interval.ts';
import { boundMs, type Estimate, estimate } from './exchange.ts';
import { intersection } from './intersection.ts';
import type { NtpRules } from './rules.ts';
import { exchangeWith } from './server.ts';

/** The drift that is assumed of every clock: 200 microseconds a second. */
export const assumedDriftPpm = 200;

export class BoundedClock {
  readonly #rules: NtpRules;
  #offsetMs = 0;
  #errorMs = Number.POSITIVE_INFINITY;
  #setAtMs = 0;

  constructor(rules: NtpRules) {
    this.#rules = rules;
  }

  /** @param hardwareMs what the uncorrected clock shows */
  now(hardwareMs: number): Interval {
    return around(hardwareMs + this.#offsetMs, this.errorMs(hardwareMs));
  }

  /** Half the width of the interval: infinite before the first synchronisation. */
  errorMs(hardwareMs: number): number {
    const ageMs = this.#rules['interval-contains-truth'] ? hardwareMs - this.#setAtMs : 0;
    return this.#errorMs + (ageMs * assumedDriftPpm) / 1e6;
  }

  /** Asks all servers, and believes the largest group that agrees. */
  *synchronise(node: ServerContext, servers: readonly string[]): Process<void> {
    const exchanges = yield* all(servers.map((server) => exchangeWith(node, server)));
    const estimates = exchanges.map(estimate);
    const { earliest, latest, agree } = this.#agreed(estimates);
    this.#offsetMs = (earliest + latest) / 2;
    this.#errorMs = (latest - earliest) / 2;
    this.#setAtMs = node.now();
    note(node, {
      kind: 'synchronises',
      offsetMs: this.#offsetMs,
      errorMs: this.#errorMs,
      agree,
    });
  }

  /** Bounds of the correct offset, and how many servers agree on them. */
  #agreed(estimates: readonly Estimate[]): Interval & { readonly agree: number } {
    const intervals = estimates.map((one) => around(one.offsetMs, boundMs(one)));
    const best = intersection(intervals);
    if (this.#rules['most-intervals-agree'] && best !== undefined)
      return { ...best, agree: best.count };
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const offsetMs = mean(estimates.map((one) => one.offsetMs));
    return { ...around(offsetMs, mean(estimates.map(boundMs))), agree: estimates.length };
  }
}
