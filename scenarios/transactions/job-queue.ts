import * as z from 'zod';
import { type Claim, claims, jobQueue } from '../../sims/transactions/isolation/job-queue.ts';
import type { IsolationLaw, IsolationSubject } from '../../sims/transactions/isolation/laws.ts';
import { transactionsNotes } from '../../sims/transactions/notes.ts';
import { stateRow } from '../../sims/transactions/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, none, within } from '../../src/check/expected.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import { crash } from '../../src/world/fault.ts';
import { linkMs } from './common.ts';
import { aboutStores } from './stores.ts';

const params = z.object({
  workers: whole(
    3,
    10,
    4,
    'that take jobs from one table; the first of them dies at its first job',
  ),
  jobs: whole(10, 40, 20, 'in the table at the beginning'),
  workMs: whole(20, 200, 50, 'that a job takes'),
  idleTimeoutMs: whole(
    500,
    5_000,
    1_000,
    'without a statement after which the store rolls a transaction back',
  ),
});
type Params = z.output<typeof params>;

const [startMs, laterMs, pollMs] = [10, 2, 50];
/** Long enough for one worker after the other, after the timeout. */
const untilMs = (p: Params) => startMs + p.idleTimeoutMs + p.jobs * (p.workMs + 2) + 2 * pollMs;
const endMs = (p: Params) => untilMs(p) + p.workMs + pollMs;

interface QueueSubject extends IsolationSubject {
  readonly isDone: () => boolean;
}

const allJobsDone: Goal<QueueSubject> = sometimes(
  'all-jobs-done',
  'every job of every table is done',
  ({ isDone }) => isDone(),
);

export default scenario({
  ...aboutStores,
  id: 'transactions/job-queue',
  asks: 'Several workers take jobs from a table. How does each job go to one worker only, without the others waiting, and what happens to the job of a worker that dies?',
  claims: [],
  code: [
    'sims/transactions/isolation/job-queue.ts#claimStatement',
    'sims/transactions/isolation/database.ts#lockNewest',
    'sims/transactions/isolation/server.ts#endingIfIdle',
  ],
  params,
  durationMs: endMs,
  plan: (p) =>
    claims.map((claim) => ({
      atMs: startMs + p.workMs / 2,
      fault: crash(`${claim}/worker1`),
    })),
  metrics: {
    ...gaugePer(claims, 'runs', 'jobs', (claim) => `${claim}: times that a job was done`),
    ...gaugePer(
      claims,
      'again',
      'jobs',
      (claim) => `${claim}: times that it had been done already`,
    ),
    ...gaugePer(claims, 'waits', 'statements', (claim) => `${claim}: that waited for a lock`),
    ...gaugePer(claims, 'restMs', 'ms', (claim) => `${claim}: until all other jobs are done`),
    ...gaugePer(claims, 'deadMs', 'ms', (claim) => `${claim}: until the dead worker’s job is done`),
  },
  build: ({ world, rules, metrics, params: p }) => {
    const breaches = new Breaches<IsolationLaw>();
    const options = { ...p, startMs, laterMs, pollMs, untilMs: untilMs(p) };
    const queues = claims.map((claim) => jobQueue(world, rules, { ...options, claim }));
    const waits = new Map<string, number>();
    transactionsNotes.listen(world.trace, 'blocked', ({ transaction, by }, store) => {
      waits.set(store, (waits.get(store) ?? 0) + 1);
      if (store === 'skip-locked/store')
        breaches.report('claims-never-wait', `${transaction} waits for ${by}`);
    });
    world.at(endMs(p) - 1, () => {
      for (const { claim, store, runs, doneMs } of queues) {
        const times = [...runs.values()];
        const total = times.reduce((sum, each) => sum + each, 0);
        metrics[`${claim}.runs`].set(total);
        metrics[`${claim}.again`].set(total - times.length);
        metrics[`${claim}.waits`].set(waits.get(store.self) ?? 0);
        const rest = [...doneMs].filter(([job]) => job !== 1).map(([, atMs]) => atMs);
        metrics[`${claim}.restMs`].set(Math.max(...rest));
        const deadMs = doneMs.get(1);
        if (deadMs !== undefined) metrics[`${claim}.deadMs`].set(deadMs);
        else breaches.report('job-is-not-lost', `${claim}: job 1 has not been done`);
        if (claim !== 'unlocked' && total > times.length)
          breaches.report(
            'job-done-once',
            `${claim}: ${counted(times.length, 'job is', 'jobs are')} run ${counted(total, 'time')}`,
          );
      }
    });
    return {
      breaches,
      isDone: () => queues.every(({ doneMs }) => doneMs.size === p.jobs),
      unended: () => undefined,
      rows: () => world.nodes.map(stateRow),
    };
  },
  goals: () => [allJobsDone],
  expect: (p) => [
    exactly((p.workers - 1) * p.jobs, 'unlocked.runs', 'unlocked-runs').says(
      'without a lock: times that a job was done; every worker that lives does every job',
    ),
    exactly(p.jobs, 'for-update.runs', 'for-update-runs').says(
      'FOR UPDATE: times that a job was done; each job once',
    ),
    exactly(p.jobs, 'skip-locked.runs', 'skip-locked-runs').says(
      'SKIP LOCKED: times that a job was done; each job once',
    ),
    none('skip-locked.waits', 'skip-locked-waits').says(
      'SKIP LOCKED: statements that waited for a lock',
    ),
    within('for-update.restMs', 'for-update-rest', oneByOneMs(p)).says(
      'FOR UPDATE: time until all jobs are done, in ms: the timeout of the dead worker, and then one job after the other',
    ),
    within('skip-locked.restMs', 'skip-locked-rest', sharedMs(p)).says(
      'SKIP LOCKED: time until all jobs but the dead worker’s are done, in ms: they are shared among the workers that live',
    ),
    within('skip-locked.deadMs', 'skip-locked-dead', givenBackMs(p)).says(
      'SKIP LOCKED: time until the dead worker’s job is done, in ms: its timeout, then until a worker looks again, then the job',
    ),
  ],
  tells: ({ metrics: m, params: p }) => {
    const of = (claim: Claim, what: 'runs' | 'again' | 'waits' | 'restMs' | 'deadMs') =>
      m[`${claim}.${what}`].value ?? 0;
    const ms = (value: number) => inTime(Math.round(value));
    return (
      `With SELECT … FOR UPDATE SKIP LOCKED each worker locks the first job that is free: ${inDigits(p.workers - 1)} workers finish ${inDigits(p.jobs - 1)} jobs of ${ms(p.workMs)} in ${ms(of('skip-locked', 'restMs'))}, each of them once. ` +
      `The job of the worker that dies comes back when its transaction is rolled back, here after ${ms(p.idleTimeoutMs)} of silence (idle_in_transaction_session_timeout). ` +
      `With FOR UPDATE alone all workers wait for the first job, for the dead worker too, and finish after ${ms(of('for-update', 'restMs'))}. ` +
      `Without a lock all find the same job, and ${inDigits(p.jobs)} jobs are done ${counted(of('unlocked', 'runs'), 'time')}. ` +
      'What a job does outside the database can still happen twice, if its worker dies before the commit: it needs an idempotency key.\n\n' +
      plainTable([
        ['claim', 'done', 'too often', 'waits', 'others after', 'dead worker’s job after'],
        ...claims.map((claim) => [
          claim,
          inDigits(of(claim, 'runs')),
          inDigits(of(claim, 'again')),
          inDigits(of(claim, 'waits')),
          ms(of(claim, 'restMs')),
          ms(of(claim, 'deadMs')),
        ]),
      ])
    );
  },
});

