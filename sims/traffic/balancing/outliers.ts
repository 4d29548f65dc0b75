/**
 * Outlier detection (Envoy documentation): a host that fails a number of requests in a row is
 * ejected for a base time multiplied by its current ejection count; each interval without a failure
 * decrements that count. At most a share of the hosts is ejected at a time.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { note } from '../notes.ts';
import type { BalancerParts } from './parts.ts';
import type { Host } from './pool.ts';

export interface OutlierOptions {
  readonly consecutive: number;
  readonly intervalMs: number;
  readonly baseMs: number;
  readonly mostMs: number;
}

/** Envoy's defaults. */
export const envoyOutliers: OutlierOptions = {
  consecutive: 5,
  intervalMs: 10_000,
  baseMs: 30_000,
  mostMs: 300_000,
};

export class OutlierDetector {
  readonly #parts: BalancerParts;
  readonly #options: OutlierOptions;
  /** When each ejected host may return. */
  readonly #until = new Map<Host, number>();

  constructor(parts: BalancerParts, options: OutlierOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  sees(host: Host, result: 'ok' | 'failed'): void {
    host.failuresInARow = result === 'ok' ? 0 : host.failuresInARow + 1;
    if (!this.#parts.rules['failures-eject'] || host.isEjected) return;
    // Exactly then, because the sweep happens after that many intervals.
    if (host.failuresInARow < this.#options.consecutive) return;
    host.failuresInARow = 0;
    this.#eject(host);
  }

  /** At each interval: lets hosts return, and decrements the count of healthy ones. */
  *sweep(): Process<void> {
    const { node, pool } = this.#parts;
    for (;;) {
      yield* node.sleep(this.#options.intervalMs);
      for (const host of pool.hosts) {
        if (!host.isEjected) host.ejectionsInARow = Math.max(0, host.ejectionsInARow - 1);
        else if (node.now() >= (this.#until.get(host) ?? 0)) this.#letReturn(host);
      }
    }
  }

  #eject(host: Host): void {
    const { node, rules, pool, events } = this.#parts;
    if (!pool.mayEject()) {
      const rule = 'ejection-is-capped';
      note(node, { kind: 'keeps-in', host: host.id, ejected: pool.ejected, rule });
      return;
    }
    host.ejectionsInARow += 1;
    const times = rules['ejection-grows'] ? host.ejectionsInARow : 1;
    const forMs = Math.min(this.#options.mostMs, this.#options.baseMs * times);
    host.isEjected = true;
    this.#until.set(host, node.now() + forMs);
    const inARow = host.ejectionsInARow;
    note(node, { kind: 'ejects', host: host.id, forMs, times: inARow, rule: 'ejection-grows' });
    events.ejects?.(host, pool);
  }

  #letReturn(host: Host): void {
    host.isEjected = false;
    note(this.#parts.node, { kind: 'returns', host: host.id });
  }
}
