/** What the debugger shows of a cluster: a row for each server. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { RaftCluster } from './cluster.ts';
import type { RaftState } from './state.ts';

export function raftView({ servers }: Pick<RaftCluster, 'servers'>): ViewRow[] {
  return servers.map(({ self, state }) => ({ name: self, cells: state ? cellsOf(state) : [] }));
}

const entriesMax = 6;

function cellsOf(state: RaftState): [label: string, value: string][] {
  const { role, currentTerm, votedFor, leaderId, votes, log } = state;
  const terms = log.slice(-entriesMax).map(({ term }) => term);
  return [
    ['role', role],
    ['term', String(currentTerm)],
    ['vote', votedFor ?? '-'],
    ['votes', role === 'candidate' ? String(votes.length) : '-'],
    ['leader', leaderId ?? '-'],
    // The terms of the last entries, as the paper draws a log (Figure 6).
    ['log', (log.length > entriesMax ? '…' : '') + (terms.join(' ') || '-')],
  ];
}
