/** Scenarios in which clients use several stores side by side, each at its own level or in its own way. */

import {
  type IsolationLaw,
  type IsolationSubject,
  isolationInvariants,
} from '../../sims/transactions/isolation/laws.ts';
import type { IsolationRules } from '../../sims/transactions/isolation/rules.ts';
import {
  isolationSubject,
  type StoreOptions,
  type StoreSystem,
  storeSystem,
} from '../../sims/transactions/isolation/system.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { World } from '../../src/world/world.ts';
import { aboutTransactions } from './common.ts';

/** Spread into a scenario. */
export const aboutStores = { ...aboutTransactions, invariants: isolationInvariants };

export interface StoresSubject extends IsolationSubject {
  readonly systems: readonly StoreSystem[];
  readonly rounds: number;
}

export interface Stores {
  readonly name: string;
  readonly options: Omit<StoreOptions, 'name' | 'rounds' | 'everyMs'>;
  /** Of this store, if they are not those of the run. */
  readonly rules?: IsolationRules;
  /** Looks at the store at the end of the run: what was lost, and how a law was broken. */
  readonly judge: (system: StoreSystem, report: (law: IsolationLaw, how: string) => void) => void;
}

interface Setup {
  readonly world: World;
  readonly rules: IsolationRules;
  readonly rounds: number;
  readonly everyMs: number;
}

/** How long this many rounds take. */
export const roundsMs = (rounds: number, everyMs: number): number => (rounds + 1) * everyMs;

export function storesSideBySide(
  { world, rules, rounds, everyMs }: Setup,
  stores: readonly Stores[],
): StoresSubject {
  const breaches = new Breaches<IsolationLaw>();
  const systems = stores.map(({ name, options, judge, rules: own = rules }) => {
    const system = storeSystem(world, own, { ...options, name, rounds, everyMs });
    world.at(roundsMs(rounds, everyMs) - 1, () =>
      judge(system, (law, how) => breaches.report(law, `${name}: ${how}`)),
    );
    return system;
  });
  return { ...isolationSubject(breaches, systems), systems, rounds };
}

export const allRounds: Goal<StoresSubject> = sometimes(
  'all-rounds',
  'every client ends every round',
  ({ systems, rounds }) => systems.every(({ ended, clients }) => ended === rounds * clients),
);
