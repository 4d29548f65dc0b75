/** All the parts of an experiment: what its goals and the debugger look at. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { World } from '../../src/world/world.ts';
import type { CircuitBreaker } from './breaker.ts';
import type { Bulkhead } from './bulkhead.ts';
import type { Setting } from './call.ts';
import { type ServiceFault, serviceFaultInWords } from './faults.ts';
import { Findings, type Observed } from './findings.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { ResilienceRules } from './rules.ts';
import { Service, type ServiceOptions } from './service.ts';

/** The parts, in the order in which they were added. */
export class System implements Observed {
  readonly setting: Setting;
  readonly findings = new Findings();
  readonly services: Service[] = [];
  readonly breakers: CircuitBreaker[] = [];
  readonly bulkheads: Bulkhead[] = [];
  readonly budgets: RetryBudget[] = [];
  /** More for the debugger to show. */
  readonly rows: (() => ViewRow)[] = [];

  constructor(world: World, rules: ResilienceRules) {
    this.setting = {
      kernel: world.kernel,
      rules,
      stream: (purpose) => world.kernel.random.stream(purpose),
      note: (who, note) => world.note(who, note),
    };
  }

  service(options: ServiceOptions): Service {
    const service = new Service(this.setting, options);
    this.services.push(service);
    return service;
  }

  breaker(breaker: CircuitBreaker): CircuitBreaker {
    this.breakers.push(breaker);
    return breaker;
  }

  bulkhead(bulkhead: Bulkhead): Bulkhead {
    this.bulkheads.push(bulkhead);
    return bulkhead;
  }

  budget<Budget extends RetryBudget>(budget: Budget): Budget {
    this.budgets.push(budget);
    return budget;
  }

  /**
   * Lets a fault befall the services that it names: one by its name, `all`, or a group: `database`
   * means `database: first` and `database: second`. Where nobody fits, nothing happens.
   */
  strike(fault: ServiceFault): void {
    const { service } = fault;
    for (const one of this.services) {
      const { name } = one;
      const isMeant = service === 'all' || name === service || name.startsWith(`${service}: `);
      if (isMeant) one.strike(fault);
    }
  }
}

/** Nothing for a scenario that is about something else, such as AWS's contention model. */
export function systemView(system: Partial<System>): ViewRow[] {
  const { services = [], breakers = [], bulkheads = [], budgets = [], rows = [] } = system;
  return [
    ...services.map(({ name, working, waiting, answered, failed, faults }) => ({
      name,
      cells: [
        ['working', String(working)],
        ['waiting', String(waiting)],
        ['answered', String(answered)],
        ['failed', String(failed)],
        ['faults', faults.map(serviceFaultInWords).join('; ') || 'none'],
      ] as const,
    })),
    ...breakers.map(({ name, state, counts, rejected }) => ({
      name,
      cells: [
        ['state', state],
        ['calls', String(counts.calls)],
        ['failures', String(counts.failures)],
        ['rejected', String(rejected)],
      ] as const,
    })),
    ...bulkheads.map(({ name, held, waiting, options, rejected }) => ({
      name,
      cells: [
        ['permits', `${held} of ${options.maxConcurrentCalls}`],
        ['waiting', String(waiting)],
        ['rejected', String(rejected)],
      ] as const,
    })),
    ...budgets.map(({ name, balance }) => ({
      name: `retry budget (${name})`,
      cells: [['retries left', String(balance)]] as const,
    })),
    ...rows.map((row) => row()),
  ];
}
