/**
 * The retry example of Bronson et al. (HotOS 2021, §2.1), at half its rates. The database answers
 * in 100 ms up to its capacity, and ten times slower above. A client that retries after a second
 * without an answer doubles its load when there are no answers. Above half of the capacity the
 * doubled load exceeds the capacity, and the overload outlives its cause.
 */
import * as z from 'zod';
import type { Machine } from '../../sims/resilience/machine.ts';
import { timeout } from '../../sims/resilience/policies/timeout.ts';
import { type RetryBudget, tokenBucketBudget } from '../../sims/resilience/retry/retry-budget.ts';
import type { System } from '../../sims/resilience/system.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { capitalised } from '../../src/words/sentences.ts';
import { stall } from '../../src/world/fault.ts';
import { addCaller, armsOf, each, eachNamed, eachNode, lastAnswers, Tally } from './arms.ts';
import { retryCap } from './budgets.ts';
import { happened, when } from './goals.ts';
import { gauge, real, scenario, series, whole } from './kit.ts';
import { retryingAtOnce } from './policies.ts';
import { percent } from './words.ts';

const says = {
  stable: 'at the stable load',
  vulnerable: 'at the vulnerable load',
  loadDrop: 'at the vulnerable load, which drops for a while',
  retryCap: 'at the vulnerable load, with retries capped later',
  retryBudget: 'at the vulnerable load, with a retry budget that successes fill',
};
type Arm = keyof typeof says;
const arms = armsOf(says);

const remedies = {
  loadDrop: 'a few seconds of less load',
  retryCap: 'a cap on retries',
  retryBudget: 'a retry budget that successes fill',
};
const remedyNames = armsOf(remedies);

const qps = z.number().positive().max(2_000);

const params = z.object({
  stableQps: qps.default(70).describe('load of the first client: below half of the capacity'),
  vulnerableQps: qps.default(140).describe('load of the others: above half of the capacity'),
  capacityQps: whole(10, 2_000, 150, 'capacity of a database'),
  stallMs: whole(0, 60_000, 3_000, 'how long the databases stall'),
  slowdown: real(1, 100, 10, 'how much slower it is above the capacity'),
  timeoutMs: whole(1, 10_000, 1_000, 'how long a client waits'),
  maxAttempts: whole(1, 10, 2, 'attempts per query, the first included'),
  earnedBySuccess: real(0, 1, 0.05, 'tokens of the retry budget'),
  spikeQps: real(0, 10_000, 0, 'additional load, for a second, as trigger'),
  dropToQps: qps.default(70).describe('the lower load, for a few seconds'),
  retryCapPerSecond: real(0, 1_000, 7, 'the cap on retries'),
});

type Params = z.output<typeof params>;

const stallAtMs = 1_000;
const queryMs = 100;
/** What counts at the end: the queries of that many last ms that had time to be answered. */
const lastMs = 1_000;
/** Until all attempts from before the drop are over. */
const dropForMs = ({ maxAttempts, timeoutMs }: Params) =>
  Math.max(3_000, (maxAttempts + 1) * timeoutMs);
const remedyAtMs = ({ stallMs }: Params) => stallAtMs + stallMs + 1_000;
const endAtMs = (params: Params) =>
  remedyAtMs(params) + dropForMs(params) + (params.maxAttempts + 1) * params.timeoutMs + lastMs;

/**
 * The state of an arm at the end: it answers; it does not; it does one or the other but nothing
 * between; or it oscillates without staying down.
 */
type Fate = 'up' | 'down' | 'either' | 'now and then';

function shareIs(arm: Arm, id: string, fate: Fate, text: string) {
  const fromNearer = (shares: Valued<Arm>) => {
    const share = shares[arm].value;
    return share === undefined ? undefined : Math.min(share, 1 - share);
  };
  switch (fate) {
    case 'up':
      return within(arm, id, { atLeast: 0.9 }).says(`${text}: it recovers`);
    case 'down':
      return within(arm, id, { atMost: 0.1 }).says(
        `${text}: it stays down, although the cause is long gone`,
      );
    case 'either':
      return within(fromNearer, id, { atMost: 0.1 }).says(
        `${text}, or that are not, whichever is less: so close to the capacity, or after so short a stall, it either recovers or stays down`,
      );
    case 'now and then':
      return within(arm, id, { atLeast: 0.1 }).says(
        `${text}, but one that pays for more retries than the capacity leaves: the overload comes and goes`,
      );
  }
}

