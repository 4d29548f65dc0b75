import * as z from 'zod';
import { emptyJobs, type JobTotals, jobClient } from '../../sims/traffic/http/job-client.ts';
import { jobServer } from '../../sims/traffic/http/jobs.ts';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  jobMs: real(1_000, 600_000, 10_000, 'duration of a job'),
  retryAfterMs: real(100, 60_000, 2_000, 'how long the server tells clients to wait'),
  gapMs: real(10, 10_000, 200, 'mean time from one job to the next'),
  jobs: whole(50, 10_000, 200, 'jobs in each case'),
  loss: real(0.01, 0.9, 0.1, 'share of the answers to detached clients that are lost'),
});
type Params = z.output<typeof params>;

const says = {
  waits: 'the answer comes when the job is done',
  polls: '202 at once, and the client asks for the status',
};
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const timeoutMs = 100;
const hops = { atLeast: 0.4, atMost: 1.6 };

/**
 * The server gets a poll every Retry-After plus round trip; the first poll after the job is done is
 * the last.
 */
function pollsOf({ jobMs, retryAfterMs }: Params) {
  return {
    atLeast: Math.max(1, Math.ceil((jobMs - hops.atMost) / (retryAfterMs + hops.atMost))),
    atMost: Math.ceil((jobMs + hops.atMost) / (retryAfterMs + hops.atLeast)),
  };
}
const durationMs = (p: Params) =>
  p.jobs * p.gapMs * (1 + 6 / Math.sqrt(p.jobs)) + 2 * p.jobMs + 2 * p.retryAfterMs + 60_000;

interface Subject extends HttpSubject {
  readonly totals: readonly JobTotals[];
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/accepted-jobs',
  asks: 'A request starts ten seconds of work. What does answering 202 at once gain, with a place to ask for the result, and what happens if that answer is lost?',
  claims: ['http-202-polling'],
  code: ['sims/traffic/http/jobs.ts#serve'],
  params,
  durationMs,
  metrics: {
    ...gaugePer(
      arms,
      'heldMs',
      'ms',
      (arm) => `for which a connection is held per job, ${says[arm]}`,
    ),
    ...gaugePer(arms, 'tookMs', 'ms', (arm) => `until the client knows the result, ${says[arm]}`),
    polls: gauge('requests', 'for the status of a job, on average'),
    runs: counter('jobs', 'run for clients whose answers are lost'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const totals = arms.map((arm) => {
      const total = emptyJobs();
      const { jobMs, retryAfterMs, gapMs, jobs } = p;
      world.addServer(`server-${arm}`, jobServer(rules, { jobMs, retryAfterMs, runs: () => {} }));
      const options = { server: `server-${arm}`, how: arm, gapMs, jobs, timeoutMs: 3_600_000 };
      world.addServer(`client-${arm}`, jobClient(options, total));
      return total;
    });
    const lossy = emptyJobs();
    const ran = new Set<string>();
    const runs = (key: string) => {
      metrics.runs.add();
      if (ran.has(key))
        breaches.report('job-runs-once', `the job with key ${key} runs a second time`);
      ran.add(key);
    };
    const { jobMs, retryAfterMs, gapMs, jobs } = p;
    world.addServer('server-lossy', jobServer(rules, { jobMs, retryAfterMs, runs }));
    const options = { server: 'server-lossy', how: 'leaves' as const, gapMs, jobs, timeoutMs };
    world.addServer('client-lossy', jobClient(options, lossy));
    world.network.changeLink('server-lossy', 'client-lossy', { loss: p.loss });
    world.at(durationMs(p) - 1, () => {
      for (const [at, arm] of arms.entries()) {
        const total = totals[at];
        metrics[`${arm}.heldMs`].set((total?.heldMs ?? 0) / jobs);
        metrics[`${arm}.tookMs`].set((total?.tookMs ?? 0) / jobs);
      }
      metrics.polls.set((totals[1]?.polls ?? 0) / jobs);
    });
    return { breaches, totals: [...totals, lossy], rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ jobs }) => [
    sometimes<Subject>('all-done', 'every client learns the result of all its jobs', ({ totals }) =>
      totals.every(({ done }) => done === jobs),
    ),
  ],
  expect: (p) => {
    const polls = pollsOf(p);
    const pollMs = { atLeast: p.retryAfterMs + hops.atLeast, atMost: p.retryAfterMs + hops.atMost };
    return [
      within('waits.heldMs', 'waits', {
        atLeast: p.jobMs + hops.atLeast,
        atMost: p.jobMs + hops.atMost,
      }).says('ms that a connection is held for a job, if the answer comes when it is done'),
      within('polls.heldMs', 'polls-held', {
        atLeast: (polls.atLeast + 1) * hops.atLeast,
        atMost: (polls.atMost + 1) * hops.atMost,
      }).says(
        'ms that a connection is held for a job, with 202: the round trips',
        'http-202-polling',
      ),
      within('polls', 'polls', polls).says(
        'requests for the status of a job, on average, with 202',
      ),
      within('polls.tookMs', 'took', {
        atLeast: polls.atLeast * pollMs.atLeast + hops.atLeast,
        atMost: polls.atMost * pollMs.atMost + hops.atMost,
      }).says('ms until the client knows the result, with 202: up to one Retry-After later'),
      exactly(p.jobs, 'runs', 'once').says(
        'jobs that ran, if answers are lost and clients ask again: each once',
        'http-202-polling',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `With 202 a job of ${inSeconds(p.jobMs)} holds a connection for ${(m['polls.heldMs'].value ?? 0).toFixed(1)} ms, its round trips, instead of ${inSeconds(m['waits.heldMs'].value)}; the client learns of the result up to ${inSeconds(p.retryAfterMs)} late, after ${inDigits(m.polls.value ?? 0)} status requests on average. A client that did not receive the 202 asks again; because each job has a key that the client chose, the job does not run twice: ${inDigits(p.jobs)} jobs ran ${inDigits(m.runs.value)} times.\n\n` +
    plainTable([
      ['answered', 'connection held, ms', 'until the result is known, ms'],
      ...arms.map((arm) => [
        says[arm],
        (m[`${arm}.heldMs`].value ?? 0).toFixed(1),
        (m[`${arm}.tookMs`].value ?? 0).toFixed(1),
      ]),
    ]),
});

// Left out: callbacks to the client, and servers that lose their jobs in a crash.
