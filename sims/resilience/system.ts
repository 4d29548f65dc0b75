/** The services and the callers of an experiment, in a world. */
import type { ViewRow } from '../../src/check/sim.ts';
import { client } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { CircuitBreaker } from './breaker/breaker.ts';
import { type Observed, SystemBreaches } from './invariants.ts';
import { Machine, type Parts } from './machine.ts';
import type { Bulkhead } from './policies/bulkhead.ts';
import type { ResilienceRules } from './rules.ts';
import { Service, type ServiceOptions } from './service/service.ts';

/** Faults can name all services by the role `services`, and all callers by `callers`. */
export class System implements Observed {
  readonly breaches = new SystemBreaches();
  readonly services: Service[] = [];
  /** Further rows for the debugger. */
  readonly rows: (() => ViewRow)[] = [];
  readonly #world: World;
  readonly #rules: ResilienceRules;
  readonly #callers = new Map<string, Parts>();

  constructor(world: World, rules: ResilienceRules) {
    this.#world = world;
    this.#rules = rules;
    world.nameRole('services', () => this.services.map(({ name }) => name));
    world.nameRole('callers', () => [...this.#callers.keys()]);
  }

  /** Adds a service, on a node of its name. */
  service(options: ServiceOptions): Service {
    const { name, luck } = options;
    const parts = emptyParts();
    const machineOf = (node: ConstructorParameters<typeof Machine>[0]) =>
      new Machine(node, this.#rules, parts);
    const service = new Service(this.#rules, options, machineOf);
    this.services.push(service);
    const node = { whenDown: 'refuses', ...luckOf(luck) } as const;
    service.node = this.#world.addServer(name, service.server, node);
    return service;
  }

  /** Adds a node that calls services; `start` runs at each start of it, and makes its policies. */
  caller(name: string, start: (machine: Machine) => void, luck?: string): void {
    const parts = emptyParts();
    this.#callers.set(name, parts);
    const program = client(
      'caller',
      (node) => {
        start(new Machine(node, this.#rules, parts));
        return parts;
      },
      shownOf,
    );
    this.#world.addServer(name, program, luckOf(luck));
  }

  get breakers(): CircuitBreaker[] {
    return this.living.flatMap(([, { breakers }]) => [...breakers.values()]);
  }

  get bulkheads(): Bulkhead[] {
    return this.living.flatMap(([, { bulkheads }]) => [...bulkheads.values()]);
  }

  /** The callers that are up, with their parts. */
  get living(): (readonly [name: string, parts: Parts])[] {
    return [...this.#callers].filter(([name]) => this.#world.node(name).life !== 'down');
  }
}

const luckOf = (luck: string | undefined) => (luck === undefined ? {} : { luck });

const emptyParts = (): Parts => ({
  breakers: new Map(),
  bulkheads: new Map(),
  budgets: new Map(),
  requests: 0,
});

function shownOf({ breakers, bulkheads, budgets }: Parts): unknown {
  return {
    breakers: [...breakers.values()].map(({ state, counts }) => ({ state, ...counts })),
    bulkheads: [...bulkheads.values()].map(({ held, waiting }) => ({ held, waiting })),
    budgets: [...budgets.values()].map(({ balance }) => balance),
  };
}
