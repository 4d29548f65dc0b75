/** What the debugger shows of a transaction: a line per node. */
import type { ViewRow } from '../../../src/check/sim.ts';
import type { Node } from '../../../src/world/node.ts';
import type { CommitState } from './node.ts';

export const rowsOf = ({ nodes }: { readonly nodes: readonly Node<CommitState>[] }): ViewRow[] =>
  nodes.flatMap(({ self, state }) => {
    const row = (part: string, role: string, knows: string): ViewRow => ({
      name: self,
      cells: [
        ['part', part],
        ['state', role],
        ['knows', knows],
      ],
    });
    if (state === undefined) return [row('—', '—', '—')];
    const { participant, coordinator, acceptor, leader } = state;
    return [
      ...(participant === undefined ? [] : [row('participant', participant.stage, '—')]),
      ...(coordinator === undefined
        ? []
        : [row('coordinator', coordinator.stage, `${size(coordinator.votes)} votes`)]),
      ...(acceptor === undefined
        ? []
        : [row('acceptor', `ballot ${acceptor.promised}`, `${size(acceptor.accepted)} votes`)]),
      ...(leader === undefined
        ? []
        : [row('leader', leader.decision ?? 'undecided', `ballot ${leader.ballot}`)]),
    ];
  });

const size = (record: object): number => Object.keys(record).length;
