/**
 * The contention model of Brooker's article (AWS Architecture Blog, 2015): many concurrent trials
 * with each of his five strategies.
 */
import * as z from 'zod';
import { exponentialBackoff, type Jitter, noBackoff } from '../../sims/resilience/retry/backoff.ts';
import { startContention } from '../../sims/resilience/retry/contention.ts';
import { within } from '../../src/check/expected.ts';
import { drawnAround, foldedNormal, largestOf, meanOf } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { eachNamed } from './arms.ts';
import { standardErrorsBetween } from './bounds.ts';
import { happened, when } from './goals.ts';
import { type Histogram, histogram, real, scenario, series, whole } from './kit.ts';
import { duration, number } from './words.ts';

/** The parameter value, Brooker's name, and the jitter of each strategy. */
const strategies = {
  noBackoff: { choice: 'no-backoff', name: 'no backoff', jitter: undefined },
  exponential: { choice: 'none', name: 'exponential', jitter: 'none' },
  equal: { choice: 'equal', name: 'equal jitter', jitter: 'equal' },
  full: { choice: 'full', name: 'full jitter', jitter: 'full' },
  decorrelated: { choice: 'decorrelated', name: 'decorrelated jitter', jitter: 'decorrelated' },
} as const satisfies Record<string, { choice: string; name: string; jitter: Jitter | undefined }>;
const all = Object.keys(strategies) as (keyof typeof strategies)[];
const choices = all.map((strategy) => strategies[strategy].choice);

const params = z.object({
  clients: whole(1, 200, 20, 'that each want to write the row once'),
  jitter: z
    .enum(['all', ...choices])
    .default('all')
    .describe('exponential backoff with a jitter, or no backoff; or all five side by side'),
  trials: whole(1, 1_000, 20, 'trials for each strategy'),
  baseMs: z.number().positive().max(10_000).default(5).describe('base of the backoff'),
  capMs: z.number().positive().max(100_000).default(2_000).describe('longest backoff'),
  hopMs: typical(z.number().positive().max(1_000), 10).describe('mean latency of a message'),
  hopSdMs: real(0, 1_000, 2, 'standard deviation of the latency, unless it is measured'),
});

type Params = z.output<typeof params>;

const chosen = ({ jitter }: Params) =>
  all.filter((strategy) => jitter === 'all' || jitter === strategies[strategy].choice);

type Calls = Readonly<Record<`${keyof typeof strategies}Calls`, Histogram>>;

const mostCalls = (metrics: Calls) =>
  Math.max(...all.map((strategy) => metrics[`${strategy}Calls`].max ?? 0));
const errorsApart = ({ fullCalls, exponentialCalls }: Calls) =>
  standardErrorsBetween(fullCalls, exponentialCalls);
const savedShare = ({ fullCalls, exponentialCalls }: Calls) =>
  fullCalls.mean === undefined || exponentialCalls.mean === undefined
    ? undefined
    : 1 - fullCalls.mean / exponentialCalls.mean;

/** The simulator’s own figures, of 100 trials: see `test/sims/resilience/retry/contention.test.ts`. */
const savedWith10 = 1 - 39 / 50.9;
const savedWith50 = 1 - 333.3 / 623.8;

/**
 * Whether the parameters match the article's setting, with a number of clients that was tried in
 * the simulator.
 */
function isBrookers({ clients, jitter, baseMs, capMs, hopMs, hopSdMs }: Params): boolean {
  const isSetting = baseMs === 5 && capMs === 2_000 && hopMs === 10 && hopSdMs === 2;
  return jitter === 'all' && isSetting && clients >= 10 && clients <= 50;
}

/** Whether jitter shows: latencies that differ a lot act as jitter themselves. */
function isTelling({ clients, jitter, trials, hopMs, hopSdMs }: Params): boolean {
  const isSteady = hopSdMs > 0 && largestOf(hopMs) <= 2 * meanOf(hopMs);
  return jitter === 'all' && clients >= 10 && trials >= 20 && isSteady;
}

const bucketMs = 100;