interface Subject extends System {
  /** Of the last 200 queries of the client with the token bucket, the share that was answered. */
  readonly recent: () => number;
}

function budgetOf(arm: Arm, machine: Machine, params: Params): RetryBudget | undefined {
  const { retryCapPerSecond, earnedBySuccess } = params;
  if (arm === 'retryCap') return retryCap(machine, retryCapPerSecond, remedyAtMs(params));
  if (arm === 'retryBudget') return tokenBucketBudget({ maxTokens: 100, earnedBySuccess });
  return undefined;
}

/** The load of a client at a time: the trigger and the remedy change it. */
function loadOf(arm: Arm, atMs: number, params: Params): number {
  const { stableQps, vulnerableQps, dropToQps, spikeQps } = params;
  const qps = arm === 'stable' ? stableQps : vulnerableQps;
  const sinceDropMs = atMs - remedyAtMs(params);
  const isDropped = sinceDropMs >= 0 && sinceDropMs < dropForMs(params);
  if (arm === 'loadDrop' && isDropped) return dropToQps;
  return atMs >= stallAtMs && atMs < stallAtMs + 1_000 ? qps + spikeQps : qps;
}

export default scenario({
  id: 'resilience/metastable',
  asks: 'A database that serves 150 queries per second stalls for three seconds. Why does it stay down afterwards, and what brings it back?',
  claims: ['q9-retries-3x-load'],
  code: [
    'sims/resilience/retry/retry.ts#retry',
    'sims/resilience/retry/retry-budget.ts#tokenBucketBudget',
    'sims/resilience/service/service.ts#overloadOf',
  ],
  params: params.refine(
    ({ capacityQps, stableQps, vulnerableQps, dropToQps }) =>
      Math.max(stableQps, vulnerableQps, dropToQps) < capacityQps,
    {
      path: ['capacityQps'],
      error: 'a healthy database must be able to serve every load, so each must be below it',
    },
  ),
  swarm: {
    capacityQps: { min: 100, max: 500 },
    stallMs: { min: 0, max: 10000 },
    timeoutMs: { min: 200, max: 2000 },
    maxAttempts: { min: 1, max: 4 },
  },
  durationMs: endAtMs,
  plan: ({ stallMs }) => [{ atMs: stallAtMs, fault: stall('services', stallMs) }],
  metrics: {
    ...each(arms, (arm) => gauge('share', `of the last queries that were answered, ${says[arm]}`)),
    ...eachNamed(arms, 'Goodput', (arm) => series('queries/s', `answered, ${says[arm]}`, 1_000)),
  },
  build({ system, params, metrics, nowMs, happens }): Subject {
    const { capacityQps, slowdown, timeoutMs, maxAttempts } = params;
    const recent = lastAnswers(200);
    for (const arm of arms) {
      const database = system.service({
        name: `database-${arm}`,
        serviceMs: uniform(queryMs, 1.02 * queryMs),
        overload: { aboveQps: capacityQps, slowdown },
      });
      const tally = new Tally();
      addCaller(system, `client-${arm}`, database, (machine) => ({
        ratePerSecond: () => loadOf(arm, nowMs(), params),
        arrivals: 'even',
        policies: [
          retryingAtOnce(machine, maxAttempts, budgetOf(arm, machine, params)),
          timeout(machine, { timeoutMs }),
        ],
        onAnswer: (answer) => {
          const { askedAtMs, failure } = answer;
          if (failure === undefined) metrics[`${arm}Goodput`].add(nowMs());
          else happens('struck');
          if (arm === 'retryBudget') recent.add(failure === undefined);
          if (askedAtMs < endAtMs(params) - lastMs - maxAttempts * timeoutMs) return;
          tally.add(answer);
          metrics[arm].set(tally.share ?? 0);
        },
      }));
    }
    return Object.assign(system, { recent: recent.answered });
  },
  goals: (params) => [
    // Queries that wait out a shorter stall are answered in time.
    ...when(
      params.stallMs > params.timeoutMs,
      happened('struck', 'a client gets no answer in time'),
    ),
    ...when(
      budgetFits(params),
      eventually<Subject>(
        'service-recovers',
        'with a retry budget the database answers again, and still does at the end',
        0,
        ({ recent }) => recent() > 0.9,
      ),
    ),
  ],
  expect: (params) => {
    const { capacityQps, maxAttempts } = params;
    // A shorter stall is over before all attempts have been sent.
    const isTrigger = params.stallMs >= maxAttempts * params.timeoutMs;
    // If a slow answer still arrives in time, no client retries.
    const isLate = params.slowdown * queryMs >= params.timeoutMs;
    // Within a query or two of the capacity either can happen.
    const fateOf = (spareQps: number, marginQps = 1): Fate => {
      if (!isLate || spareQps > 1) return 'up';
      return isTrigger && spareQps < -marginQps ? 'down' : 'either';
    };
    const repeated = (qps: number) => fateOf(capacityQps - maxAttempts * qps);
    const isVulnerable = maxAttempts * params.vulnerableQps > capacityQps;
    const left = capacityQps - params.vulnerableQps - params.retryCapPerSecond;
    return [
      shareIs(
        'stable',
        'stable-load',
        repeated(params.stableQps),
        `share of the last queries that are answered, at ${params.stableQps} queries/s`,
      ),
      shareIs(
        'vulnerable',
        'vulnerable-load',
        repeated(params.vulnerableQps),
        `share of the last queries that are answered, at ${params.vulnerableQps} queries/s`,
      ),
      shareIs(
        'loadDrop',
        'load-drop',
        isVulnerable ? repeated(params.dropToQps) : 'up',
        'share of the last queries that are answered, after the load dropped for a while',
      ),
      shareIs(
        'retryCap',
        'retry-cap',
        isVulnerable ? fateOf(left, 2) : 'up',
        'share of the last queries that are answered, with retries capped',
      ),
      shareIs(
        'retryBudget',
        'retry-budget',
        budgetFits(params) ? 'up' : 'now and then',
        'share of the last queries that are answered, with a retry budget that successes fill',
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const share = (arm: Arm) => percent(metrics[arm].value);
    const isUp = (arm: Arm) => (metrics[arm].value ?? 0) > 0.5;
    const answered =
      `long after a stall of ${params.stallMs / 1_000} s, databases of ${params.capacityQps} queries/s answered ` +
      `${share('stable')} of the last queries at ${params.stableQps}/s and ${share('vulnerable')} at ${params.vulnerableQps}/s`;
    if (isUp('vulnerable')) {
      return `Here retries do not keep it down: each query is tried up to ${params.maxAttempts} times if no answer comes, and ${answered}.`;
    }
    const named = (some: readonly (keyof typeof remedies)[]) =>
      some.map((arm) => `${remedies[arm]} (${share(arm)} are answered again)`);
    const [ends, fails] = [remedyNames.filter(isUp), remedyNames.filter((arm) => !isUp(arm))];
    return (
      `Retries keep the database down: each query is tried up to ${params.maxAttempts} times if no answer comes, so ${params.vulnerableQps} queries/s become ${params.maxAttempts * params.vulnerableQps} where it serves ${params.capacityQps}, and the overload feeds itself after its cause is gone (a metastable failure). ` +
      `${ends.length === 0 ? '' : `What ends it: ${named(ends).join(', ')}. `}` +
      `${fails.length === 0 ? '' : `What does not: ${named(fails).join(', ')}. `}` +
      `${capitalised(answered)}: near its limit a short fault is enough.`
    );
  },
  plot: ({ params, metrics }) => ({
    title: 'Queries answered in time',
    yLabel: 'queries/s',
    lines: eachNode('database', arms, (arm) => metrics[`${arm}Goodput`]),
    marks: {
      stall: stallAtMs,
      'stall ends': stallAtMs + params.stallMs,
      'load drops, retries are capped': remedyAtMs(params),
    },
  }),
});

/**
 * Whether the retries that successes earn leave the load below the capacity. With a tenth of a
 * token per success 28 retries per second go with 280 queries, and 308 are too many: the database
 * then oscillates.
 */
function budgetFits({ vulnerableQps, earnedBySuccess, capacityQps, maxAttempts }: Params): boolean {
  return vulnerableQps * (1 + Math.min(maxAttempts - 1, earnedBySuccess)) + 1 < capacityQps;
}

// Left out: a queue. A database that queues also keeps its backlog: it recovers only when that is
// drained, and a bounded queue that rejects queries at once makes it less vulnerable.
