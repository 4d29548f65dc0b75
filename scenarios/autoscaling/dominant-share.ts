import * as z from 'zod';
import {
  allocated,
  dominantShare,
  equalShare,
  type SharingUser,
  unfairPair,
} from '../../sims/autoscaling/nodes/fair-share.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  cores: whole(4, 400, 9, 'cores of the cluster'),
  memory: whole(4, 800, 18, 'GB of memory of the cluster'),
  coresOfA: whole(1, 4, 1, 'cores of a task of user A'),
  memoryOfA: whole(1, 4, 4, 'GB of a task of user A'),
  coresOfB: whole(1, 4, 3, 'cores of a task of user B'),
  memoryOfB: whole(1, 4, 1, 'GB of a task of user B'),
});

type Params = z.output<typeof params>;

const clusterOf = ({ cores, memory }: Params) => [cores, memory];

const usersOf = (params: Params): SharingUser[] => [
  { name: 'A', demand: [params.coresOfA, params.memoryOfA] },
  { name: 'B', demand: [params.coresOfB, params.memoryOfB] },
];

/** Between which the smallest dominant share lies, as tasks cannot be cut. */
function leastShare(params: Params) {
  const [capacity, users] = [clusterOf(params), usersOf(params)];
  const bounds = capacity.map((all, at) => {
    const demands = users.map(({ demand }) => demand[at] ?? 0);
    const perShare = users.reduce(
      (sum, user, place) => sum + (demands[place] ?? 0) / dominantShare(user, capacity),
      0,
    );
    // Of those ahead none is more than a task ahead, and one more task of the last does not fit.
    return (all - demands.reduce((sum, each) => sum + each, 0) - Math.max(...demands)) / perShare;
  });
  return { atLeast: Math.max(0, Math.min(...bounds)), atMost: equalShare(capacity, users) + 1e-9 };
}

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/dominant-share',
  asks: 'One user’s tasks need memory, another’s need processors, and both want the whole cluster. How many tasks does each get?',
  claims: [],
  code: [
    'sims/autoscaling/nodes/fair-share.ts#allocated',
    'sims/autoscaling/nodes/fair-share.ts#dominantShare',
  ],
  params,
  invariants: heldTo('shares-are-fair'),
  metrics: {
    tasksOfA: gauge('tasks', 'of user A'),
    tasksOfB: gauge('tasks', 'of user B'),
    least: gauge('share', 'of the user that has least of the resource of which it needs most'),
    equal: gauge('share', 'that both would have if tasks could be cut'),
  },
  build({ world, params, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const capacity = clusterOf(params);
    const users = shuffled(study.stream('order'), usersOf(params));
    const shares = users.map((user) => dominantShare(user, capacity));
    const allocation = allocated(capacity, users, rules);
    study.next(() =>
      estimates(
        'equal',
        'dominant share of both, if tasks could be cut',
        equalShare(capacity, users),
      ),
    );
    for (const [at, user] of users.entries())
      study.next(() =>
        study.estimates(`dominant share of a task of ${user.name}`, shares[at] ?? 0),
      );
    const held = users.map(() => 0);
    for (const next of allocation.order.slice(0, 40)) {
      study.next(() => {
        held[next] = (held[next] ?? 0) + 1;
        study.tells({
          kind: 'placed',
          pod: `task ${held[next]} of ${users[next]?.name}`,
          node: `the cluster, and has ${inPercent((held[next] ?? 0) * (shares[next] ?? 0))}`,
        });
      });
    }
    const tasksOf = (name: string) =>
      allocation.tasks[users.findIndex((user) => user.name === name)] ?? 0;
    const least = Math.min(
      ...users.map((_, at) => (allocation.tasks[at] ?? 0) * (shares[at] ?? 0)),
    );
    for (let each = 0; each < 5; each++)
      study.next(() => study.observes('tasks in all', allocation.order.length));
    return study
      .next(() => observes('tasksOfA', 'tasks of A', tasksOf('A')))
      .next(() => observes('tasksOfB', 'tasks of B', tasksOf('B')))
      .next(() => {
        observes('least', 'smallest dominant share', least);
        const [behind, ahead] = unfairPair(capacity, users, allocation) ?? [];
        study.holds(
          'shares-are-fair',
          behind === undefined,
          `${behind?.name} could have a task more for one of ${ahead?.name}, and would still be behind`,
        );
      });
  },
  expect: (params) => [
    within('least', 'least', leastShare(params)).says(
      'smallest dominant share: the equal one, but for tasks that cannot be cut',
    ),
    within('equal', 'equal', near(equalShare(clusterOf(params), usersOf(params)))).says(
      'dominant share of both, if tasks could be cut',
    ),
  ],
  tells: ({ params: { cores, memory }, metrics: m }) =>
    `${counted(m.tasksOfA.value ?? 0, 'task')} for A and ${counted(m.tasksOfB.value ?? 0, 'task')} for B on ${cores} cores and ${memory} GB, by dominant resource fairness: the next task always goes to the user with the smaller dominant share, that is the share of the resource of which the user takes most. Both end at ${significant(100 * (m.equal.value ?? 0))}% if tasks could be cut, and the smaller share here is ${significant(100 * (m.least.value ?? 0))}%. First come, first served would leave the second user what is left.`,
});

// Left out: weights, which divide the shares, tasks that end, and nodes on which they must fit.
