import * as z from 'zod';
import { type FleetRequest, fleet } from '../../sims/traffic/balancing/fleet.ts';
import { besideIdleDeviation, besideIdleShare } from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import type { BalancingRules } from '../../sims/traffic/balancing/rules.ts';
import {
  busyShareVariance,
  constantMoments,
  meanWaitBounds,
  meanWaitDeviation,
  mixedMoments,
  waitMoments,
} from '../../sims/traffic/queues/formulas.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { none, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer, Histogram } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import type { World } from '../../src/world/world.ts';
import { aboutBalancing } from './balancing-kit.ts';
import { around, batchError } from './queues-kit.ts';

const params = z.object({
  hosts: whole(2, 10, 4, 'hosts, each with one server'),
  load: real(0.3, 0.85, 0.7, 'load, as a share of the hosts’ capacity'),
  longShare: real(0.02, 0.5, 0.1, 'share of the requests that are long'),
  times: whole(2, 30, 10, 'how many times as long a long request takes'),
  requests: whole(5_000, 1_000_000, 8_000, 'measured requests on average'),
});
type Params = z.output<typeof params>;

const shortMs = 10;
const longMs = ({ times }: Params) => times * shortMs;
const workOf = (p: Params) =>
  mixedMoments(p.longShare, constantMoments(longMs(p)), constantMoments(shortMs));
const meanWorkMs = (p: Params) => workOf(p)[0];

/** Arrival rate at one host. */
const perMsEach = (p: Params) => p.load / meanWorkMs(p);
const spanMs = (p: Params) => p.requests / (p.hosts * perMsEach(p));
/** The relaxation time of M/M/1, (1 - √load)⁻² works, scaled by the residual work. */
function relaxationMs(p: Params): number {
  const [mean, square] = workOf(p);
  return square / (2 * mean) / pow(1 - Math.sqrt(p.load), 2);
}
const warmUpMs = (p: Params) => 6 * relaxationMs(p);

const policies = ['random', 'round-robin', 'two-choices', 'least-connections'] as const;
type PolicyName = (typeof policies)[number];
const says: Readonly<Record<PolicyName, string>> = {
  random: 'random host',
  'round-robin': 'round robin',
  'two-choices': 'the less busy of two random hosts',
  'least-connections': 'least connections',
};

/** Up to 20, and each long enough that its neighbours have little to do with it. */
const batchesOf = (p: Params) => Math.max(2, Math.min(20, Math.floor(spanMs(p) / relaxationMs(p))));

interface Arm {
  readonly waitsMs: readonly Histogram[];
  readonly shortTookMs: Histogram;
  sent: number;
  besideIdle: number;
  ended: number;
  isOver: boolean;
}

const isDone = ({ sent, ended, isOver }: Arm) => isOver && ended === sent;
const meanWaitOf = ({ waitsMs, sent }: Arm) =>
  waitsMs.reduce((sum, { mean = 0, count }) => sum + mean * count, 0) / sent;

/** How far the mean of round robin lies outside the bounds of GI/G/1, in errors of the batches. */
function beyondBounds(arm: Arm, p: Params): number {
  const perMs = p.hosts * perMsEach(p);
  const gap = { meanMs: p.hosts / perMs, variance: p.hosts / pow(perMs, 2) };
  const { atLeast, atMost } = meanWaitBounds(gap, workOf(p));
  const means = arm.waitsMs.map(({ mean }) => must(mean, 'mean of a batch'));
  const outside = Math.max(0, atLeast - meanOf(means), meanOf(means) - atMost);
  return outside / batchError(means);
}

interface Subject extends BalancingSubject {
  readonly arms: Readonly<Record<PolicyName, Arm>>;
}

const emptyArm = (p: Params): Arm => ({
  waitsMs: Array.from({ length: batchesOf(p) }, () => new Histogram()),
  shortTookMs: new Histogram(),
  sent: 0,
  besideIdle: 0,
  ended: 0,
  isOver: false,
});

