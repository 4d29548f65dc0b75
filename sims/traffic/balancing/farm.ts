/**
 * The supermarket model: requests arrive at random at hosts with a queue each, and every request
 * goes to the shortest of a few random queues. Time is measured in mean works; the hosts are
 * counters within one machine, so that thousands of requests cost little.
 */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { shareAtLeast } from './formulas.ts';
import type { BalancingRules } from './rules.ts';

export interface FarmOptions {
  readonly hosts: number;
  readonly load: number;
  /** How many queues a request looks at, with replacement; `all` for all of them. */
  readonly choices: number | 'all';
  /**
   * Maximum age of the lengths that it sees, which is the reporting interval. 0 for current
   * lengths.
   */
  readonly reportEvery: number;
  readonly until: number;
  readonly sees: (length: number) => void;
}

/** Sums over time, taken at the end. */
export interface FarmTotals {
  /** Of the number of requests in the farm, in each of several equal spans. */
  readonly areas: Float64Array;
  /** Of the number of hosts with at least that many requests. */
  readonly tails: Float64Array;
  arrivals: number;
  done: boolean;
}

export const spans = 12;
const longestTail = 400;

export const emptyTotals = (): FarmTotals => ({
  areas: new Float64Array(spans),
  tails: new Float64Array(longestTail),
  arrivals: 0,
  done: false,
});

export const farm = (options: FarmOptions, totals: FarmTotals) =>
  client('farm', (node) => new Farm(node, options, totals).start());

/**
 * A service that compares two queues, and knows their lengths because it counts what it has sent
 * itself.
 */
export function serviceFarm(rules: BalancingRules, options: Omit<FarmOptions, 'choices'>) {
  const choices = rules['compare-two-choices'] ? 2 : 1;
  const reportEvery = rules['load-is-own-count'] ? 0 : options.reportEvery;
  return farm({ ...options, choices, reportEvery }, emptyTotals());
}

class Farm {
  readonly #node: ServerContext;
  readonly #options: FarmOptions;
  readonly #totals: FarmTotals;
  readonly #lengths: number[];
  #reported: readonly number[];
  readonly #changedAt: Float64Array;
  readonly #drawWork: () => number;
  #longest = 0;

  constructor(node: ServerContext, options: FarmOptions, totals: FarmTotals) {
    this.#node = node;
    this.#options = options;
    this.#totals = totals;
    this.#drawWork = sampler(exponential(1), node.stream('work'));
    this.#lengths = this.#fromEquilibrium();
    this.#reported = [...this.#lengths];
    this.#changedAt = new Float64Array(options.hosts);
  }

  start(): void {
    this.#lengths.forEach((length, host) => {
      if (length > 0) this.#node.spawn(this.#work(host));
    });
    this.#node.spawn(this.#arrivals());
    if (this.#options.reportEvery > 0) this.#node.spawn(this.#reports());
  }

  /** Starts with lengths as in the limit, so that no warm-up is needed. */
  #fromEquilibrium(): number[] {
    const { hosts, load, choices } = this.#options;
    const random = this.#node.stream('start');
    return Array.from({ length: hosts }, () => {
      const draw = random();
      let length = 0;
      const looked = choices === 'all' ? 2 : choices;
      while (draw < shareAtLeast(length + 1, load, looked)) length += 1;
      return length;
    });
  }

  *#arrivals(): Process<void> {
    const { hosts, load, until } = this.#options;
    const drawGap = sampler(exponential(1 / (hosts * load)), this.#node.stream('arrivals'));
    for (;;) {
      yield* this.#node.sleep(drawGap());
      if (this.#node.now() >= until) break;
      const host = this.#choose();
      this.#totals.arrivals += 1;
      this.#change(host, 1);
      const length = this.#lengthOf(host);
      this.#noteLongest(host, length);
      if (length === 1) this.#node.spawn(this.#work(host));
    }
    for (let host = 0; host < hosts; host++) this.#change(host, 0);
    this.#totals.done = true;
  }

  #noteLongest(host: number, length: number): void {
    if (length <= this.#longest) return;
    this.#longest = length;
    note(this.#node, { kind: 'longest-queue', host: host + 1, length });
    this.#options.sees(length);
  }

  *#work(host: number): Process<void> {
    while (this.#lengthOf(host) > 0) {
      yield* this.#node.sleep(this.#drawWork());
      this.#change(host, -1);
    }
  }

  *#reports(): Process<void> {
    for (;;) {
      yield* this.#node.sleep(this.#options.reportEvery);
      this.#reported = [...this.#lengths];
    }
  }

  #choose(): number {
    const { hosts, choices, reportEvery } = this.#options;
    const lengths = reportEvery > 0 ? this.#reported : this.#lengths;
    const random = this.#node.stream('choices');
    if (choices === 'all') return leastOfAll(lengths, random);
    let best = randomInteger(random, 0, hosts - 1);
    for (let other = 1; other < choices; other++) {
      const host = randomInteger(random, 0, hosts - 1);
      if (must(lengths[host], 'length') < must(lengths[best], 'length')) best = host;
    }
    return best;
  }

  /** One more or less at a host; the elapsed time is credited to its old length. */
  #change(host: number, by: -1 | 0 | 1): void {
    const { until } = this.#options;
    const now = Math.min(this.#node.now(), until);
    const from = must(this.#changedAt[host], 'time of the last change');
    const length = this.#lengthOf(host);
    this.#changedAt[host] = now;
    this.#lengths[host] = length + by;
    for (let least = 1; least <= Math.min(length, longestTail - 1); least++)
      this.#totals.tails[least] = must(this.#totals.tails[least], 'tail') + (now - from);
    spread(this.#totals.areas, { from, to: now, height: length, width: until / spans });
  }

  #lengthOf(host: number): number {
    return must(this.#lengths[host], 'length of a queue');
  }
}

/** One of the shortest, with equal probability. */
function leastOfAll(lengths: readonly number[], random: () => number): number {
  const least = Math.min(...lengths);
  const shortest = lengths.flatMap((length, host) => (length === least ? [host] : []));
  return must(shortest[randomInteger(random, 0, shortest.length - 1)], 'one of the shortest');
}

/** Adds a rectangle to the spans that it covers. */
function spread(
  areas: Float64Array,
  { from, to, height, width }: { from: number; to: number; height: number; width: number },
): void {
  for (let at = from; at < to; ) {
    const span = Math.min(areas.length - 1, Math.floor(at / width));
    const end = span === areas.length - 1 ? to : Math.min(to, (span + 1) * width);
    areas[span] = must(areas[span], 'area of a span') + height * (end - at);
    if (end <= at) break;
    at = end;
  }
}
