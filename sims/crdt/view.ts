/** What the debugger shows of replicas: a line a replica. */
import type { ViewRow } from '../../src/check/sim.ts';
import { broadcastBook, type Experiment, type Group, valueAt } from './replication/group.ts';

export const viewOf = ({ groups }: Experiment): readonly ViewRow[] =>
  groups.flatMap((group) => group.replicas.map((node) => rowOf(group, node)));

function rowOf(group: Group, node: Group['replicas'][number]): ViewRow {
  const { self, state } = node;
  if (state === undefined) return { name: self, cells: [['value', 'down']] };
  return {
    name: self,
    cells: [
      ['value', JSON.stringify(valueAt(group, node))],
      ['edits', `${state.edits.length} of ${group.history.length}`],
      ['waiting', String(broadcastBook(state)?.waiting.length ?? 0)],
    ],
  };
}
