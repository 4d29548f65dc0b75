/** A station with random arrivals, on a machine of the world: the textbook queue. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { type Distribution, exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process, Task } from '../../../src/kernel/process.ts';
import { pick } from '../../../src/kernel/random.ts';
import { counted, inDigits } from '../../../src/words/numbers.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { QueueLaw } from './laws.ts';
import { Meter, type Span, type Tally } from './meter.ts';
import type { QueueRules } from './rules.ts';

export interface LineOptions {
  readonly span: Span;
  /** Arrival rate per ms; the arrivals are random. */
  readonly perMs: number;
  readonly workMs: Distribution;
  readonly servers: number;
  /** How many may wait in line; unlimited by default. */
  readonly room?: number;
  /** How long a request waits for a server before it gives up; for ever by default. */
  readonly patienceMs?: number;
  /** Demonstrates a line that ignores a rule, without breaking a law. */
  readonly shows?: keyof QueueRules;
}

export interface LineMeasures {
  readonly tally: Tally;
  readonly breaches: Breaches<QueueLaw>;
  /** Each wait that ended at a server, in ms. */
  readonly waited?: (ms: number, arrivedMs: number) => void;
  /** Each time from arrival to end. */
  readonly answered?: (ms: number) => void;
}

export const line = (rules: QueueRules, options: LineOptions, measures: LineMeasures) =>
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
  readonly #measures: LineMeasures;
  readonly #stations: readonly Station[];
  #longest = 0;

  constructor(
    node: ServerContext,
    rules: QueueRules,
    options: LineOptions,
    measures: LineMeasures,
  ) {
    this.#node = node;
    this.#rules = options.shows === undefined ? rules : { ...rules, [options.shows]: false };
    this.#options = options;
    this.#measures = measures;
    this.meter = new Meter(options.span, measures.tally, measures.breaches);
    const { servers, room = Infinity, workMs: serviceMs } = options;
    const queueCapacity = this.#rules['line-is-bounded'] ? room : Infinity;
    this.#stations = this.#rules['one-line-for-all']
      ? [new Station(node, { servers, queueCapacity, serviceMs })]
      : Array.from({ length: servers }, (_, at) => {
          const name = `server ${at + 1}`;
          return new Station(node, { name, servers: 1, queueCapacity, serviceMs });
        });
  }

  *arrivals(): Process<void> {
    const { perMs, span, workMs } = this.#options;
    const drawGapMs = sampler(exponential(1 / perMs), this.#node.stream('arrivals'));
    const drawWorkMs = sampler(workMs, this.#node.stream('work of a request'));
    for (;;) {
      yield* this.#node.sleep(drawGapMs());
      if (this.#node.now() >= span.untilMs) return this.meter.ends(this.#node.now());
      this.#arrives(drawWorkMs());
    }
  }

  #arrives(workMs: number): void {
    const nowMs = this.#node.now();
    const station =
      this.#stations.length === 1
        ? this.#stations[0]
        : pick(this.#node.stream('lines'), this.#stations);
    if (station === undefined || station.isFull) return this.meter.findsNoRoom(nowMs);
    const request = new LineRequest(nowMs, station.working >= this.#serversEach);
    this.meter.arrives(nowMs, request.hadToWait);
    const task = this.#node.spawn(this.#request(request, station, workMs));
    const { patienceMs = Infinity } = this.#options;
    if (request.hadToWait && patienceMs < Infinity && this.#rules['pool-waits-have-a-limit'])
      this.#node.spawn(this.#giveUp(request, task, patienceMs));
    this.#look();
  }

  *#request(request: LineRequest, station: Station, workMs: number): Process<void> {
    yield* station.hold(this.#work(request, workMs));
    const nowMs = this.#node.now();
    const { arrivedMs, begunMs = nowMs } = request;
    const sinceMs = this.#rules['clock-starts-at-arrival'] ? arrivedMs : begunMs;
    this.meter.leaves(nowMs, nowMs - sinceMs);
    this.#measures.answered?.(nowMs - sinceMs);
    this.#look();
  }

  *#work(request: LineRequest, workMs: number): Process<void> {
    const nowMs = this.#node.now();
    const { arrivedMs, hadToWait } = request;
    request.begunMs = nowMs;
    this.meter.begins(nowMs, nowMs - arrivedMs, hadToWait);
    this.#measures.waited?.(nowMs - arrivedMs, arrivedMs);
    const { patienceMs = Infinity, shows } = this.#options;
    if (nowMs - arrivedMs > patienceMs + 1e-6 && shows !== 'pool-waits-have-a-limit') {
      const waited = (nowMs - arrivedMs).toFixed(0);
      const how = `a request waited ${waited} ms for a connection, although it should fail after ${inDigits(patienceMs)} ms`;
      this.#measures.breaches.report('waits-have-an-end', how);
    }
    yield* attempt(this.#node.work(workMs));
  }

  *#giveUp(request: LineRequest, task: Task<void>, patienceMs: number): Process<void> {
    yield* this.#node.sleep(patienceMs);
    if (request.begunMs !== undefined) return;
    task.cancel();
    const nowMs = this.#node.now();
    this.meter.givesUp(nowMs, nowMs - request.arrivedMs);
  }

  get #serversEach(): number {
    return this.#stations.length === 1 ? this.#options.servers : 1;
  }

  /** Checks that all is as it should be, and whether the state is worth a note. */
  #look(): void {
    const { waiting, present } = this.meter;
    const { servers, room = Infinity, shows } = this.#options;
    const { breaches } = this.#measures;
    const working = this.#stations.reduce((sum, station) => sum + station.working, 0);
    if (waiting > 0 && working < servers && shows !== 'one-line-for-all') {
      const how = `${counted(waiting, 'request waits', 'requests wait')} while ${servers - working} of ${servers} servers are idle`;
      breaches.report('no-server-idles-while-work-waits', how);
    }
    if (waiting > room && shows !== 'line-is-bounded')
      breaches.report(
        'line-has-an-end',
        `${counted(waiting, 'request waits', 'requests wait')} in a line with room for ${room}`,
      );
    // If nothing waits, the number in service shows how much there is.
    const [many, kind] =
      servers === Infinity
        ? [present, 'most-at-work' as const]
        : [waiting, 'longest-line' as const];
    if (many < Math.max(1, 2 * this.#longest)) return;
    this.#longest = many;
    note(this.#node, { kind, many });
  }
}

class LineRequest {
  begunMs: number | undefined = undefined;
  readonly arrivedMs: number;
  readonly hadToWait: boolean;

  constructor(arrivedMs: number, hadToWait: boolean) {
    this.arrivedMs = arrivedMs;
    this.hadToWait = hadToWait;
  }
}
