/** Puts a primary with its replicas, a failover manager and clients into a world. */
import { Breaches } from '../../../src/check/breaches.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { PrimaryJudge } from './judge.ts';
import type { PrimaryLaw } from './laws.ts';
import { managerServer } from './manager.ts';
import type { PrimaryMetrics } from './metrics.ts';
import { dataNode } from './node.ts';
import { defaultPrimaryOptions, type PrimaryOptions } from './options.ts';
import type { PrimaryRules } from './rules.ts';
import { session } from './session.ts';
import { writer } from './writer.ts';

export interface PrimarySystem {
  readonly options: PrimaryOptions;
  readonly judge: PrimaryJudge;
  /** Nodes that hold data, in order; the first one is the initial primary. */
  readonly nodes: readonly Node[];
  readonly manager: Node;
  readonly clients: readonly Node[];
  /** How many sessions have completed all their rounds. */
  sessionsDone: number;
}

export interface PrimarySubject extends ReplicationSubject {
  readonly breaches: Breaches<PrimaryLaw>;
  readonly systems: readonly PrimarySystem[];
}

interface Parts {
  readonly world: World;
  readonly rules: PrimaryRules;
}

export type PrimarySetup = Partial<PrimaryOptions> & { readonly metrics: PrimaryMetrics };

export function primarySubject(parts: Parts, setups: readonly PrimarySetup[]): PrimarySubject {
  const { world } = parts;
  const breaches = new Breaches<PrimaryLaw>();
  const systems = setups.map(({ metrics, ...own }) =>
    primarySystem(parts, breaches, metrics, { ...defaultPrimaryOptions, ...own }),
  );
  world.nameRole('primary', () => systems.flatMap(({ judge }) => judge.primary ?? []));
  world.nameRole('replicas', () =>
    systems.flatMap(({ nodes, judge }) =>
      nodes.map(({ self }) => self).filter((id) => id !== judge.primary),
    ),
  );
  const rows = () =>
    systems.flatMap(({ nodes, manager, clients: all }) =>
      [...nodes, manager, ...all].map(stateRow),
    );
  return { breaches, systems, rows };
}

function primarySystem(
  { world, rules }: Parts,
  breaches: Breaches<PrimaryLaw>,
  metrics: PrimaryMetrics,
  options: PrimaryOptions,
): PrimarySystem {
  const idOf = (machine: string) => (options.name === '' ? machine : `${options.name}/${machine}`);
  const judge = new PrimaryJudge(breaches, options.breaks, metrics);
  const nodeIds = Array.from({ length: options.nodes }, (_, place) => idOf(`node${place + 1}`));
  const first = idOf('node1');
  const parts = {
    world,
    rules,
    options,
    judge,
    nodeIds,
    firstPrimary: first,
    managerId: idOf('manager'),
  };
  const disk = { diskMs: options.diskMs };
  const manager = world.addServer(parts.managerId, managerServer(parts), disk);
  const nodes = nodeIds.map((id) => world.addServer(id, dataNode(parts, id === first), disk));
  for (const from of nodeIds) {
    for (const to of nodeIds) {
      if (from !== to) world.network.changeLink(from, to, { ordered: true });
    }
  }
  const made: Node[] = [];
  const system: PrimarySystem = { options, judge, nodes, manager, clients: made, sessionsDone: 0 };
  const numbers = { last: 0 };
  const onDone = () => {
    system.sessionsDone += 1;
  };
  for (let place = 1; place <= options.writers; place++) {
    made.push(world.addServer(idOf(`writer${place}`), writer(parts, numbers, place)));
  }
  for (let place = 1; place <= options.sessions; place++) {
    made.push(world.addServer(idOf(`session${place}`), session(parts, numbers, place, onDone)));
  }
  return system;
}
