import * as z from 'zod';
import { busiestMs, type Groups, groupsBound } from '../../sims/raft/group-formulas.ts';
import { groupName, raftGroups } from '../../sims/raft/groups.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, rounded } from '../../src/words/numbers.ts';
import { Processor } from '../../src/world/processor.ts';
import { aboutRaft } from './common.ts';
import { groupOperations } from './operations.ts';
import { stand } from './script.ts';

const params = z.object({
  latencyMs: real(1, 50, 25, 'one-way latency between any two machines'),
  diskMs: real(0, 20, 2, 'duration of a disk write'),
  messageMs: real(1, 8, 4, 'processor time per message'),
  leading: whole(1, 3, 3, 'number of machines over which the leaders are spread'),
  seconds: real(1, 20, 3, 'how long writes are counted'),
});
type Params = z.output<typeof params>;

const machines = 3;
/** Each deployment puts that many groups on three machines of its own. */
const deployments = { one: 1, eight: 8, many: 64 } as const;
type Deployment = keyof typeof deployments;
const names = Object.keys(deployments) as Deployment[];

/** Groups in the order of their deployments, with their index there. */
const placed = names.flatMap((deployment) =>
  Array.from({ length: deployments[deployment] }, (_, place) => ({ deployment, place })),
);
/** A name consists of a group and a number: r12n3. */
const placeOf = (id: string) => {
  const [, group, number] = /^r(\d+)[nc](\d+)$/.exec(id) ?? [];
  return { machine: Number(number) - 1, ...must(placed[Number(group) - 1], 'group') };
};

const groupsOf = (p: Params, deployment: Deployment): Groups => {
  const groups = deployments[deployment];
  return { ...p, machines, groups, leading: Math.min(p.leading, groups) };
};

/** A round of messages among all groups, with a margin. */
const roundMs = (p: Params) =>
  10 * (p.latencyMs + p.diskMs) + 1.2 * deployments.many * busiestMs(groupsOf(p, 'many'));
/** By then every group has a leader, which takes two rounds. */
const startsAtMs = (p: Params) => 2 * roundMs(p);
/** By then each client has its session. */
const fromMs = (p: Params) => 3 * roundMs(p);
const untilMs = (p: Params) => fromMs(p) + 1_000 * p.seconds;
const neverMs = 1e9;

export default scenario({
  ...aboutRaft,
  swarm: {},
  id: 'raft/group-throughput',
  asks: 'Three machines hold 1, 8 or 64 Raft groups, and one client per group writes sequentially. How many writes per second go through, and what limits the growth?',
  claims: [],
  code: ['sims/raft/group-formulas.ts#groupsBound', 'sims/raft/group-formulas.ts#busiestMs'],
  params,
  invariants: [],
  operations: groupOperations,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  durationMs: (p) => untilMs(p) + 1,
  plan: ({ leading }) =>
    placed.map(({ place }, group) => ({
      atMs: 10,
      operation: stand(`${groupName(group)}n${(place % leading) + 1}`),
    })),
  metrics: {
    one: counter('writes', 'of 1 group'),
    eight: counter('writes', 'of 8 groups'),
    many: counter('writes', 'of 64 groups'),
  },
  build({ world, params: p, rules, metrics }) {
    const processors = new Map(
      names.map((deployment) => [
        deployment,
        Array.from({ length: machines }, () => new Processor(p.messageMs)),
      ]),
    );
    const subject = raftGroups(world, rules, placed.length, {
      nodes: machines,
      electionTimeoutMs: { min: neverMs, max: neverMs },
      heartbeatMs: neverMs,
      nodeOptions(id) {
        const { deployment, machine } = placeOf(id);
        const processor = must(processors.get(deployment)?.[machine], 'processor');
        return { diskMs: constant(p.diskMs), processor };
      },
      clients: 1,
      clientOptions: {
        retryMs: neverMs,
        workload: {
          thinkMs: { min: 0, max: 0 },
          ...{ keys: 8, reads: 0, appends: 0, swaps: 0 },
          ...{ fromMs: startsAtMs(p), untilMs: untilMs(p) },
        },
      },
    });
    raftNotes.listen(world.trace, 'is-answered', (_, by, atMs) => {
      if (atMs > fromMs(p)) metrics[placeOf(by).deployment].add();
    });
    return subject;
  },
  goals: () => [
    sometimes('all-lead', 'every group has a leader', ({ groups }: ReturnType<typeof raftGroups>) =>
      groups.every(({ servers }) => servers.some(({ state }) => state?.role === 'leader')),
    ),
  ],
  expect: (p) =>
    names.map((deployment) => {
      const groups = deployments[deployment];
      const { least, most } = groupsBound(groupsOf(p, deployment));
      return within(deployment, deployment, {
        // Each group may have a write in flight at the start and at the end.
        atLeast: least * p.seconds - groups,
        atMost: most * p.seconds + groups,
      }).says(
        `writes done by ${counted(groups, 'group')}, one client each: limited by its round trips or by the processors`,
      );
    }),
  tells({ metrics: m, params: p }) {
    const [one, eight, many] = names.map((name) => inDigits(Math.round(m[name].value / p.seconds)));
    const writeMs = busiestMs(groupsOf(p, 'many'));
    return (
      'Writes per second grow with the groups, each of which waits for its own round trips, until the processors are busy: ' +
      `1 group does ${one} writes per second, 8 groups ${eight}, and 64 groups ${many}. ` +
      `Each write costs ${rounded(writeMs)} ms of processor time per machine that leads, which allows ${rounded(1_000 / writeMs)} per second; a few more had begun before the count.`
    );
  },
});

// Left out: batches, where a message carries several writes, and pipelining of a group's own
// writes.
