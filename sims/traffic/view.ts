/** What the debugger shows: a line a node. */
import type { ViewRow } from '../../src/check/sim.ts';
import { type Cluster, totalOf } from './cluster.ts';

export const viewOf = (cluster: Cluster): readonly ViewRow[] => [
  { name: 'server', cells: [['total', String(totalOf(cluster) ?? 'down')]] },
  { name: 'client', cells: [['answered', `${cluster.answered} of ${cluster.sent}`]] },
];
