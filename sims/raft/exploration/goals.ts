/** What may be reached, for explorations: also the stages from which a search can go on. */
import type { ExploredGoal, ExploredState } from '../../../src/check/exploration.ts';
import { type Log, lastIndex, termAt } from '../log/log.ts';
import type { JournalRecord } from '../server/journal.ts';
import type { RaftState } from '../server/state.ts';
import type { RaftGhost } from './ghost.ts';

type Moment = ExploredState<RaftGhost>;

function goal(id: string, says: string, holds: (state: Moment) => boolean): ExploredGoal {
  return { id, says, holds };
}

/** Who was elected, in the order of the terms. */
const elected = ({ ghost }: Moment): string[] => Object.values(ghost.leaders);

const leadersOf = ({ nodes }: Moment): string[] =>
  nodes
    .filter(({ state }) => (state as Partial<RaftState> | undefined)?.role === 'leader')
    .map(({ id }) => id);

const leads = (state: Moment, id?: string): boolean =>
  leadersOf(state).some((leader) => id === undefined || leader === id);

const leaderStates = ({ nodes }: Moment): RaftState[] =>
  nodes.flatMap(({ kind, state }) =>
    kind === 'raft' && (state as RaftState | undefined)?.role === 'leader'
      ? [state as RaftState]
      : [],
  );

/** The configurations after the first of each server that has some. */
const changes = (nodes: Moment['nodes']): RaftState['configurations'][] =>
  nodes.flatMap(({ kind, state }) => {
    const after = kind === 'raft' ? (state as RaftState | undefined)?.configurations.slice(1) : [];
    return after === undefined || after.length === 0 ? [] : [after];
  });

/** How many of them are committed, as far as that server knows. */
const knownChanges = (state: RaftState | undefined): number =>
  state?.configurations?.slice(1).filter(({ index }) => index <= state.commitIndex).length ?? 0;

const logs = (nodes: Moment['nodes']): Log[] =>
  nodes.flatMap(({ kind, state }) =>
    kind === 'raft' && state !== undefined ? [(state as RaftState).log] : [],
  );

const answered = ({ ghost }: Moment): number =>
  Object.values(ghost.history).flatMap((operations) =>
    operations.filter(({ done }) => done?.type === 'ok'),
  ).length;

export const explorationGoals: readonly ExploredGoal[] = [
  goal('leads', 'a server leads', (state) => leads(state)),
  goal(
    'two-lead',
    'two servers lead: the one of the earlier term does not know better',
    (state) => {
      return leadersOf(state).length > 1;
    },
  ),
  goal('leads-behind', 'a server leads without an entry that is committed', (state) => {
    const committed = Object.entries(state.ghost.committed);
    return leaderStates(state).some(({ log }) =>
      committed.some(([index, { term }]) => {
        const own = termAt(log, Number(index));
        return own === undefined ? Number(index) > log.startIndex : own !== term;
      }),
    );
  }),
  goal('leaderless', 'no server leads, and one led', (state) => {
    return !leads(state) && elected(state).length > 0;
  }),
  goal(
    'changed',
    'a server has a configuration after the first',
    ({ nodes }) => changes(nodes).length > 0,
  ),
  goal('changed-twice', 'a server has two configurations after the first', ({ nodes }) =>
    changes(nodes).some((all) => all.length > 1),
  ),
  goal(
    'changed-apart',
    'two servers have different configurations after the first',
    ({ nodes }) => {
      const last = changes(nodes).map((all) => JSON.stringify(all.at(-1)));
      return new Set(last).size > 1;
    },
  ),
  goal('changed-everywhere', 'every voter of a change has it', ({ nodes }) => {
    const all = changes(nodes).map((of) => of.at(-1));
    return all.some((change) => {
      const having = all.filter((other) => other?.index === change?.index).length;
      return having >= (change?.configuration.voters.length ?? Infinity);
    });
  }),
  goal('change-committed', 'a change is committed', ({ nodes }) =>
    nodes.some(({ state }) => knownChanges(state as RaftState | undefined) > 0),
  ),
  goal(
    'change-known',
    'two servers know that two changes are committed',
    ({ nodes }) =>
      nodes.filter(({ state }) => knownChanges(state as RaftState | undefined) > 1).length > 1,
  ),
  goal('compacted', 'the beginning of a log is gone from a disk', ({ nodes }) =>
    nodes.some(({ durable }) =>
      (durable as readonly Partial<JournalRecord>[]).some(({ kind }) => kind === 'compaction'),
    ),
  ),
  goal(
    'committed',
    'an entry is committed',
    ({ ghost }) => Object.keys(ghost.committed).length > 0,
  ),
  goal(
    'committed-two',
    'two entries are committed',
    ({ ghost }) => Object.keys(ghost.committed).length > 1,
  ),
  goal(
    'committed-three',
    'three entries are committed',
    ({ ghost }) => Object.keys(ghost.committed).length > 2,
  ),
  goal('appended', 'a server has an entry that is not committed', ({ nodes, ghost }) => {
    const committed = Math.max(0, ...Object.keys(ghost.committed).map(Number));
    return logs(nodes).some((log) => lastIndex(log) > committed);
  }),
  goal('forked', 'two servers have different entries at one index', ({ nodes }) => {
    const all = logs(nodes);
    return all.some((log) =>
      all.some((other) =>
        log.entries.some(({ term }, place) => {
          const there = termAt(other, log.startIndex + place + 1);
          return there !== undefined && there !== term;
        }),
      ),
    );
  }),
  goal('answered', 'a client gets an answer', (state) => answered(state) > 0),
  goal('answered-two', 'clients get two answers', (state) => answered(state) > 1),
  goal('handed-over', 'a second server leads, in a later term', (state) => {
    const all = elected(state);
    return all.length > 1 && all.at(-1) !== all.at(-2) && leads(state, all.at(-1));
  }),
  goal('handed-back', 'a server leads again that led two leaderships before', (state) => {
    const all = elected(state);
    return all.length > 2 && all.at(-1) === all.at(-3) && leads(state, all.at(-1));
  }),
  goal(
    'committed-later',
    'a leader of a later term than the first has committed an entry of its own',
    ({ ghost }) => {
      const [first] = Object.keys(ghost.leaders);
      return Object.values(ghost.committed).some(
        ({ term, inTerm }) => first !== undefined && inTerm > Number(first) && term === inTerm,
      );
    },
  ),
];
