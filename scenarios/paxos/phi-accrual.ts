import * as z from 'zod';
import { member, monitor } from '../../sims/paxos/detectors/detector.ts';
import {
  fixedSuspicionShare,
  phiDetectionMs,
  phiSuspicionShare,
  timeoutAsRare,
} from '../../sims/paxos/detectors/formulas.ts';
import { phiMonitor } from '../../sims/paxos/detectors/phi.ts';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { paxos } from '../../sims/paxos/paxos.ts';
import { mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { normal } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { percent, rounded } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import { allAreFound } from './detector-common.ts';

const params = z.object({
  members: whole(10, 200, 30, 'members of each kind, each with its own monitor'),
  threshold: real(0.5, 4, 2, 'phi above which a member is suspected'),
  window: whole(50, 500, 80, 'intervals that a detector remembers'),
  beats: whole(20, 500, 80, 'heartbeats of each member after those, before it crashes'),
  calmMs: real(1, 20, 5, 'standard deviation of the latency in the calm network'),
  roughMs: real(20, 80, 60, 'standard deviation of the latency in the rough network'),
});
type Params = z.output<typeof params>;

const intervalMs = 1_000;
const latencyMs = 500;
const errorsMax = 5;
const kinds = ['calm', 'rough', 'fixed'] as const;
const jitterOf = (deviationMs: number) => ({ intervalMs, latencyMs, deviationMs });
const firstMs = (p: Params, place: number) => (intervalMs * (place + 1)) / p.members;
const lastBeatMs = (p: Params) => (p.window + p.beats) * intervalMs;

export default scenario({
  id: 'paxos/phi-accrual',
  asks: 'A failure detector learns the jitter of heartbeats instead of using a fixed timeout. How often does it suspect healthy members, and how soon does it detect a crash?',
  sim: paxos,
  claims: [],
  code: [
    'sims/paxos/detectors/phi.ts#normalSilenceMs',
    'sims/paxos/detectors/phi.ts#phiMonitor',
    'sims/paxos/detectors/formulas.ts#phiSuspicionShare',
  ],
  params,
  swarm: { members: [20, 40], window: [80, 120], beats: [40, 100] },
  durationMs: (p) => lastBeatMs(p) + 6 * intervalMs,
  plan(p, random) {
    const stream = random.stream('crashes');
    return kinds.flatMap((kind) =>
      Array.from({ length: p.members }, (_, place) => ({
        atMs: firstMs(p, place) + lastBeatMs(p) + stream() * intervalMs,
        fault: crash(`${kind}${place + 1}`),
      })),
    );
  },
  metrics: {
    calm: counter('suspicions', 'of healthy members by phi, in the calm network'),
    rough: counter('suspicions', 'of healthy members by phi, in the rough network'),
    fixed: counter(
      'suspicions',
      'of healthy members by a timeout for the calm network, in the rough one',
    ),
    calmMs: histogram('ms', 'from a crash until phi detects it, in the calm network'),
    roughMs: histogram('ms', 'from a crash until phi detects it, in the rough network'),
  },
  build({ world, params: p, metrics }) {
    const timeoutMs = timeoutAsRare(jitterOf(p.calmMs), p.threshold);
    for (const kind of kinds) {
      for (let place = 0; place < p.members; place++) {
        const [id, watch] = [`${kind}${place + 1}`, `watch-${kind}${place + 1}`];
        world.addNode(watch, kind === 'fixed' ? monitor(timeoutMs) : phiMonitor(p));
        world.addNode(id, member(watch, intervalMs, firstMs(p, place)));
        const deviationMs = kind === 'calm' ? p.calmMs : p.roughMs;
        world.network.changeLink(id, watch, { latencyMs: normal(latencyMs, deviationMs) });
      }
    }
    const crashedAtMs = new Map<string, number>();
    world.trace.on('crash', ({ node = '', atMs }) => crashedAtMs.set(node, atMs));
    paxosNotes.listen(world.trace, 'suspects', (_note, by, atMs) => {
      const id = by.replace('watch-', '');
      const kind = id.replace(/\d+$/, '') as (typeof kinds)[number];
      const crashed = crashedAtMs.get(id);
      if (crashed === undefined) metrics[kind].add();
      else if (kind === 'calm') metrics.calmMs.record(atMs - crashed);
      else if (kind === 'rough') metrics.roughMs.record(atMs - crashed);
    });
    return { found: () => metrics.calmMs.count + metrics.roughMs.count, crashes: 2 * p.members };
  },
  invariants: [],
  goals: () => [allAreFound],
  expect(p) {
    const trials = p.members * p.beats;
    const share = phiSuspicionShare(p.threshold, p.window);
    const timeoutMs = timeoutAsRare(jitterOf(p.calmMs), p.threshold);
    const fixed = fixedSuspicionShare(jitterOf(p.roughMs), timeoutMs);
    const found = (deviationMs: number) => {
      const { mean: expected, deviation } = phiDetectionMs(
        jitterOf(deviationMs),
        p.threshold,
        p.window,
      );
      const error = (errorsMax * deviation) / Math.sqrt(p.members);
      return { atLeast: expected - error, atMost: expected + error };
    };
    return [
      within('calm', 'calm-suspicions', binomialBounds(trials, share)).says(
        'heartbeats in the calm network after which phi wrongly suspects the sender: one in 10^phi',
      ),
      within('rough', 'rough-suspicions', binomialBounds(trials, share)).says(
        'heartbeats in the rough network after which phi wrongly suspects the sender: one in 10^phi',
      ),
      within(
        'fixed',
        'fixed-suspicions',
        binomialBounds(p.members * (p.window + p.beats), fixed),
      ).says(
        'heartbeats in the rough network after which the timeout that suits the calm one wrongly suspects the sender',
      ),
      within(mean('calmMs'), 'calm-detection', found(p.calmMs)).says(
        'mean time until phi detects a crash in the calm network, in ms',
      ),
      within(mean('roughMs'), 'rough-detection', found(p.roughMs)).says(
        'mean time until phi detects a crash in the rough network, in ms',
      ),
    ];
  },
  tells: ({ params: p, metrics: { calm, rough, fixed, calmMs, roughMs } }) => {
    const trials = p.members * p.beats;
    return (
      'Phi accrual suspects a node when its silence is too long to be explained by the intervals seen before (phi 2: 1 heartbeat in 100 is that late), so one threshold fits every network. ' +
      `With a single threshold, phi = ${p.threshold}, it suspects after ${percent(calm.value / trials)} of heartbeats in the ` +
      `calm network and ${percent(rough.value / trials)} in the rough one, and detects a crash after ${rounded(calmMs.mean)} ` +
      `ms and ${rounded(roughMs.mean)} ms. A fixed timeout that is wrong as rarely in the calm network suspects after ` +
      `${percent(fixed.value / p.members / (p.window + p.beats))} in the rough one.`
    );
  },
  plots: ({ params: p }) => [
    {
      title: 'Time until a crash is detected; one heartbeat in 10^phi is suspected wrongly',
      xLabel: 'phi',
      yLabel: 'ms',
      lines: (['calm', 'rough'] as const).map((name) => ({
        name,
        points: Array.from({ length: 16 }, (_, step) => {
          const phi = (step + 1) / 2;
          const jitter = jitterOf(name === 'calm' ? p.calmMs : p.roughMs);
          return [phi, phiDetectionMs(jitter, phi, p.window).mean] as const;
        }),
      })),
    },
  ],
});

// Left out: pauses of members, for which implementations add a fixed allowance, and a lower bound
// on the estimated deviation.
