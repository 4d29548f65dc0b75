/** The safety properties of Raft as predicates of one moment, under the names of its invariants. */
import type {
  ExploredNode,
  ExploredProperty,
  ExploredState,
} from '../../../src/check/exploration.ts';
import { linearizableHistory } from '../../../src/check/explored-history.ts';
import { keyValue } from '../../../src/check/linearizability/models/key-value.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { RaftCluster } from '../cluster.ts';
import { raftInvariants } from '../invariants.ts';
import type { LogIndex, Term } from '../log/entry.ts';
import { entryAt, lastIndex, termAt } from '../log/log.ts';
import { majorityOf } from '../membership/membership.ts';
import { type JournalRecord, recover } from '../server/journal.ts';
import type { RaftState } from '../server/state.ts';
import { agree, commandKey, type RaftGhost, type RaftSighting } from './ghost.ts';

/** What the ghost found to be broken. */
const remembered = [
  'election-safety',
  'terms-never-fall',
  'leader-append-only',
  'state-machine-safety',
  'commit-never-falls',
];

function says(id: string): string {
  return raftInvariants.find((invariant) => invariant.id === id)?.says ?? id;
}

export function explorationProperties(cluster: RaftCluster): readonly ExploredProperty[] {
  return [
    ...remembered.map(
      (id): ExploredProperty => ({
        id,
        says: says(id),
        of: 'ghost',
        check: ({ broken }: RaftGhost) => broken[id],
      }),
    ),
    {
      id: 'log-matching',
      says: says('log-matching'),
      of: 'pair',
      check: mismatch,
    },
    {
      id: 'leader-completeness',
      says: says('leader-completeness'),
      of: 'node-and-ghost',
      check: missing,
    },
    {
      id: 'counts-durable-ballots',
      says: says('counts-durable-ballots'),
      of: 'observation',
      check: (seen: RaftSighting, state) => uncountable(cluster, seen, state),
    },
    {
      id: 'committed-is-durable',
      says: says('committed-is-durable'),
      of: 'observation',
      check: (seen: RaftSighting, state) => undurable(cluster, seen, state),
    },
    ...(cluster.clients.length === 0
      ? []
      : [linearizableHistory<RaftGhost>(keyValue, ({ history }) => history)]),
  ];
}

/** Log Matching between two current logs. */
function mismatch(one: ExploredNode, other: ExploredNode): string | undefined {
  if (one.kind !== 'raft' || other.kind !== 'raft') return undefined;
  const a = (one.state as RaftState | undefined)?.log;
  const b = (other.state as RaftState | undefined)?.log;
  if (a === undefined || b === undefined) return undefined;
  const last = Math.min(lastIndex(a), lastIndex(b));
  for (let index = Math.max(a.startIndex, b.startIndex) + 1; index <= last; index++) {
    const left = entryAt(a, index);
    const right = entryAt(b, index);
    if (left === undefined || right === undefined || left.term !== right.term) continue;
    const isSame = commandKey(left.command) === commandKey(right.command);
    const where = `entry ${index} of term ${left.term}`;
    if (!isSame) return `${one.id} and ${other.id} have different commands in ${where}`;
    if (termAt(a, index - 1) !== termAt(b, index - 1)) {
      return `${where} follows on different entries at ${one.id} and ${other.id}`;
    }
  }
  return undefined;
}

/** Leader Completeness. */
function missing({ id, kind, state }: ExploredNode, { committed }: RaftGhost): string | undefined {
  if (kind !== 'raft' || state === undefined) return undefined;
  const { role, currentTerm, log } = state as RaftState;
  if (role !== 'leader') return undefined;
  for (const [place, { term, command, inTerm }] of Object.entries(committed)) {
    const index = Number(place);
    if (inTerm >= currentTerm || index <= log.startIndex) continue;
    const entry = entryAt(log, index);
    if (
      entry !== undefined &&
      agree({ term, command }, { ...entry, command: commandKey(entry.command) })
    )
      continue;
    return `${id} leads term ${currentTerm} without entry ${index}, which was committed in term ${inTerm}`;
  }
  return undefined;
}

/**
 * A voter that has voted again since, in that term or later: its disk no longer shows whether it
 * gave the vote.
 */
function uncountable(
  { options }: RaftCluster,
  { id, leads }: RaftSighting,
  { nodes }: ExploredState,
): string | undefined {
  if (leads === undefined) return undefined;
  const { term, votes } = leads;
  const lacking = [id, ...votes].find((voter) => {
    const { currentTerm, votedFor } = onDisk(nodes, voter, options.initialLogs);
    return currentTerm < term || (currentTerm === term && votedFor === null);
  });
  if (lacking === undefined) return undefined;
  const whose = lacking === id ? 'its own ballot' : `the vote of ${lacking}`;
  return `${id} leads term ${term}, but ${whose} is not on a disk`;
}

function undurable(
  { servers, options }: RaftCluster,
  { commits }: RaftSighting,
  { nodes }: ExploredState,
): string | undefined {
  // Only in worlds with fixed voters; otherwise the majority would have to be known.
  const hasChanged = nodes.some(
    ({ kind, state }) =>
      kind === 'raft' && ((state as RaftState | undefined)?.configurations.length ?? 1) > 1,
  );
  if (commits === undefined || hasChanged) return undefined;
  const { voters } = options;
  for (const { index, term } of commits) {
    const having = servers.filter(
      ({ self }) =>
        voters.includes(self) && hasOnDisk(nodes, self, index, term, options.initialLogs),
    );
    if (having.length >= majorityOf(voters)) continue;
    return `entry ${index} was committed with only ${having.length} of ${voters.length} disks`;
  }
  return undefined;
}

function hasOnDisk(
  nodes: readonly ExploredNode[],
  id: NodeId,
  index: LogIndex,
  term: Term,
  initialLogs: RaftCluster['options']['initialLogs'],
): boolean {
  const { log } = onDisk(nodes, id, initialLogs);
  return index <= log.startIndex || (index <= lastIndex(log) && termAt(log, index) === term);
}

function onDisk(
  nodes: readonly ExploredNode[],
  id: NodeId,
  initialLogs: RaftCluster['options']['initialLogs'],
) {
  const journal = nodes.find((node) => node.id === id)?.durable ?? [];
  const initial = (initialLogs[id] ?? []).map((term) => ({
    term,
    command: { kind: 'no-op' } as const,
  }));
  return recover(journal as readonly JournalRecord[], initial);
}
