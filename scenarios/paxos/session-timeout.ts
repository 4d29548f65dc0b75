import * as z from 'zod';
import { member, monitor } from '../../sims/paxos/detectors/detector.ts';
import { detectionMs, falseSuspicionShare } from '../../sims/paxos/detectors/formulas.ts';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { paxos } from '../../sims/paxos/paxos.ts';
import { largest, mean, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant, exponential, sampler } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inSeconds, percent } from '../../src/words/numbers.ts';
import { crash, pause } from '../../src/world/fault.ts';
import { allAreFound } from './detector-common.ts';

const params = z.object({
  members: whole(20, 1_000, 100, 'members, each with its own monitor'),
  timeoutS: real(1.5, 60, 4, 'silence after which a monitor suspects its member, in seconds'),
  intervals: whole(2, 10, 3, 'heartbeats in that time'),
  pauseS: real(0.2, 30, 3, 'mean pause of a healthy member, in seconds'),
});
type Params = z.output<typeof params>;

const latencyMs = 1;
const timingOf = ({ timeoutS, intervals }: Params) => ({
  timeoutMs: timeoutS * 1_000,
  intervalMs: (timeoutS * 1_000) / intervals,
});
/** A pause lasts longer than this at most one time in a billion. */
const pauseEndsMs = (p: Params) => 2_000 * p.timeoutS + log(1e9) * p.pauseS * 1_000;
const crashMs = (p: Params) => pauseEndsMs(p) + 2_000 * p.timeoutS;

export default scenario({
  id: 'paxos/session-timeout',
  asks: 'Healthy members pause for a while, and later all of them crash. How many are suspected wrongly, and how soon is a crash detected?',
  sim: paxos,
  claims: ['num-zk-session-too-low'],
  code: [
    'sims/paxos/detectors/detector.ts#monitor',
    'sims/paxos/detectors/formulas.ts#falseSuspicionShare',
    'sims/paxos/detectors/formulas.ts#detectionMs',
  ],
  params,
  durationMs: (p) => crashMs(p) + 3_000 * p.timeoutS,
  network: () => ({ latencyMs: constant(latencyMs) }),
  plan(p, random) {
    const stream = random.stream('pauses');
    const draw = sampler(exponential(p.pauseS * 1_000), stream);
    const { intervalMs, timeoutMs } = timingOf(p);
    return Array.from({ length: p.members }, (_, place) => [
      { atMs: timeoutMs + stream() * intervalMs, fault: pause(`m${place + 1}`, draw()) },
      { atMs: crashMs(p) + stream() * intervalMs, fault: crash(`m${place + 1}`) },
    ]).flat();
  },
  metrics: {
    suspected: counter('members', 'healthy, but suspected'),
    detectionMs: histogram('ms', 'from a crash until it was detected'),
  },
  build({ world, params: p, metrics }) {
    const { intervalMs, timeoutMs } = timingOf(p);
    for (let n = 1; n <= p.members; n++) {
      world.addNode(`watch${n}`, monitor(timeoutMs));
      world.addNode(`m${n}`, member(`watch${n}`, intervalMs, (intervalMs * n) / p.members));
    }
    const crashedAtMs = new Map<string, number>();
    world.trace.on('crash', ({ node = '', atMs }) => crashedAtMs.set(node, atMs));
    paxosNotes.listen(world.trace, 'suspects', (_note, by, atMs) => {
      const crashed = crashedAtMs.get(by.replace('watch', 'm'));
      if (crashed === undefined) metrics.suspected.add();
      else metrics.detectionMs.record(atMs - crashed);
    });
    return { found: () => metrics.detectionMs.count, crashes: p.members };
  },
  invariants: [],
  goals: () => [allAreFound],
  expect(p) {
    const timing = timingOf(p);
    const { mean: expected, atMost } = detectionMs(timing, latencyMs);
    const share = falseSuspicionShare(timing, p.pauseS * 1_000);
    // Drawn uniformly from an interval, so its standard deviation is that of the uniform
    // distribution.
    const spreadMs = (5 * timing.intervalMs) / Math.sqrt(12 * p.members);
    return [
      within('suspected', 'false-suspicions', binomialBounds(p.members, share)).says(
        'healthy members that are suspected in a pause: those whose pause outlasts the timeout, by the distribution of pauses',
        'num-zk-session-too-low',
      ),
      within(mean('detectionMs'), 'mean-detection', {
        atLeast: expected - spreadMs,
        atMost: expected + spreadMs,
      }).says(
        'mean time until a crash is detected, in ms: the timeout minus half a heartbeat interval',
      ),
      within(largest('detectionMs'), 'longest-detection', { atMost: atMost + 1e-6 }).says(
        'longest time until a crash is detected, in ms: at most the timeout plus the latency',
      ),
    ];
  },
  tells: ({ params: p, metrics: { suspected, detectionMs: found } }) =>
    'Each member that pauses for longer than the timeout, less the time since its last heartbeat, is suspected: ' +
    `with a timeout of ${p.timeoutS} s, ${suspected.value} of ${p.members} in a pause of ` +
    `${p.pauseS} s on average (predicted: ${percent(falseSuspicionShare(timingOf(p), p.pauseS * 1_000))}). A crash is ` +
    `detected after ${inSeconds(found.mean)} on average. A shorter timeout detects crashes sooner, but suspects more members ` +
    'that merely pause.',
});

// Left out: jitter and loss of heartbeats; paxos/phi-accrual has jitter.
