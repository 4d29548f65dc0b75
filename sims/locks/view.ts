/**
 * What the debugger shows: what each server knows about the lock, and which clients are at work
 * under it.
 */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { LocksCluster, LocksSystem } from './cluster.ts';

export const viewOf = ({ systems, actors }: LocksCluster): readonly ViewRow[] => [
  ...systems.flatMap(rowsOf),
  ...(actors?.nodes.map(serverRow) ?? []),
];

function rowsOf(system: LocksSystem): ViewRow[] {
  return [
    ...system.clients.map((client) => clientRow(client, system)),
    ...system.servers.map(serverRow),
    ...system.stores.map(serverRow),
  ];
}

function clientRow({ self }: Node, { judge }: LocksSystem): ViewRow {
  const owner = judge.atWork.get(self);
  const state = owner === undefined ? (judge.isWaiting(self) ? 'waiting' : 'idle') : 'at work';
  return {
    name: self,
    cells: [
      ['state', state],
      ['as', owner ?? '—'],
    ],
  };
}

function serverRow({ self, state }: Node): ViewRow {
  return {
    name: self,
    cells: [['holds', summary(state)]],
  };
}

/** The owners that a server knows, the holder first, or a store’s highest token. */
function summary(state: unknown): string {
  if (typeof state !== 'object' || state === null) return '—';
  if ('owner' in state) return String(state.owner ?? 'nothing');
  if ('holder' in state) return String(state.holder ?? 'nothing');
  if ('written' in state) return 'token' in state ? `token ${state.token ?? '—'}` : '—';
  if ('highestSeen' in state) return `token ${state.highestSeen ?? '—'}`;
  if ('machine' in state) return String((state.machine as Machine).data['lock'] ?? 'nothing');
  const owners = 'nodes' in state ? state.nodes : 'queue' in state ? state.queue : undefined;
  return Array.isArray(owners) ? owners.join(', ') || 'nothing' : '—';
}

interface Machine {
  readonly data: Readonly<Record<string, string>>;
}