/** Requests count for the batch in which they arrive. */
function addFleet(
  world: World,
  rules: BalancingRules,
  policy: PolicyName,
  { arm, p, breaches }: { arm: Arm; p: Params; breaches: Breaches<BalancingLaw> },
): void {
  const span = { fromMs: warmUpMs(p), untilMs: warmUpMs(p) + spanMs(p) };
  const count = arm.waitsMs.length;
  const batchMs = spanMs(p) / count;
  const batchOf = ({ arrivedMs }: FleetRequest) =>
    Math.min(count - 1, Math.floor((arrivedMs - span.fromMs) / batchMs));
  const { hosts, longShare } = p;
  const perMs = hosts * perMsEach(p);
  world.addServer(
    says[policy].replaceAll(' ', '-'),
    fleet(
      rules,
      { hosts, policy, perMs, shortMs, longMs: longMs(p), longShare, span },
      {
        sends(_request, host, isQueuedBesideIdle) {
          arm.sent += 1;
          if (!isQueuedBesideIdle) return;
          arm.besideIdle += 1;
          if (policy === 'least-connections')
            breaches.report(
              'no-queue-beside-idle',
              `a request goes to ${host.id}, which has ${host.open} open requests, although another host is idle`,
            );
        },
        begins: (request, waitMs) => must(arm.waitsMs[batchOf(request)], 'batch').record(waitMs),
        ends({ isLong }, tookMs) {
          arm.ended += 1;
          if (!isLong) arm.shortTookMs.record(tookMs);
        },
        isOver() {
          arm.isOver = true;
        },
      },
    ),
  );
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/unequal-requests',
  asks: 'One request in ten takes ten times as long as the others. Round robin or least connections?',
  claims: [],
  code: [
    'sims/traffic/balancing/policies.ts#leastBusy',
    'sims/traffic/balancing/formulas.ts#besideIdleShare',
    'sims/traffic/queues/formulas.ts#waitMoments',
  ],
  params,
  durationMs: (p) => 2 * warmUpMs(p) + spanMs(p),
  metrics: {
    ...gaugePer(policies, 'waitMs', 'ms', (policy) => `mean wait, ${says[policy]}`),
    ...gaugePer(
      policies,
      'shortP99Ms',
      'ms',
      (policy) => `99th percentile of the time of short requests, ${says[policy]}`,
    ),
    ...gaugePer(
      policies,
      'besideIdle',
      'share',
      (policy) => `of requests sent to a busy host while another is idle, ${says[policy]}`,
    ),
    inTurnBeyond: gauge(
      'errors',
      'of its batches by which the mean wait by round robin lies outside the bounds of GI/G/1',
    ),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const arms = {
      random: emptyArm(p),
      'round-robin': emptyArm(p),
      'two-choices': emptyArm(p),
      'least-connections': emptyArm(p),
    };
    for (const policy of policies)
      addFleet(world, rules, policy, { arm: arms[policy], p, breaches });
    world.at(2 * warmUpMs(p) + spanMs(p) - 1, () => {
      // A machine that crashed has lost some.
      if (!policies.every((policy) => isDone(arms[policy]))) return;
      for (const policy of policies) {
        const arm = arms[policy];
        metrics[`${policy}.waitMs`].set(meanWaitOf(arm));
        metrics[`${policy}.shortP99Ms`].set(must(arm.shortTookMs.quantile(0.99), 'short requests'));
        metrics[`${policy}.besideIdle`].set(arm.besideIdle / arm.sent);
      }
      metrics.inTurnBeyond.set(beyondBounds(arms['round-robin'], p));
    });
    return { breaches, arms, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-ended', 'every measured request has ended', ({ arms }) =>
      policies.every((policy) => isDone(arms[policy])),
    ),
  ],
  expect: (p) => [
    none('least-connections.besideIdle', 'beside-idle-least-connections').says(
      'requests sent to a busy host while another is idle, by least connections',
    ),
    within(
      'random.besideIdle',
      'beside-idle-random',
      around({
        mean: besideIdleShare(p.load, p.hosts),
        deviation: besideIdleDeviation(p.load, p.hosts, {
          busyVariance: busyShareVariance(perMsEach(p), workOf(p)) / spanMs(p),
          requests: p.requests,
        }),
      }),
    ).says(
      'share of requests sent to a busy host while another is idle, if hosts are random: load x (1 - load^(hosts - 1))',
    ),
    within(
      'random.waitMs',
      'wait-random',
      around({
        mean: waitMoments(perMsEach(p), workOf(p))[0],
        deviation: meanWaitDeviation(perMsEach(p), workOf(p), p.hosts * spanMs(p)),
      }),
    ).says('ms of waiting on average at a random host: as the Pollaczek–Khinchine formula says'),
    within('inTurnBeyond', 'wait-round-robin', { atMost: 1 }).says(
      'mean wait by round robin, in standard errors outside the theoretical bounds (Kingman’s above, Marchal’s below)',
    ),
  ],
  tells: ({ metrics: m }) => {
    const wait = (policy: PolicyName) => `${(m[`${policy}.waitMs`].value ?? 0).toFixed(1)} ms`;
    const p99 = (policy: PolicyName) => `${(m[`${policy}.shortP99Ms`].value ?? 0).toFixed(0)} ms`;
    const share = (policy: PolicyName) => percent(m[`${policy}.besideIdle`].value, 0);
    return (
      `Least connections: the mean wait is ${wait('least-connections')} instead of ${wait('round-robin')} by round robin and ${wait('random')} at a random host, because it sends no request to a busy host while another is idle (round robin does so with ${share('round-robin')} of them, a random choice with ${share('random')}). ` +
      `The less busy of two random hosts gains most of that: ${wait('two-choices')}. ` +
      `Of the short requests, which take ${inDigits(shortMs)} ms without a queue, 99% are answered within ${p99('round-robin')} by round robin, and within ${p99('least-connections')} by least connections. ` +
      `So choose least connections, or two random choices if there are many hosts to compare; if short requests must not wait behind long ones at all, give the long ones hosts of their own.\n\n` +
      plainTable([
        [
          'policy',
          'mean wait',
          '99% of short requests within',
          'queued while another host was idle',
        ],
        ...policies.map((policy) => [says[policy], wait(policy), p99(policy), share(policy)]),
      ])
    );
  },
});

// Left out: balancers that know a request’s length in advance, several balancers, and hosts that share their time among requests.
