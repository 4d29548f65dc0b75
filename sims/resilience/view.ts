/**
 * What a session shows of services, and of the breakers, bulkheads and budgets of their callers.
 */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Parts } from './machine.ts';
import type { Service } from './service/service.ts';
import type { System } from './system.ts';

/** Empty for a scenario about something else, such as AWS's contention model. */
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
