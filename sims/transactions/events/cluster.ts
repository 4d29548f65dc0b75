/** Puts an event store, command handlers and a projection into a world. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { World } from '../../../src/world/world.ts';
import type { TransactionsSubject } from '../subject.ts';
import { commandHandler } from './handler.ts';
import { EventJudge } from './judge.ts';
import { type EventLaw, eventLaws } from './laws.ts';
import type { EventOptions, EventParts } from './parts.ts';
import { projectionServer } from './projection.ts';
import type { EventRules } from './rules.ts';
import { storeServer } from './store.ts';

export interface EventCluster extends TransactionsSubject {
  readonly breaches: Breaches<EventLaw>;
  readonly parts: EventParts;
}

export function eventCluster(
  world: World,
  rules: EventRules,
  metrics: EventParts['metrics'],
  options: EventOptions,
): EventCluster {
  const breaches = new Breaches<EventLaw>();
  const judge = new EventJudge(breaches);
  const progress = { commands: 0, projected: 0 };
  const parts: EventParts = { rules, options, judge, metrics, progress };
  const disk = { diskMs: constant(1) };
  world.addServer('store', storeServer(rules, judge), disk);
  world.addServer('projection', projectionServer(parts), disk);
  for (let place = 1; place <= options.handlers; place++) {
    world.addServer(`handler${place}`, commandHandler(parts));
  }
  return {
    breaches,
    parts,
    rows: () => [
      { name: 'store', cells: [['events', String(judge.log.length)]] },
      { name: 'projection', cells: [['position', String(progress.projected)]] },
    ],
  };
}

export const eventInvariants: readonly Invariant<Pick<EventCluster, 'breaches'>>[] = Object.values(
  watched(eventLaws, ({ breaches }: Pick<EventCluster, 'breaches'>) => breaches),
);

export const projectionCatchesUp = (withinMs: number): Goal<EventCluster> =>
  eventually(
    'projection-catches-up',
    'all commands are handled, and the projection has applied every event',
    withinMs,
    ({ parts: { progress, options, judge } }) =>
      progress.commands === options.commands * options.handlers &&
      progress.projected === judge.log.length,
  );
