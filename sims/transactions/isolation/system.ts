/** Puts a store and its clients into a world. */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { ViewRow } from '../../../src/check/sim.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import type { TableOptions } from './database.ts';
import type { IsolationLaw, IsolationSubject } from './laws.ts';
import type { LevelId } from './level.ts';
import type { IsolationRules } from './rules.ts';
import { storeServer } from './server.ts';
import { Session } from './session.ts';
import type { Row } from './statement.ts';

/** What one client does in one round. */
export type Round = (session: Session, node: ServerContext, round: number) => Process<unknown>;

export interface StoreOptions extends TableOptions {
  /** Also the prefix of the machines’ names. */
  readonly name: string;
  readonly level: LevelId;
  readonly clients: number;
  readonly rounds: number;
  readonly everyMs: number;
  /** How long after the start of a round a client begins. */
  readonly startsAfterMs?: (client: number) => number;
  readonly does: (client: number) => Round;
}

export interface StoreSystem {
  readonly name: string;
  readonly level: LevelId;
  readonly clients: number;
  readonly store: Node;
  /** Rounds that clients have begun, and ended. */
  begun: number;
  ended: number;
  failures: number;
  /** Time from the start of a round to its end for the slowest client so far. */
  slowestMs: number;
}

export function storeSystem(
  world: World,
  rules: IsolationRules,
  { name, level, clients, rounds, everyMs, startsAfterMs, does, ...table }: StoreOptions,
): StoreSystem {
  const store = world.addServer(`${name}/store`, storeServer(rules, table));
  const counts = { begun: 0, ended: 0, failures: 0, slowestMs: 0 };
  const system: StoreSystem = { name, level, clients, store, ...counts };
  for (let place = 0; place < clients; place++) {
    const run = (node: ServerContext) => node.spawn(working(node, place));
    world.addServer(`${name}/client${place + 1}`, client('client', run));
  }
  return system;

  function* working(node: ServerContext, place: number): Process<void> {
    const session = new Session(node, store.self, level);
    for (let round = 1; round <= rounds; round++) {
      const startMs = round * everyMs + (startsAfterMs?.(place) ?? 0);
      yield* node.sleep(Math.max(0, startMs - node.now()));
      system.begun += 1;
      const before = session.failures;
      yield* does(place)(session, node, round);
      system.ended += 1;
      system.failures += session.failures - before;
      system.slowestMs = Math.max(system.slowestMs, node.now() - startMs);
    }
  }
}

/** The committed rows; none while the store is down. */
export const rowsOf = ({ store }: StoreSystem): readonly Row[] =>
  (store.state as { readonly rows: readonly Row[] } | undefined)?.rows ?? [];

export const isolationSubject = (
  breaches: Breaches<IsolationLaw>,
  systems: readonly StoreSystem[],
): IsolationSubject => ({
  breaches,
  unended: () => {
    const open = systems.find(({ begun, ended }) => ended < begun);
    if (open === undefined) return undefined;
    return `${open.begun - open.ended} transactions at ${open.name} have not ended`;
  },
  rows: () => systems.map(rowOf),
});

const rowOf = (system: StoreSystem): ViewRow => ({
  name: system.store.self,
  cells: [
    ['level', system.level],
    [
      'rows',
      rowsOf(system)
        .map((row) => Object.values(row).join('|'))
        .join(' '),
    ],
    ['done', String(system.ended)],
    ['failed', String(system.failures)],
  ],
});
