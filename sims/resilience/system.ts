/** The services and the callers of an experiment, put into a world. */
import type { ViewRow } from '../../src/check/sim.ts';
import { client } from '../../src/world/server.ts';
import type { World } from '../../src/world/world.ts';
import type { CircuitBreaker } from './breaker.ts';
import type { Bulkhead } from './bulkhead.ts';
import { Findings, type Observed } from './findings.ts';
import { Machine, type Parts } from './machine.ts';
import type { ResilienceRules } from './rules.ts';
import { Service, type ServiceOptions } from './service.ts';

/** Faults may name every service by the role `services`, and every caller by `callers`. */
export class System implements Observed {
  readonly findings = new Findings();
  readonly services: Service[] = [];
  /** More for the debugger to show. */
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

  /** Adds a node that calls services; `start` is run at each start of it, and makes its policies. */
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

  /** The callers that are not down, with what they have. */
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

/** Nothing for a scenario that is about something else, such as AWS's contention model. */
export function systemView(system: Partial<System>): ViewRow[] {
  const { services = [], living = [], rows = [] } = system;
  return [
    ...services.map(rowOfService),
    ...living.flatMap(([name, parts]) => rowsOfCaller(name, parts)),
    ...rows.map((row) => row()),
  ];
}

function rowOfService({ name, working, waiting, answered, failed }: Service): ViewRow {
  const cells = [
    ['working', String(working)],
    ['waiting', String(waiting)],
    ['answered', String(answered)],
    ['failed', String(failed)],
  ] as const;
  return { name, cells };
}

function rowsOfCaller(caller: string, { breakers, bulkheads, budgets }: Parts): ViewRow[] {
  return [
    ...[...breakers.values()].map(({ name, state, counts, rejected }) => ({
      name: `${caller}: ${name}`,
      cells: [
        ['state', state],
        ['calls', String(counts.calls)],
        ['failures', String(counts.failures)],
        ['rejected', String(rejected)],
      ] as const,
    })),
    ...[...bulkheads.values()].map(({ name, held, waiting, options, rejected }) => ({
      name: `${caller}: ${name}`,
      cells: [
        ['permits', `${held} of ${options.maxConcurrentCalls}`],
        ['waiting', String(waiting)],
        ['rejected', String(rejected)],
      ] as const,
    })),
    ...[...budgets.values()].map(({ name, balance }) => ({
      name: `${caller}: retry budget (${name})`,
      cells: [['retries left', String(balance)]] as const,
    })),
  ];
}
