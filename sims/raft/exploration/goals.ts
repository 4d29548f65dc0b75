/** What may be reached, for explorations: also the stages from which a search can go on. */
import type { ExploredGoal, ExploredState } from '../../../src/check/exploration.ts';
import { type Log, lastIndex, termAt } from '../log/log.ts';
import type { RaftState } from '../server/state.ts';
import type { RaftGhost } from './ghost.ts';

type Moment = ExploredState<RaftGhost>;

function goal(id: string, says: string, holds: (state: Moment) => boolean): ExploredGoal {
  return { id, says, holds };
}

/** Who was elected, in the order of the terms. */
const elected = ({ ghost }: Moment): string[] => Object.values(ghost.leaders);

const leads = ({ nodes }: Moment, id?: string): boolean =>
  nodes.some(
    (node) =>
      (node.state as Partial<RaftState> | undefined)?.role === 'leader' &&
      (id === undefined || node.id === id),
  );

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
    'committed',
    'an entry is committed',
    ({ ghost }) => Object.keys(ghost.committed).length > 0,
  ),
  goal(
    'committed-two',
    'two entries are committed',
    ({ ghost }) => Object.keys(ghost.committed).length > 1,
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
