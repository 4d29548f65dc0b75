/**
 * A closed network: a fixed number of users think, and then pass from station to station until they
 * have their answer. A scaler adds a server now and then.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process, Task } from '../../../src/kernel/process.ts';
import { Queue } from '../../../src/kernel/queue.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { QueueLaw } from './laws.ts';
import type { QueueRules } from './rules.ts';

export interface LoopStation {
  readonly name: string;
  /** At first, and at most. */
  readonly servers: number;
  readonly serversMax: number;
  /** Mean of an exponential time. */
  readonly workMs: number;
}

export interface LoopOptions {
  readonly users: number;
  /** Mean of an exponential time. */
  readonly thinkMs: number;
  readonly stations: readonly LoopStation[];
  /** Each phase but the first begins with one more server. */
  readonly phaseMs: number;
  readonly phases: number;
  /** Measurements of a phase are counted by batch. */
  readonly batches: number;
  /** Demonstrates a service that adds servers only to its first station, without breaking a law. */
  readonly scalesFirstOnly?: boolean;
}

/** Observations of each phase: answers by batch, and the servers of each station. */
export interface Phase {
  readonly answers: number[];
  servers: readonly number[];
}

export interface LoopMeasures {
  readonly phases: Phase[];
  readonly breaches: Breaches<QueueLaw>;
  done: boolean;
}

export const emptyPhases = ({ phases, batches, stations }: LoopOptions): Phase[] =>
  Array.from({ length: phases }, () => ({
    answers: Array.from({ length: batches }, () => 0),
    servers: stations.map(({ servers }) => servers),
  }));

export const loop = (rules: QueueRules, options: LoopOptions, measures: LoopMeasures) =>
  client(
    'loop',
    (node) => new Loop(node, rules, options, measures),
    ({ stations }) =>
      Object.fromEntries(
        stations.map(({ name, servers, at }) => [name, { servers, waiting: at.waiting }]),
      ),
  );

interface Running {
  readonly name: string;
  readonly at: Station;
  /** Each occupies a server that does not exist yet. */
  readonly spares: Task<object>[];
  servers: number;
  busyMs: number;
}

class Loop {
  readonly stations: readonly Running[];
  readonly #node: ServerContext;
  readonly #rules: QueueRules;
  readonly #options: LoopOptions;
  readonly #measures: LoopMeasures;

  constructor(
    node: ServerContext,
    rules: QueueRules,
    options: LoopOptions,
    measures: LoopMeasures,
  ) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#measures = measures;
    this.stations = options.stations.map(({ name, servers, serversMax, workMs }) => {
      const at = new Station(node, { name, servers: serversMax, serviceMs: exponential(workMs) });
      const spares = Array.from({ length: serversMax - servers }, () =>
        node.spawn(at.hold(new Queue<object>().take())),
      );
      return { name, at, spares, servers, busyMs: 0 };
    });
    const drawThinkMs = sampler(exponential(options.thinkMs), node.stream('think'));
    const draws = options.stations.map(({ name, workMs }) =>
      sampler(exponential(workMs), node.stream(`work at ${name}`)),
    );
    for (let user = 0; user < options.users; user++) node.spawn(this.#user(drawThinkMs, draws));
    node.spawn(this.#scale());
  }

  *#user(drawThinkMs: () => number, draws: readonly (() => number)[]): Process<void> {
    for (;;) {
      yield* this.#node.sleep(drawThinkMs());
      for (const [at, station] of this.stations.entries()) {
        const workMs = must(draws[at], 'work of the station')();
        yield* station.at.hold(attempt(this.#node.work(workMs)));
        station.busyMs += workMs;
      }
      this.#answered();
    }
  }

  #answered(): void {
    const { phaseMs, batches } = this.#options;
    const nowMs = this.#node.now();
    const { phases } = this.#measures;
    const phase = phases[Math.floor(nowMs / phaseMs)];
    if (phase === undefined) return;
    const batch = Math.floor(((nowMs % phaseMs) / phaseMs) * batches);
    phase.answers[batch] = must(phase.answers[batch], 'batch') + 1;
  }

  *#scale(): Process<void> {
    const { phaseMs, phases } = this.#options;
    for (let phase = 1; phase < phases; phase++) {
      for (const station of this.stations) station.busyMs = 0;
      yield* this.#node.sleep(phaseMs);
      this.#addServer();
      must(this.#measures.phases[phase], 'phase').servers = this.stations.map(
        ({ servers }) => servers,
      );
    }
    yield* this.#node.sleep(phaseMs);
    this.#measures.done = true;
  }

  #addServer(): void {
    const { phaseMs, scalesFirstOnly = false } = this.#options;
    const first = must(this.stations[0], 'first station');
    const usedOf = ({ busyMs, servers }: Running) => busyMs / (servers * phaseMs);
    const busiest = this.stations.reduce((most, each) =>
      usedOf(each) > usedOf(most) ? each : most,
    );
    const chosen = this.#rules['scale-the-busiest'] && !scalesFirstOnly ? busiest : first;
    if (chosen !== busiest && !scalesFirstOnly) {
      const how = `a server is added to the ${chosen.name} tier, although the ${busiest.name} tier is busier`;
      this.#measures.breaches.report('servers-go-to-the-bottleneck', how);
    }
    must(chosen.spares.pop(), 'server to add').cancel();
    chosen.servers += 1;
    note(this.#node, {
      kind: 'adds-server',
      station: chosen.name,
      servers: chosen.servers,
      used: usedOf(chosen),
      rule: 'scale-the-busiest',
    });
  }
}
