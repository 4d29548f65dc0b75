/** A station that requests come to at random, on a machine of the world: the queue of the textbooks. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { type Distribution, exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { note } from '../notes.ts';
import type { QueueLaw } from './laws.ts';
import { Meter, type Span, type Tally } from './meter.ts';
import type { QueueRules } from './rules.ts';

export interface LineOptions {
  readonly span: Span;
  /** Requests come at random times, so many a ms on average. */
  readonly perMs: number;
  readonly workMs: Distribution;
  readonly servers: number;
}

interface Measures {
  readonly tally: Tally;
  readonly breaches: Breaches<QueueLaw>;
}

export const line = (rules: QueueRules, options: LineOptions, measures: Measures) =>
  client(
    'line',
    (node) => {
      const started = new Line(node, rules, options, measures);
      node.spawn(started.arrivals());
      return started;
    },
    ({ meter: { present, waiting } }) => ({ present, waiting }),
  );

class Line {
  readonly meter: Meter;
  readonly #node: ServerContext;
  readonly #rules: QueueRules;
  readonly #options: LineOptions;
  readonly #station: Station;
  #longest = 0;

  constructor(
    node: ServerContext,
    rules: QueueRules,
    options: LineOptions,
    { tally, breaches }: Measures,
  ) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.meter = new Meter(options.span, tally, breaches);
    this.#station = new Station(node, { servers: options.servers, serviceMs: options.workMs });
  }

  *arrivals(): Process<void> {
    const { perMs, span, workMs } = this.#options;
    const drawGapMs = sampler(exponential(1 / perMs), this.#node.stream('arrivals'));
    const drawWorkMs = sampler(workMs, this.#node.stream('work of a request'));
    for (;;) {
      yield* this.#node.sleep(drawGapMs());
      if (this.#node.now() >= span.untilMs) return this.meter.ends(this.#node.now());
      this.#node.spawn(this.#request(drawWorkMs()));
    }
  }

  *#request(workMs: number): Process<void> {
    const arrivedMs = this.#node.now();
    const mustWait = this.#station.working >= this.#options.servers;
    this.meter.arrives(arrivedMs, mustWait);
    this.#noteLongest();
    let begunMs = arrivedMs;
    yield* this.#station.hold(
      this.#work(workMs, (nowMs) => {
        begunMs = nowMs;
        this.meter.begins(nowMs, nowMs - arrivedMs, mustWait);
      }),
    );
    const nowMs = this.#node.now();
    const sinceMs = this.#rules['clock-starts-at-arrival'] ? arrivedMs : begunMs;
    this.meter.leaves(nowMs, nowMs - sinceMs);
  }

  *#work(workMs: number, begins: (nowMs: number) => void): Process<void> {
    begins(this.#node.now());
    yield* this.#node.work(workMs);
  }

  #noteLongest(): void {
    const { waiting } = this.meter;
    if (waiting < 2 * this.#longest || waiting === 0) return;
    this.#longest = waiting;
    note(this.#node, { kind: 'longest-line', waiting });
  }
}
