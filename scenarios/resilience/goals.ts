/** What must happen in a scenario of resilience for its run to show anything. */
import type { Service } from '../../sims/resilience/service/service.ts';
import type { System } from '../../sims/resilience/system.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import type { Herd } from './herd.ts';

/** Holds once it is true of one of the services. */
export const someService = (id: string, says: string, test: (service: Service) => boolean) =>
  sometimes<System>(id, says, ({ services }) => services.some(test));

export const turnedAway: Goal<System> = someService(
  'turned-away',
  'the service refuses a request',
  ({ refused }) => refused > 0,
);

export const breakerOpens = (id: string): Goal<System> =>
  sometimes(id, 'the breaker opens', ({ breakers }) =>
    breakers.some(({ state }) => state === 'open'),
  );

export const breakersClose = (withinMs: number): Goal<System> =>
  eventually(
    'breaker-closes-again',
    'once the faults stop, both breakers close again, and are closed at the end',
    withinMs,
    ({ breakers }) => breakers.every(({ state }) => state === 'closed'),
  );

export const callPasses: Goal<System> = sometimes(
  'called',
  'a call is let through',
  ({ breakers }) => breakers.some(({ passed }) => passed > 0),
);

/** A pool has no permit left. */
export const poolFills = (id: string, says: string): Goal<System> =>
  sometimes(id, says, ({ bulkheads }) =>
    bulkheads.some(({ held, options }) => held === options.maxConcurrentCalls),
  );

/** `build` has called `happens` with this id. */
export const happened = (id: string, says: string): Goal<System> =>
  sometimes<System & { readonly happened?: ReadonlySet<string> }>(
    id,
    says,
    (system) => system.happened?.has(id) ?? false,
  );

export const allAnswered: Goal<Herd> = sometimes(
  'all-answered',
  'every caller is answered',
  ({ unanswered }) => unanswered === 0,
);

/** The items if the condition holds, otherwise none. */
export const when = <Item>(condition: boolean, ...items: readonly Item[]): readonly Item[] =>
  condition ? items : [];