export default scenario({
  id: 'resilience/backoff',
  asks:
    'Many clients want to write the same row. How do backoff and jitter change the number of calls and the time until ' +
    'all have written?',
  claims: ['q9-retry-jitter-needed', 'qf-backoff-alone-herds'],
  code: [
    'sims/resilience/retry/backoff.ts#exponentialBackoff',
    'sims/resilience/retry/backoff.ts#exponentialMs',
  ],
  params,
  swarm: { clients: { min: 1, max: 60 }, trials: { min: 1, max: 30 } },
  // In every span of the longest backoff plus a few hops, one client succeeds.
  durationMs: ({ clients, capMs, hopMs, hopSdMs }) =>
    (clients + 1) * (Math.max(capMs, 1) + 8 * largestOf(hopMs) + 40 * hopSdMs),
  metrics: {
    ...eachNamed(all, 'Calls', (strategy) =>
      histogram('calls', `writes that reached the server, with ${strategies[strategy].name}`),
    ),
    ...eachNamed(all, 'Ms', (strategy) =>
      histogram('ms', `until all clients had written, with ${strategies[strategy].name}`),
    ),
    ...eachNamed(all, 'Rate', (strategy) =>
      series('calls/s', `writes reaching the servers, with ${strategies[strategy].name}`, bucketMs),
    ),
  },
  build({ world, system, params, rules, metrics, nowMs, happens }) {
    const { clients, trials, baseMs, capMs, hopMs, hopSdMs } = params;
    let unfinished = chosen(params).length * trials;
    for (const strategy of chosen(params)) {
      const { choice, jitter, name } = strategies[strategy];
      const options = { initialIntervalMs: baseMs, multiplier: 2, maxIntervalMs: capMs };
      const random = world.kernel.random.stream(`${choice}/backoff`);
      const rows = startContention(world, {
        name: choice,
        clients,
        trials,
        hopMs: drawnAround(hopMs, (meanMs) => foldedNormal(meanMs, hopSdMs)),
        backoff:
          jitter === undefined
            ? noBackoff
            : exponentialBackoff(rules, { ...options, firstExponent: 1, jitter }, random),
        onWrite: () => metrics[`${strategy}Rate`].add(nowMs()),
        onCompleted: (row) => {
          metrics[`${strategy}Calls`].record(row.calls);
          metrics[`${strategy}Ms`].record(nowMs());
          unfinished -= 1;
          if (unfinished === 0) happens('all-written');
        },
      });
      system.rows.push(() => ({
        name,
        cells: [
          ['trials in progress', String(rows.filter(({ unfinished }) => unfinished > 0).length)],
          ['calls', String(rows.reduce((sum, row) => sum + row.calls, 0))],
        ],
      }));
    }
  },
  goals: () => [happened('all-written', 'every client has written the row')],
  expect: (params) => {
    const { clients, trials } = params;
    // The calls of a trial vary by a tenth. Six standard deviations of the quotient of the means.
    const slack = 0.6 * Math.sqrt(2 / trials);
    return [
      within(mostCalls, 'calls-within-closed-form', {
        atLeast: clients,
        atMost: (clients * (clients + 1)) / 2,
      }).says(
        `calls of any strategy until all ${clients} clients have written, on average: at most N(N+1)/2, because each success makes each other client fail at most once`,
      ),
      ...when(
        isTelling(params),
        // One run in ten million would show this by chance.
        within(errorsApart, 'jitter-saves-calls', { atMost: -5.2 }).says(
          'calls with full jitter less those with exponential backoff without jitter, in standard errors of the difference',
          'qf-backoff-alone-herds',
        ),
      ),
      ...when(
        isBrookers(params),
        within(savedShare, 'jitter-saves-as-much', {
          atLeast: savedWith10 - slack,
          atMost: savedWith50 + slack,
        }).says(
          'share of calls that full jitter saves: Brooker’s simulator (AWS) gives a quarter with 10 clients and a half with 50',
          'qf-backoff-alone-herds',
        ),
      ),
    ];
  },
  tells: ({ params, metrics }) => {
    const lines = chosen(params).map((strategy) => {
      const [calls, time] = [metrics[`${strategy}Calls`], metrics[`${strategy}Ms`]];
      return `${strategies[strategy].name} ${number(calls.mean)} calls (${duration(time.mean)})`;
    });
    return (
      'Jitter saves calls and time, and backoff alone hardly saves calls: clients that failed together wait equally long, and collide again. ' +
      `Until ${params.clients} clients had all written one row it took with ${lines.join(', with ')} (means of ${params.trials} trials).`
    );
  },
  plots: ({ params, metrics }) => [
    {
      title: 'Writes that reach the server',
      xLabel: 'ms',
      yLabel: 'calls/s, mean of the trials',
      lines: chosen(params).map((strategy) => ({
        name: strategies[strategy].name,
        points: [
          ...metrics[`${strategy}Rate`].points,
          [(metrics[`${strategy}Ms`].max ?? 0) + bucketMs, 0] as const,
        ].map(([x, y]) => [x, y / params.trials] as const),
      })),
    },
  ],
});

// Left out: how load affects a server. It answers at once, whatever arrives; only the version
// decides which clients must retry.
