import * as z from 'zod';
import { falseSuspicionShare } from '../../sims/paxos/detectors/formulas.ts';
import { failoverMs, renewalsPerSecond } from '../../sims/paxos/lease/formulas.ts';
import { candidate, type KeeperState, keeper } from '../../sims/paxos/lease/lease.ts';
import { paxosNotes } from '../../sims/paxos/notes.ts';
import { paxos } from '../../sims/paxos/paxos.ts';
import { exactly, largest, mean, quantile, within } from '../../src/check/expected.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { constant, exponential, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { normalQuantile } from '../../src/statistics/distributions.ts';
import { inSeconds, percent } from '../../src/words/numbers.ts';
import { crash, pause } from '../../src/world/fault.ts';
import type { Node } from '../../src/world/node.ts';
import { allAreFound } from './detector-common.ts';

const params = z.object({
  leaders: whole(10, 300, 30, 'leaders with a lease of each length, each with a rival that waits'),
  shortS: real(0.5, 10, 1, 'the short lease, in seconds; the long one is nine times as long'),
  renewals: whole(2, 10, 3, 'renewals per lease length'),
  pauseS: real(0.2, 30, 3, 'mean pause of a healthy leader, in seconds'),
});
type Params = z.output<typeof params>;

const latencyMs = 5;
const lengths = ['short', 'middle', 'long'] as const;
type Length = (typeof lengths)[number];
const factor = { short: 1, middle: 3, long: 9 };
const timingOf = (p: Params, length: Length) => {
  const leaseMs = 1_000 * p.shortS * factor[length];
  return { leaseMs, intervalMs: leaseMs / p.renewals };
};
const longestMs = (p: Params) => timingOf(p, 'long').leaseMs;
// Renewals are counted over the length of the longest lease; then the leaders pause, and later
// crash.
const countsFromMs = longestMs;
const pausesFromMs = (p: Params) => 2 * longestMs(p) + 1;
const crashesFromMs = (p: Params) => 5 * longestMs(p);
/** A pause need not be longer than any lease. */
const pauseMsMax = (p: Params) => 1.2 * longestMs(p);
/** One run in a million lies outside. */
const zMax = normalQuantile(1 - 5e-7);

