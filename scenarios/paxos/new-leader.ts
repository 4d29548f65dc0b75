import { z } from 'zod';
import { commandsAreAnswered, multiCluster } from '../../sims/paxos/multi/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, mend, restart } from '../../src/world/fault.ts';
import { aboutLog, client } from './log-common.ts';

const params = z.object({
  before: whole(0, 20, 2, 'commands that every server learns of'),
  gap: whole(0, 20, 3, 'commands after them that reach no other server'),
  behind: whole(1, 20, 2, 'commands behind the gap that the others accept, and that none learns'),
});
type Params = z.output<typeof params>;

const others = ['n2', 'n3'];
const startMs = 100;
const gapAtMs = (p: Params) => startMs + p.before * 40;
/** The followers wait for 1500 to 2000 ms from the only heartbeat that they get. */
const election = { leastMs: 1_500, mostMs: 2_000 };
const backAtMs = 2_400;
/** Then clients ask again: first those of the gap, then those of the slots behind it. */
const againAtMs = 3_000;
const endMs = 4_200;

export default scenario({
  ...aboutLog,
  id: 'paxos/new-leader',
  asks: 'A leader crashes with slots that some acceptors know and slots that only it knew. What does the next leader do with each?',
  claims: [],
  params,
  durationMs: () => endMs,
  network: () => ({ latencyMs: uniform(4, 6) }),
  // First nothing gets from n1 to the others, then nothing back: what is proposed then is accepted, and n1 never hears of it.
  plan: (p) => [
    ...others.map((id) => ({ atMs: gapAtMs(p) - 5, fault: cut('n1', id) })),
    ...others.map((id) => ({ atMs: gapAtMs(p) + 20, fault: mend('n1', id) })),
    ...others.map((id) => ({ atMs: gapAtMs(p) + 20, fault: cut(id, 'n1') })),
    { atMs: gapAtMs(p) + 60, fault: crash('n1') },
    { atMs: backAtMs, fault: restart('n1') },
    ...others.map((id) => ({ atMs: backAtMs, fault: mend(id, 'n1') })),
  ],
  metrics: {
    recovered: counter('slots', 'slots that the new leader proposed again'),
    noOps: counter('slots', 'no-ops among them'),
    applied: counter('slots', 'slots that every server has applied at the end'),
  },
  build({ world, rules, params: p, metrics }) {
    const once = (count: number, fromMs: number, retryAtMs = endMs) =>
      Array.from({ length: count }, () => ({
        ...client,
        fromMs,
        untilMs: fromMs + 1,
        retryMs: retryAtMs - fromMs,
        timeoutMs: endMs,
      }));
    const cluster = multiCluster(world, rules, [
      {
        servers: 3,
        election,
        heartbeatMs: 1_000,
        keepsBallot: true,
        firstLeads: true,
        clients: [
          ...Array.from({ length: p.before }, (_, place) => once(1, startMs + place * 40)).flat(),
          ...once(p.gap, gapAtMs(p), againAtMs),
          ...once(p.behind, gapAtMs(p) + 25, againAtMs + 200),
          ...once(1, 2_700).map((writer) => ({ ...writer, first: 2 })),
          ...[2_500, 3_500].flatMap((atMs) =>
            once(1, atMs).map((reader) => ({ ...reader, first: 2, reads: 1 })),
          ),
        ],
      },
    ]);
    world.at(endMs - 1, () => {
      for (const { judge, servers } of cluster.logs) {
        metrics.recovered.add(judge.recovered);
        metrics.noOps.add(judge.noOps);
        metrics.applied.add(Math.min(...servers.map(({ state }) => state?.applied ?? 0)));
      }
    });
    return cluster;
  },
  goals: () => [commandsAreAnswered(endMs - backAtMs - 100)],
  expect: (p) => [
    exactly(p.gap, 'noOps', 'no-ops').says('no-ops: one for each slot of which no promise tells'),
    exactly(p.gap + p.behind, 'recovered', 'recovered').says(
      'slots that the new leader proposes again: those behind what it knows, with the gap',
    ),
    exactly(p.before + 2 * (p.gap + p.behind) + 3, 'applied', 'applied').says(
      'slots that every server has applied at the end: those of commands that clients asked for again come twice',
    ),
  ],
  tells: ({ params: p, metrics: { recovered, noOps } }) =>
    `It proposes ${counted(recovered.value, 'slot')} again in its own ballot: ${counted(p.behind, 'command')} that acceptors tell of, and ${counted(noOps.value, 'no-op')} for the slots before them of which none tells. ` +
    `Nothing is held up. When their clients ask again, the commands of the gap are done then, and those behind it are not done twice.`,
});

// Left out: a new leader that finds the old one's entries by reading its disk: it needs only a majority of promises.
