import * as z from 'zod';
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
  before: whole(0, 20, 2, 'commands that every server learns'),
  gap: whole(0, 20, 3, 'later commands that reach no other server'),
  behind: whole(1, 20, 2, 'commands behind the gap that the others accept, but none learns'),
});
type Params = z.output<typeof params>;

const others = ['n2', 'n3'];
const startMs = 100;
const gapAtMs = (p: Params) => startMs + p.before * 40;
/** The followers wait for 1500 to 2000 ms after the only heartbeat that they get. */
const election = { leastMs: 1_500, mostMs: 2_000 };
const backAtMs = 2_400;
/** Then clients retry: first those of the gap, then those of the slots behind it. */
const againAtMs = 3_000;
const endMs = 4_200;

export default scenario({
  ...aboutLog,
  id: 'paxos/new-leader',
  asks: 'A leader crashes while some of its slots are known to acceptors and others only to itself. What does the next leader do with each slot?',
  claims: [],
  code: [
    'sims/paxos/multi/leader.ts#lead',
    'sims/paxos/multi/leader.ts#recoverable',
    'sims/paxos/multi/learner.ts#applySlot',
  ],
  params,
  durationMs: () => endMs,
  network: () => ({ latencyMs: uniform(4, 6) }),
  // First no message from n1 gets through, then none to it: later proposals are accepted, but n1
  // never hears of it.
  plan: (p) => [
    ...others.map((id) => ({ atMs: gapAtMs(p) - 5, fault: cut('n1', id) })),
    ...others.map((id) => ({ atMs: gapAtMs(p) + 20, fault: mend('n1', id) })),
    ...others.map((id) => ({ atMs: gapAtMs(p) + 20, fault: cut(id, 'n1') })),
    { atMs: gapAtMs(p) + 60, fault: crash('n1') },
    { atMs: backAtMs, fault: restart('n1') },
    ...others.map((id) => ({ atMs: backAtMs, fault: mend(id, 'n1') })),
  ],
  metrics: {
    recovered: counter('slots', 'that the new leader proposed again'),
    noOps: counter('slots', 'filled with no-ops'),
    applied: counter('slots', 'that every server has applied at the end'),
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
    exactly(p.gap, 'noOps', 'no-ops').says(
      'no-ops (empty commands) that the new leader proposes: one for each slot that no promise reports',
    ),
    exactly(p.gap + p.behind, 'recovered', 'recovered').says(
      'slots for which the new leader proposes a command, or a no-op, again: those after its own log, including the gap',
    ),
    exactly(p.before + 2 * (p.gap + p.behind) + 3, 'applied', 'applied').says(
      'slots that every server has applied in the end: the retried commands take two each',
    ),
  ],
  tells: ({ params: p, metrics: { recovered, noOps } }) =>
    `In Paxos any server may become leader, and it proposes again in its own ballot what acceptors report: ${counted(recovered.value, 'slot')}, ` +
    `of these ${counted(p.behind, 'command')}, and ${counted(noOps.value, 'no-op')} for the earlier slots that ` +
    'none reports, so nothing is held up. When clients retry, the commands of the gap are executed then, and those behind it ' +
    'are not executed twice.',
});

// Left out: a new leader that reads the old one's disk: a majority of promises is all it needs.