export default scenario({
  id: 'paxos/lease-length',
  asks: 'Leaders hold short, medium or long leases. How soon does another take over after a crash, how many renewals does that cost, and how many healthy leaders lose their lease in a pause?',
  sim: paxos,
  claims: ['q5-shorter-lease-tradeoff'],
  code: [
    'sims/paxos/lease/lease.ts#keeper',
    'sims/paxos/lease/lease.ts#candidate',
    'sims/paxos/lease/formulas.ts#failoverMs',
  ],
  params,
  swarm: { leaders: [20, 40] },
  durationMs: (p) => crashesFromMs(p) + 2 * longestMs(p) + 10 * latencyMs,
  network: () => ({ latencyMs: constant(latencyMs) }),
  plan(p, random) {
    const stream = random.stream('pauses');
    const draw = sampler(exponential(1_000 * p.pauseS), stream);
    return lengths.flatMap((length) =>
      Array.from({ length: p.leaders }, (_, place) => {
        const anyMs = () => stream() * timingOf(p, length).intervalMs;
        const pauseMs = Math.min(draw(), pauseMsMax(p));
        return [
          { atMs: pausesFromMs(p) + anyMs(), fault: pause(`${length}${place + 1}a`, pauseMs) },
          { atMs: crashesFromMs(p) + anyMs(), fault: crash(`${length}${place + 1}-holder`) },
        ];
      }).flat(),
    );
  },
  metrics: {
    shortRenewals: counter('renewals', 'of short leases, in the length of a long one'),
    middleRenewals: counter('renewals', 'of leases three times as long'),
    longRenewals: counter('renewals', 'of leases nine times as long'),
    shortLost: counter('leases', 'short, lost by healthy leaders in a pause'),
    middleLost: counter('leases', 'three times as long, lost by healthy leaders in a pause'),
    longLost: counter('leases', 'nine times as long, lost by healthy leaders in a pause'),
    shortMs: histogram('ms', 'without a leader after a crash, with a short lease'),
    middleMs: histogram('ms', 'without a leader after a crash, with a lease three times as long'),
    longMs: histogram('ms', 'without a leader after a crash, with a lease nine times as long'),
  },
  build({ world, params: p, metrics }) {
    for (const length of lengths) {
      const timing = timingOf(p, length);
      for (let n = 1; n <= p.leaders; n++) {
        const id = `${length}${n}`;
        const kept: Node<KeeperState> = world.addNode(`${id}-keeper`, keeper(timing));
        const firstMs = ((n - 0.5) * timing.intervalMs) / p.leaders;
        world.addNode(`${id}a`, candidate(kept.self, timing, firstMs));
        // Its rival asks once the lease is taken, and waits.
        world.addNode(`${id}b`, candidate(kept.self, timing, firstMs + 3 * latencyMs));
        world.nameRole(`${id}-holder`, () => [must(kept.state?.holder ?? undefined, 'a holder')]);
      }
    }
    const lengthOf = (id: string) =>
      must(
        lengths.find((length) => id.startsWith(length)),
        'length',
      );
    world.trace.on('send', ({ node = '', detail, atMs }) => {
      const isCounted = atMs >= countsFromMs(p) && atMs < 2 * longestMs(p);
      if (isCounted && (detail as { type: string }).type === 'Renew')
        metrics[`${lengthOf(node)}Renewals`].add();
    });
    const crashedAtMs = new Map<string, number>();
    world.trace.on('crash', ({ node = '', atMs }) => crashedAtMs.set(node.slice(0, -1), atMs));
    paxosNotes.listen(world.trace, 'lease-is-over', (_note, by) => {
      if (!crashedAtMs.has(by.replace('-keeper', ''))) metrics[`${lengthOf(by)}Lost`].add();
    });
    paxosNotes.listen(world.trace, 'holds-lease', (_note, by, atMs) => {
      const crashed = crashedAtMs.get(by.slice(0, -1));
      if (crashed !== undefined) metrics[`${lengthOf(by)}Ms`].record(atMs - crashed);
    });
    return {
      found: () => metrics.shortMs.count + metrics.middleMs.count + metrics.longMs.count,
      crashes: lengths.length * p.leaders,
    };
  },
  invariants: [],
  goals: () => [allAreFound],
  expect: (p) =>
    lengths.flatMap((length) => {
      const timing = timingOf(p, length);
      const { mean: expected, atLeast, atMost } = failoverMs(timing, latencyMs);
      const error = (zMax * timing.intervalMs) / Math.sqrt(12 * p.leaders);
      const share = falseSuspicionShare(
        { intervalMs: timing.intervalMs, timeoutMs: timing.leaseMs },
        1_000 * p.pauseS,
      );
      const renewals = (p.leaders * renewalsPerSecond(timing) * longestMs(p)) / 1_000;
      return [
        exactly(Math.round(renewals), `${length}Renewals`, `${length}-renewals`).says(
          `renewals sent for the ${length} leases`,
          'q5-shorter-lease-tradeoff',
        ),
        within(mean(`${length}Ms`), `${length}-mean`, {
          atLeast: expected - error,
          atMost: expected + error,
        }).says(
          `mean time without a leader after a crash, ${length} lease, in ms: its length minus half a renewal interval, plus four latencies`,
          'q5-shorter-lease-tradeoff',
        ),
        within(quantile(`${length}Ms`, 0), `${length}-soonest`, { atLeast: atLeast - 1e-6 }).says(
          `shortest time without a leader after a crash, ${length} lease, in ms`,
        ),
        within(largest(`${length}Ms`), `${length}-latest`, { atMost: atMost + 1e-6 }).says(
          `longest time without a leader after a crash, ${length} lease, in ms: at most the lease plus four latencies`,
        ),
        within(`${length}Lost`, `${length}-lost`, binomialBounds(p.leaders, share)).says(
          `healthy leaders that lose a ${length} lease in a pause: those whose pause outlasts it, by the distribution of pauses`,
        ),
      ];
    }),
  tells({ params: p, metrics: m }) {
    const told = (length: Length) =>
      `another leader takes over ${inSeconds(m[`${length}Ms`].mean)} after a crash, a renewal is due every ${inSeconds(timingOf(p, length).intervalMs)}, and ${percent(m[`${length}Lost`].value / p.leaders, 0)} of healthy leaders lose their lease in a pause of ${p.pauseS} s on average`;
    return `Another leader takes over after about the length of the lease; a short lease fails over soon, costs more renewals, and is lost by more leaders that merely pause: with a lease of ${p.shortS} s ${told('short')}. With ${9 * p.shortS} s ${told('long')}.`;
  },
});

// Left out: a leader that acts after its pause although its lease is over: see clocks/leader-lease
// and locks.
