/**
 * What an exploration may reach; these goals also serve as the stages from which a search
 * continues.
 */
import type { ExploredGoal, ExploredNode, ExploredState } from '../../../src/check/exploration.ts';
import { type Log, lastIndex, termAt } from '../log/log.ts';
import type { JournalRecord } from '../server/journal.ts';
import type { RaftState } from '../server/state.ts';
import type { RaftGhost } from './ghost.ts';

type Moment = ExploredState<RaftGhost>;

function goal(id: string, says: string, holds: (state: Moment) => boolean): ExploredGoal {
  return { id, says, holds };
}

/** The elected servers, in the order of their terms. */
const elected = ({ ghost }: Moment): string[] => Object.values(ghost.leaders);

const serversIn = ({ nodes }: Moment): ExploredNode<RaftState>[] =>
  (nodes as readonly ExploredNode<RaftState>[]).filter(
    ({ kind, state }) => kind === 'raft' && state !== undefined,
  );

const statesIn = (moment: Moment): RaftState[] =>
  serversIn(moment).map(({ state }) => state as RaftState);

const logs = (moment: Moment): Log[] => statesIn(moment).map(({ log }) => log);

const leadersIn = (moment: Moment): RaftState[] =>
  statesIn(moment).filter(({ role }) => role === 'leader');

/** Does that server lead? */
const leads = (moment: Moment, id: string | undefined): boolean =>
  serversIn(moment).some((server) => server.id === id && server.state?.role === 'leader');

/** The configurations of a server after the first. */
const changesOf = ({ configurations }: RaftState) => configurations.slice(1);

/** How many of them are committed, as far as it knows. */
const knownChanges = (state: RaftState): number =>
  changesOf(state).filter(({ index }) => index <= state.commitIndex).length;

/** How many entries are. */
const committed = ({ ghost }: Moment): number => Object.keys(ghost.committed).length;

const answered = ({ ghost }: Moment): number =>
  Object.values(ghost.history).flatMap((operations) =>
    operations.filter(({ done }) => done?.type === 'ok'),
  ).length;

export const explorationGoals: readonly ExploredGoal[] = [
  goal('leads', 'a server leads', (moment) => leadersIn(moment).length > 0),
  goal(
    'two-lead',
    'two servers lead: the one of the earlier term does not know about the other',
    (moment) => leadersIn(moment).length > 1,
  ),
  goal('leads-behind', 'a server leads without an entry that is committed', (moment) => {
    const entries = Object.entries(moment.ghost.committed);
    return leadersIn(moment).some(({ log }) =>
      entries.some(([index, { term }]) => {
        const own = termAt(log, Number(index));
        return own === undefined ? Number(index) > log.startIndex : own !== term;
      }),
    );
  }),
  goal(
    'leaderless',
    'no server leads, but one has led',
    (moment) => leadersIn(moment).length === 0 && elected(moment).length > 0,
  ),
  goal('changed', 'a server has a configuration after the first', (moment) =>
    statesIn(moment).some((state) => changesOf(state).length > 0),
  ),
  goal('changed-twice', 'a server has two configurations after the first', (moment) =>
    statesIn(moment).some((state) => changesOf(state).length > 1),
  ),
  goal('changed-apart', 'two servers have different configurations after the first', (moment) => {
    const last = statesIn(moment).flatMap((state) => changesOf(state).slice(-1));
    return new Set(last.map((change) => JSON.stringify(change))).size > 1;
  }),
  goal('changed-everywhere', 'every voter of a change has it', (moment) => {
    const servers = serversIn(moment).map(({ id, state }) => ({
      id,
      change: changesOf(state as RaftState).at(-1),
    }));
    return servers.some(({ change }) =>
      change?.configuration.voters.every((voter) =>
        servers.some((server) => server.id === voter && server.change?.index === change.index),
      ),
    );
  }),
  goal('change-committed', 'a server knows that a change is committed', (moment) =>
    statesIn(moment).some((state) => knownChanges(state) > 0),
  ),
  goal(
    'change-known',
    'two servers know that two changes are committed',
    (moment) => statesIn(moment).filter((state) => knownChanges(state) > 1).length > 1,
  ),
  goal('compacted', 'the beginning of a log is gone from a disk', ({ nodes }) =>
    nodes.some(({ durable }) =>
      (durable as readonly Partial<JournalRecord>[]).some(({ kind }) => kind === 'compaction'),
    ),
  ),
  goal('committed', 'an entry is committed', (moment) => committed(moment) > 0),
  goal('committed-two', 'two entries are committed', (moment) => committed(moment) > 1),
  goal('committed-three', 'three entries are committed', (moment) => committed(moment) > 2),
  goal('appended', 'a server has an entry that is not committed', (moment) => {
    const last = Math.max(0, ...Object.keys(moment.ghost.committed).map(Number));
    return logs(moment).some((log) => lastIndex(log) > last);
  }),
  goal('forked', 'two servers have different entries at one index', (moment) => {
    const all = logs(moment);
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
  goal('handed-back', 'a server that led the leadership before the last leads again', (state) => {
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
