import * as z from 'zod';
import { type MultiCluster, multiCluster } from '../../sims/paxos/multi/cluster.ts';
import { rivalsProgress } from '../../sims/paxos/multi/formulas.ts';
import { none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { normalQuantile } from '../../src/statistics/distributions.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutLog, client } from './log-common.ts';

const params = z.object({
  latencyMs: real(1, 100, 10, 'one-way latency between any two nodes'),
  backoff: real(2.5, 100, 4, 'longest wait of an outbid leader, in latencies'),
  ballots: whole(50, 2_000, 100, 'approximate number of ballots of the two that wait'),
});
type Params = z.output<typeof params>;

const groups = ['atOnce', 'waits', 'yields'] as const;
/** One run in a million lies outside. */
const zMax = normalQuantile(1 - 5e-7);
const latencies = ({ backoff, ballots }: Params) => ballots * (1 + backoff / 2);
const untilMs = (p: Params) => latencies(p) * p.latencyMs;

export default scenario({
  ...aboutLog,
  id: 'paxos/duelling-leaders',
  asks: 'Two duelling leaders of a log keep outbidding each other. How much time is lost, with and without a random wait, and what ends the duel?',
  claims: ['paxos-multi-needed'],
  code: [
    'sims/paxos/multi/leader.ts#onHigherBallot',
    'sims/paxos/multi/leader.ts#onHeartbeat',
    'sims/paxos/multi/formulas.ts#rivalsProgress',
  ],
  params,
  swarm: { ballots: [60, 150] },
  durationMs: (p) => untilMs(p) + 1,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  metrics: {
    atOnceSlots: counter('slots', 'filled, if an outbid leader bids again at once'),
    waitsSlots: counter('slots', 'filled, if it waits for a random time'),
    yieldsSlots: counter('slots', 'filled, if it yields as long as it hears from a leader'),
    waitsElections: counter('elections', 'won with the random wait'),
    waitsLost: gauge('share', 'of the time without a chosen command, with the random wait'),
    yieldsLost: gauge('share', 'of the time without a chosen command, if it yields'),
  },
  build({ world, rules, params: p, metrics }) {
    const { latencyMs } = p;
    // Each asks again before phase 1 is over, which takes two latencies, so at least one request
    // waits for a new leader.
    const againMs = 1.9 * latencyMs;
    const asking = { ...client, untilMs: untilMs(p), retryMs: againMs, backoffMs: againMs };
    const clients = [1, 2].map((first) => ({
      ...asking,
      ...{ first, stays: true as const, timeoutMs: 2 * untilMs(p) },
    }));
    const insists = { election: null, heartbeatMs: latencyMs };
    const election = { leastMs: 10 * latencyMs, mostMs: 20 * latencyMs };
    const options = {
      atOnce: { ...insists, insistsMs: 0 },
      waits: { ...insists, insistsMs: p.backoff * latencyMs },
      yields: { election, heartbeatMs: 3 * latencyMs, firstLeads: true },
    };
    const cluster = multiCluster(
      world,
      rules,
      groups.map((name) => ({ ...options[name], name, servers: 3, keepsBallot: true, clients })),
    );
    world.at(untilMs(p), () => {
      for (const [place, name] of groups.entries()) {
        const { judge } = must(cluster.logs[place], 'log');
        const lost = 1 - judge.productiveMs(untilMs(p)) / untilMs(p);
        if (name === 'waits') metrics.waitsElections.add(judge.elections);
        if (name === 'atOnce') metrics.atOnceSlots.add(judge.slots);
        else metrics[`${name}Lost`].set(lost);
      }
    });
    return cluster;
  },
  goals: () => [
    sometimes('commands-chosen', 'one of the logs has commands', ({ logs }: MultiCluster) =>
      logs.some(({ judge }) => judge.slots > 0),
    ),
  ],
  expect(p) {
    const rivalry = { backoff: p.backoff, latencies: latencies(p) };
    const { share, error } = rivalsProgress(rivalry);
    // The first ballot begins after a latency, and the last one is cut off.
    const slack = zMax * error + (2 + p.backoff) / rivalry.latencies;
    const yields = 4 / rivalry.latencies;
    return [
      none('atOnceSlots', 'at-once').says(
        'log slots filled by two leaders that outbid each other without a wait: each Prepare arrives before the other’s Accepted',
      ),
      within('waitsLost', 'waits-lost', {
        atLeast: 1 - share - slack,
        atMost: 1 - share + slack,
      }).says(
        'share of the time in which no leader commits, with a random wait of up to B latencies: 1 - (B - 2)² / (B (B + 2))',
      ),
      within('yieldsLost', 'yields-lost', { atLeast: yields - 1e-9, atMost: yields + 1e-9 }).says(
        'share of the time in which no leader commits, if a server yields to a leader’s heartbeats: the first four latencies',
        'paxos-multi-needed',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    'Two leaders that outbid each other without a wait lose all their time, because each is outbid before it can commit (livelock): ' +
    `${m.atOnceSlots.value} slots are filled. ` +
    `With a random wait of up to ${p.backoff} latencies ${percent(m.waitsLost.value ?? Number.NaN)} is lost, because each of ` +
    `${inDigits(m.waitsElections.value)} leaders is outbid again. ` +
    `The duel ends if a server that hears from a leader yields: then only ${percent(m.yieldsLost.value ?? Number.NaN)} is ` +
    'lost, before the first command is chosen.',
});

// Left out: disk writes, which lengthen each ballot, and a leader that crashes while its rival
// waits.
