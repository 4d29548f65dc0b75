import * as z from 'zod';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { synodCluster, valueIsChosen } from '../../sims/paxos/synod/cluster.ts';
import { outbidBallots, undecidedMs } from '../../sims/paxos/synod/formulas.ts';
import { exactly, mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { normalQuantile } from '../../src/statistics/distributions.ts';
import { inDigits, percent, rounded } from '../../src/words/numbers.ts';
import { aboutSynod, propose } from './synod-common.ts';

const params = z.object({
  duels: whole(10, 1_000, 60, 'duels of two proposers, each on three separate servers'),
  latencyMs: whole(2, 100, 10, 'one-way latency between servers'),
  backoff: real(2.5, 20, 4, 'longest wait of an outbid proposer, in latencies'),
});
type Params = z.output<typeof params>;

const headStartMs = 1;
const startMs = 10;
/** One run in a million lies outside. */
const zMax = normalQuantile(1 - 5e-7);
/** As long as one duel in a billion lasts. */
const lastsMs = ({ latencyMs, backoff }: Params) =>
  latencyMs * (4 + (3 * log(1e-9)) / log(2 / backoff));
const duelNameOf = (server: string) => must(server.split('/')[0], 'the name of a duel');
const duelOf = ({ duels, latencyMs, backoff }: Params) => ({
  duels,
  latencyMs,
  backoffMs: backoff * latencyMs,
});

export default scenario({
  ...aboutSynod,
  id: 'paxos/duel',
  asks: 'Two proposers outbid each other. How long does the duel go on, with and without a random wait?',
  claims: ['paxos-multi-needed'],
  code: ['sims/paxos/synod/proposer.ts#onHigherBallot', 'sims/paxos/synod/formulas.ts#outbidShare'],
  params,
  swarm: { duels: [50, 100] },
  durationMs: (p) => startMs + 100 + lastsMs(p),
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  plan: ({ duels }, random) => {
    const stream = random.stream('duels');
    return Array.from({ length: duels }, (_, duel) => {
      const atMs = startMs + randomInteger(stream, 0, 99);
      return [1, 2].map((n) =>
        propose(atMs + (n - 1) * headStartMs, `d${duel + 1}/n${n}`, `v${n}`),
      );
    }).flat();
  },
  metrics: {
    decided: counter('duels', 'that ended with a chosen value'),
    outbid: histogram('ballots', 'outbid after the first, per duel'),
    undecidedMs: histogram('ms', 'until a duel had a chosen value'),
  },
  build({ world, rules, params: p, metrics }) {
    const begunAtMs = new Map<string, number>();
    const cluster = synodCluster(
      world,
      rules,
      Array.from({ length: p.duels }, (_, duel) => ({
        name: `d${duel + 1}`,
        servers: 3,
        // No message is lost, so nothing needs to be retransmitted.
        retryMs: 100 * lastsMs(p),
        backoffMs: p.backoff * p.latencyMs,
      })),
    );
    paxosNotes.listen(world.trace, 'wants', (_note, by, atMs) => {
      if (!begunAtMs.has(duelNameOf(by))) begunAtMs.set(duelNameOf(by), atMs);
    });
    world.at(startMs + 99 + lastsMs(p), () => {
      for (const [place, { judge }] of cluster.choices.entries()) {
        if (judge.learnedAtMs === undefined) continue;
        metrics.decided.add();
        metrics.outbid.record(judge.outbidAtDecision - 1);
        metrics.undecidedMs.record(
          judge.learnedAtMs - must(begunAtMs.get(`d${place + 1}`), 'its beginning'),
        );
      }
    });
    return cluster;
  },
  goals: () => [valueIsChosen(0)],
  expect(p) {
    const duel = duelOf(p);
    const { mean: ballots, error } = outbidBallots(duel);
    const undecided = undecidedMs(duel);
    return [
      exactly(p.duels, 'decided', 'all-decided').says(
        'duels of two proposers that end with a chosen value',
        'paxos-multi-needed',
      ),
      within(mean('outbid'), 'outbid', {
        atLeast: ballots - zMax * error,
        atMost: ballots + zMax * error,
      }).says(
        'mean number of ballots outbid after the first, per duel: 2 / (B - 2) for a random wait of up to B latencies',
      ),
      within(mean('undecidedMs'), 'undecided', {
        atLeast: undecided.mean - headStartMs - zMax * undecided.error,
        atMost: undecided.mean + headStartMs + zMax * undecided.error,
      }).says(
        'mean time until a value is chosen, in ms: 4 latencies, and 2 more for each outbid ballot',
      ),
    ];
  },
  tells: ({ params: p, metrics: { decided, outbid, undecidedMs } }) =>
    'Two proposers that outbid each other without a wait never end, and no deterministic algorithm can promise an end in every case (the FLP theorem); with a random wait, one sooner or later waits long enough for the other’s two phases: ' +
    `with a wait of up to ${p.backoff} latencies ${decided.value} of ${p.duels} duels end, on average after ` +
    `${inDigits(Number((outbid.mean ?? Number.NaN).toFixed(2)))} ballots that are outbid and ${rounded(undecidedMs.mean)} ms, instead of ${4 * p.latencyMs} ms ` +
    `without a rival; ${percent(1 - (4 * p.latencyMs) / (undecidedMs.mean ?? Number.NaN))} of that time is lost to the duel. ` +
    'Multi-Paxos avoids duels by one distinguished leader, whom the others let propose until it is silent. ' +
    'Without a wait each Prepare arrives before the other proposer’s Accept.',
});

// Left out: a proposer that crashes while the other waits for it, which is the cost of a long wait.