const messages = (count: number) => ({ least: count * linkMs.min, most: count * linkMs.max });

/**
 * The timeout runs from the answer to the first claim (1 message before it). Then, for each job, the answer to the claim
 * that has waited, the work, the update and its answer, and the commit (4 messages); the answer to the last one (1).
 */
function oneByOneMs({ jobs, workMs, idleTimeoutMs }: Params) {
  const { least, most } = messages(4 * jobs + 2);
  const fixedMs = idleTimeoutMs + jobs * workMs;
  return { atLeast: fixedMs + least, atMost: fixedMs + most };
}

/** A job takes the work and three calls, 6 messages. Some worker does at least the mean, and none waits while a job is free. */
function sharedMs({ workers, jobs, workMs, idleTimeoutMs }: Params) {
  const { least, most } = messages(6);
  const [others, live] = [jobs - 1, workers - 1];
  const busyMs = (jobs / live + 1) * (workMs + most);
  const isGivenBackBefore = busyMs > idleTimeoutMs;
  return {
    atLeast: Math.ceil(others / live) * (workMs + least),
    atMost: busyMs + live * laterMs + (isGivenBackBefore ? pollMs : 0),
  };
}

/** It is free after the timeout, and taken by the next worker that looks. */
function givenBackMs({ workers, jobs, workMs, idleTimeoutMs }: Params) {
  const { least, most } = messages(6);
  const busyMs = (jobs / (workers - 1)) * (workMs + most);
  return {
    atLeast: idleTimeoutMs + workMs + least,
    atMost: Math.max(idleTimeoutMs + pollMs + most, busyMs) + workMs + 2 * most,
  };
}

// Left out: a lease, which a short transaction writes into the row with its end, so that no transaction stays open for the
// length of a job; and a worker that is only slow: after the timeout its job is done by another one as well.
