/** Clients that have a transaction now and then, and share the connections of a proxy, or have one each. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { QueueLaw } from './laws.ts';
import { Meter, type Span, type Tally } from './meter.ts';
import type { QueueRules } from './rules.ts';

export interface ProxyOptions {
  readonly span: Span;
  readonly clients: number;
  readonly connections: number;
  /**
   * Means of exponential times: the duration of a transaction, and the time until the client's
   * next.
   */
  readonly holdMs: number;
  readonly thinkMs: number;
}

export interface ProxyMeasures {
  readonly tally: Tally;
  readonly breaches: Breaches<QueueLaw>;
  /** Connections in use at a time, at most. */
  most: number;
}

export const proxy = (rules: QueueRules, options: ProxyOptions, measures: ProxyMeasures) =>
  client(
    'proxy',
    (node) => new SharedPool(node, rules, options, measures),
    ({ meter: { waiting }, pool: { working } }) => ({ working, waiting }),
  );

class SharedPool {
  readonly meter: Meter;
  readonly pool: Station;
  readonly #node: ServerContext;
  readonly #rules: QueueRules;
  readonly #options: ProxyOptions;
  readonly #measures: ProxyMeasures;
  #noted = 0;

  constructor(
    node: ServerContext,
    rules: QueueRules,
    options: ProxyOptions,
    measures: ProxyMeasures,
  ) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#measures = measures;
    const { clients, connections, holdMs, thinkMs, span } = options;
    this.meter = new Meter(span, measures.tally, measures.breaches);
    this.pool = new Station(node, { servers: connections, serviceMs: exponential(holdMs) });
    const drawThinkMs = sampler(exponential(thinkMs), node.stream('think'));
    const drawHoldMs = sampler(exponential(holdMs), node.stream('transactions'));
    for (let number = 1; number <= clients; number++)
      node.spawn(this.#client(number, drawThinkMs, drawHoldMs));
    node.spawn(this.#end());
  }

  *#client(number: number, drawThinkMs: () => number, drawHoldMs: () => number): Process<void> {
    while (this.#node.now() < this.#options.span.untilMs) {
      yield* this.#node.sleep(drawThinkMs());
      if (this.#rules['release-at-commit']) {
        yield* this.#wants((begins) => this.pool.hold(this.#transaction(drawHoldMs(), begins)));
      } else {
        yield* this.pool.hold(this.#session(number, drawThinkMs, drawHoldMs));
      }
    }
  }

  /** Keeps its connection for good, as in session pooling. */
  *#session(number: number, drawThinkMs: () => number, drawHoldMs: () => number): Process<void> {
    while (this.#node.now() < this.#options.span.untilMs) {
      yield* this.#wants((begins) => this.#transaction(drawHoldMs(), begins));
      note(this.#node, { kind: 'keeps-connection', client: number, rule: 'release-at-commit' });
      const how = `client ${number} holds a connection to the database, although it is in no transaction`;
      this.#measures.breaches.report('idle-clients-hold-nothing', how);
      yield* this.#node.sleep(drawThinkMs());
    }
  }

  *#wants(transaction: (begins: () => void) => Process<void>): Process<void> {
    const arrivedMs = this.#node.now();
    const mustWait =
      this.#rules['release-at-commit'] && this.pool.working >= this.#options.connections;
    this.meter.arrives(arrivedMs, mustWait);
    yield* transaction(() =>
      this.meter.begins(this.#node.now(), this.#node.now() - arrivedMs, mustWait),
    );
    this.meter.leaves(this.#node.now(), this.#node.now() - arrivedMs);
  }

  *#transaction(holdMs: number, begins: () => void): Process<void> {
    begins();
    this.#countMost();
    yield* attempt(this.#node.work(holdMs));
  }

  #countMost(): void {
    const { working } = this.pool;
    this.#measures.most = Math.max(this.#measures.most, working);
    if (working < Math.max(1, 2 * this.#noted)) return;
    this.#noted = working;
    note(this.#node, { kind: 'most-connections', connections: working });
  }

  *#end(): Process<void> {
    yield* this.#node.sleep(this.#options.span.untilMs);
    this.meter.ends(this.#node.now());
  }
}
