/**
 * A lease ends at a time of day; its holder and its successor read that on their own clocks,
 * anywhere within the bound. In a second pair the holder’s clock is put back by more than the bound
 * during the lease.
 */
import * as z from 'zod';
import { holdUntil, lookMs, waitOut } from '../../sims/clocks/lease/holder.ts';
import { leaseInvariants, leaseSubject } from '../../sims/clocks/lease/laws.ts';
import { note } from '../../sims/clocks/notes.ts';
import { mean, quantile, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { positive, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inTenths } from '../../src/words/numbers.ts';
import { clockJump } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';
import { wanderingClocks } from './rounds.ts';

const params = z.object({
  epsilonMs: positive(100, 5, 'bound on the error of each clock'),
  stepMs: whole(
    0,
    10_000,
    40,
    'by how much the second holder’s clock is put back during its lease',
  ),
  rounds: whole(20, 2_000, 60, 'leases, one after the other'),
});
type Params = z.output<typeof params>;

const leaseMs = 20;
const everyMs = ({ epsilonMs, stepMs }: Params) => leaseMs + 4 * epsilonMs + stepMs + 10;
const endMs = (p: Params) => (p.rounds + 3) * everyMs(p);

export default scenario({
  ...aboutClocks,
  id: 'clocks/leader-lease',
  asks: 'A leader’s lease ends at a time of day, and the next leader begins then. How far must both keep away from that time, and what happens if NTP puts a clock back during the lease?',
  claims: [],
  code: ['sims/clocks/lease/holder.ts#holdUntil', 'sims/clocks/lease/holder.ts#waitOut'],
  params,
  durationMs: endMs,
  plan: (p, random) => [
    ...wanderingClocks(random, p, everyMs(p), ['holder', 'next']),
    { atMs: (p.rounds + 1) * everyMs(p) + 5, fault: clockJump('stepped-holder', -p.stepMs) },
  ],
  metrics: {
    gapMs: histogram('ms', 'from the end of a lease until the next leader'),
    steppedGapMs: gauge(
      'ms',
      'from the end of a lease until the next leader, if the holder’s clock is put back (negative: two leaders)',
    ),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = leaseSubject();
    const ends = new Map<string, number>();
    const seen = (lease: string, atMs: number, isEnd: boolean) => {
      const other = ends.get(lease);
      ends.set(lease, atMs);
      if (other === undefined) return;
      const gapMs = isEnd ? other - atMs : atMs - other;
      if (lease.startsWith('stepped')) {
        metrics.steppedGapMs.set(gapMs);
        return;
      }
      metrics.gapMs.record(gapMs);
      subject.taken += 1;
      if (gapMs < 0)
        subject.breaches.report('lease-disjoint', `two lead for ${(-gapMs).toFixed(3)} ms`);
    };

    function* leading(node: ServerContext, prefix: string, isHolder: boolean): Process<void> {
      const rounds =
        prefix === '' ? Array.from({ length: p.rounds }, (_, round) => round) : [p.rounds];
      for (const round of rounds) {
        // The lease was agreed on before: both know when it ends.
        const fromMs = (round + 1) * everyMs(p) + 1;
        yield* node.sleep(fromMs - world.kernel.nowMs);
        const untilMs = fromMs + leaseMs;
        const waits = isHolder ? holdUntil : waitOut;
        yield* waits(rules, node, untilMs, p.epsilonMs);
        note(node, { kind: isHolder ? 'ends-lease' : 'takes-lease', lease: round + 1 });
        seen(`${prefix}${round}`, world.kernel.nowMs, isHolder);
      }
    }

    for (const prefix of ['', 'stepped-'])
      for (const [role, isHolder] of [
        ['holder', true],
        ['next', false],
      ] as const)
        world.addServer(
          `${prefix}${role}`,
          client('leader', (node) => node.spawn(leading(node, prefix, isHolder))),
        );
    return subject;
  },
  invariants: leaseInvariants,
  goals: ({ rounds }) => [
    sometimes('leases-taken', 'each lease is followed by another', ({ taken }) => taken === rounds),
  ],
  expect: (p) => [
    within(quantile('gapMs', 0), 'disjoint', { atLeast: 0, atMost: 2 * p.epsilonMs }).says(
      'shortest time without a leader between two leases, in ms; below 0 there would be two',
    ),
    within(mean('gapMs'), 'twice-the-bound', {
      // Two offsets, uniform within the bound: variance 2/3 epsilon^2.
      atLeast:
        2 * p.epsilonMs - (5 * p.epsilonMs * Math.sqrt(2 / 3)) / Math.sqrt(p.rounds) - 2 * lookMs,
      atMost:
        2 * p.epsilonMs + (5 * p.epsilonMs * Math.sqrt(2 / 3)) / Math.sqrt(p.rounds) + 2 * lookMs,
    }).says(
      'mean time without a leader between two leases, in ms: twice the bound on the error of a clock',
    ),
    within('steppedGapMs', 'step-in-lease', {
      atLeast: 2 * p.epsilonMs - p.stepMs - 2 * lookMs,
      atMost: 2 * p.epsilonMs - p.stepMs + 2 * lookMs,
    }).says(
      'time without a leader if the holder’s clock is put back during its lease, in ms: shorter by that step; below 0 there are two leaders',
    ),
  ],
  tells: ({ params: p, metrics: { gapMs, steppedGapMs } }) => {
    const stepped = steppedGapMs.value ?? 0;
    return (
      `Both leaders must keep away from the end of a lease by the bound on the error of their clocks: with ${inDigits(p.epsilonMs)} ms none of ${p.rounds} leases overlapped with ` +
      `the next, and there was no leader for ${inTenths(gapMs.mean ?? 0)} ms on average. ` +
      `With its clock put back by ${inDigits(p.stepMs)} ms during the lease, a holder ` +
      `${stepped < 0 ? `led for ${inTenths(-stepped)} ms together with the next leader: the bound was wrong` : 'still stopped in time'}. ` +
      'A lease timed by the holder’s monotonic clock is not affected by such a step.'
    );
  },
});

// Left out: a holder that gives its lease back early.
