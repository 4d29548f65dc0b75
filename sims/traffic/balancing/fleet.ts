/**
 * A balancer and its hosts within one machine: the policies of the cluster, without a network, so
 * that tens of thousands of requests cost little and the balancer always knows which hosts are idle.
 */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { Span } from '../queues/meter.ts';
import { plainBalancing } from './cluster.ts';
import { type Policy, type PolicyName, policyOf } from './policies.ts';
import { type Host, Pool } from './pool.ts';
import type { BalancingRules } from './rules.ts';

export interface FleetOptions {
  /** Each serves one request at a time, in the order of arrival. */
  readonly hosts: number;
  readonly policy: PolicyName;
  /** Arrival rate per ms at the balancer; the arrivals are random. */
  readonly perMs: number;
  readonly shortMs: number;
  readonly longMs: number;
  /** Share of the requests that are long. */
  readonly longShare: number;
  readonly span: Span;
}

export interface FleetRequest {
  readonly arrivedMs: number;
  readonly workMs: number;
  readonly isLong: boolean;
}

/** What is reported of requests that arrive within the span; `ends` may come after it. */
export interface FleetEvents {
  /** `isQueuedBesideIdle`: its host is busy, and another host is idle. */
  sends?(request: FleetRequest, host: Host, isQueuedBesideIdle: boolean): void;
  begins?(request: FleetRequest, waitMs: number): void;
  ends?(request: FleetRequest, tookMs: number): void;
  /** No more requests arrive. */
  isOver?(): void;
}

export const fleet = (rules: BalancingRules, options: FleetOptions, events: FleetEvents) =>
  client(
    'fleet',
    (node) => {
      const started = new Fleet(node, rules, options, events);
      node.spawn(started.arrivals());
      return started;
    },
    ({ pool }) => ({ open: pool.hosts.map(({ open }) => open) }),
  );

class Fleet {
  readonly pool: Pool;
  readonly #node: ServerContext;
  readonly #options: FleetOptions;
  readonly #events: FleetEvents;
  readonly #servers = new Map<string, Resource>();
  readonly #choose: Policy;
  readonly #lengths: RandomStream;
  #longest = 1;

  constructor(
    node: ServerContext,
    rules: BalancingRules,
    options: FleetOptions,
    events: FleetEvents,
  ) {
    this.#node = node;
    this.#options = options;
    this.#events = events;
    this.pool = new Pool(rules, plainBalancing);
    this.#lengths = node.stream('lengths');
    this.#choose = policyOf(options.policy, node.stream('choices'), rules);
    for (let number = 1; number <= options.hosts; number++) {
      const id = `host-${number}`;
      this.pool.join(id);
      this.#servers.set(id, new Resource(1));
    }
  }

  *arrivals(): Process<void> {
    const { perMs, span } = this.#options;
    const drawGapMs = sampler(exponential(1 / perMs), this.#node.stream('arrivals'));
    for (;;) {
      yield* this.#node.sleep(drawGapMs());
      if (this.#node.now() >= span.untilMs) break;
      this.#send(this.#arriving());
    }
    this.#events.isOver?.();
  }

  #arriving(): FleetRequest {
    const { shortMs, longMs, longShare } = this.#options;
    const isLong = this.#lengths() < longShare;
    return { arrivedMs: this.#node.now(), workMs: isLong ? longMs : shortMs, isLong };
  }

  #send(request: FleetRequest): void {
    const { hosts } = this.pool.usable();
    const busynessOf = (host: Host) => this.pool.busynessOf(host, request.arrivedMs);
    const host = this.#choose({ hosts, user: 1, busynessOf });
    const isQueuedBesideIdle = host.open > 0 && hosts.some(({ open }) => open === 0);
    if (this.#counts(request)) this.#events.sends?.(request, host, isQueuedBesideIdle);
    host.open += 1;
    if (host.open > this.#longest) {
      this.#longest = host.open;
      note(this.#node, {
        kind: 'longest-queue',
        host: Number(host.id.slice('host-'.length)),
        length: host.open,
      });
    }
    this.#node.spawn(this.#serve(request, host));
  }

  *#serve(request: FleetRequest, host: Host): Process<void> {
    const server = must(this.#servers.get(host.id), 'server of the host');
    yield* server.acquire();
    const waitMs = this.#node.now() - request.arrivedMs;
    if (this.#counts(request)) this.#events.begins?.(request, waitMs);
    yield* attempt(this.#node.work(request.workMs));
    server.release();
    host.open -= 1;
    if (this.#counts(request)) this.#events.ends?.(request, this.#node.now() - request.arrivedMs);
  }

  #counts({ arrivedMs }: FleetRequest): boolean {
    return arrivedMs >= this.#options.span.fromMs;
  }
}
