/** What a balancer knows of its hosts: how many open requests each has, and which it may use. */
import { must } from '../../../src/kernel/must.ts';
import { ejectedMax, slowStartFactor } from './formulas.ts';
import type { BalancingRules } from './rules.ts';

export interface Host {
  readonly id: string;
  readonly weight: number;
  /** Requests that the host has not answered yet. */
  open: number;
  /** Health by active checks. */
  isUp: boolean;
  failedChecks: number;
  passedChecks: number;
  /** Health by the outcomes of its requests. */
  isEjected: boolean;
  failuresInARow: number;
  ejectionsInARow: number;
  /** It gets no more requests, and is removed when it has none open. */
  isDraining: boolean;
  joinedAtMs: number;
}

export interface PoolOptions {
  /** Below this share of healthy hosts, all are used. */
  readonly panicShare: number;
  /** At most this share of the hosts is ejected at a time. */
  readonly ejectedShare: number;
  /** How long a new host warms up; 0 for no time. */
  readonly slowStartMs: number;
}

export class Pool {
  readonly #hosts = new Map<string, Host>();
  readonly #rules: BalancingRules;
  readonly options: PoolOptions;

  constructor(rules: BalancingRules, options: PoolOptions) {
    this.#rules = rules;
    this.options = options;
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  get ejected(): number {
    return this.hosts.filter(({ isEjected }) => isEjected).length;
  }

  host(id: string): Host {
    return must(this.#hosts.get(id), 'host of the pool');
  }

  join(id: string, { weight = 1, atMs = -Infinity } = {}): void {
    this.#hosts.set(id, {
      id,
      weight: this.#rules['weights-follow-capacity'] ? weight : 1,
      open: 0,
      isUp: true,
      failedChecks: 0,
      passedChecks: 0,
      isEjected: false,
      failuresInARow: 0,
      ejectionsInARow: 0,
      isDraining: false,
      joinedAtMs: atMs,
    });
  }

  remove(id: string): void {
    this.#hosts.delete(id);
  }

  /** The hosts that may get the next request, and whether most of them are unhealthy. */
  usable(): { readonly hosts: readonly Host[]; readonly panics: boolean } {
    const staying = this.hosts.filter(({ isDraining }) => !isDraining);
    const healthy = staying.filter(
      ({ isUp, isEjected }) => (isUp || !this.#rules['skip-unhealthy']) && !isEjected,
    );
    // Envoy documentation, Panic threshold: then the checks are more likely to be wrong than the
    // hosts.
    const mostAreIll = healthy.length < staying.length * this.options.panicShare;
    const panics = healthy.length === 0 || (this.#rules['panic-when-most-are-ill'] && mostAreIll);
    return panics ? { hosts: staying, panics } : { hosts: healthy, panics };
  }

  /** Whether one more host may be ejected. */
  mayEject(): boolean {
    if (!this.#rules['ejection-is-capped']) return true;
    return this.ejected < ejectedMax(this.hosts.length, this.options.ejectedShare);
  }

  /** How busy a host counts as; a new one has only part of its weight. */
  busynessOf({ open, weight, joinedAtMs }: Host, nowMs: number): number {
    const { slowStartMs } = this.options;
    const factor =
      this.#rules['slow-start-new-host'] && slowStartMs > 0
        ? slowStartFactor(nowMs - joinedAtMs, slowStartMs)
        : 1;
    return (open + 1) / (weight * factor);
  }
}
