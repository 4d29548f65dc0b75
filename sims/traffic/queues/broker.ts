/**
 * Work that a client requests from a service, or puts on a broker’s queue, from which a worker
 * fetches it.
 */
import { constant, exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import {
  client,
  isCallFailure,
  type Server,
  type ServerContext,
} from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';

export interface Job {
  readonly job: number;
  readonly askedMs: number;
}

export const serviceServer = (workMs: number): Server<Station, Job> => ({
  kind: 'service',
  start: (node) => new Station(node, { serviceMs: constant(workMs) }),
  *serve(station): Process<unknown> {
    yield* station.serve();
    return 'done';
  },
  shown: ({ working }) => ({ working }),
});

export const brokerServer: Server<Job[], { readonly fetch: true } | Job> = {
  kind: 'broker',
  start: () => [],
  serve(jobs, request) {
    if ('fetch' in request) return jobs.splice(0);
    jobs.push(request);
    return 'kept';
  },
  shown: (jobs) => ({ jobs: jobs.length }),
};

export interface WorkerOptions {
  readonly broker: string;
  readonly pollMs: number;
  readonly workMs: number;
  readonly done: (job: Job, nowMs: number) => void;
}

/** Fetches everything present at a fixed interval, and works on all of it at once. */
export const workerServer = (options: WorkerOptions) =>
  client('worker', (node) => {
    node.spawn(poll(node, options));
    return {};
  });

function* poll(node: ServerContext, options: WorkerOptions): Process<void> {
  for (;;) {
    yield* node.sleep(options.pollMs);
    node.spawn(fetchJobs(node, options));
  }
}

function* fetchJobs(node: ServerContext, { broker, workMs, done }: WorkerOptions): Process<void> {
  const jobs = yield* attempt(node.call<readonly Job[]>(broker, { fetch: true }));
  for (const job of jobs ?? []) node.spawn(work(node, workMs, () => done(job, node.now())));
}

function* work(node: ServerContext, workMs: number, done: () => void): Process<void> {
  yield* attempt(node.work(workMs));
  done();
}

export interface AskerOptions {
  readonly perMs: number;
  readonly untilMs: number;
  readonly service: string;
  readonly broker: string;
  readonly answered: (job: Job, nowMs: number) => void;
  readonly failed: (job: Job) => void;
}

/** Asks the service and puts the same work on the broker’s queue, at random times. */
export const askerServer = (options: AskerOptions) =>
  client('client', (node) => {
    node.spawn(ask(node, options));
    return {};
  });

function* ask(node: ServerContext, options: AskerOptions): Process<void> {
  const drawGapMs = sampler(exponential(1 / options.perMs), node.stream('arrivals'));
  for (let job = 1; ; job++) {
    yield* node.sleep(drawGapMs());
    if (node.now() >= options.untilMs) return;
    const asked = { job, askedMs: node.now() };
    node.spawn(askService(node, options, asked));
    node.spawn(leave(node, options, asked));
  }
}

function* askService(node: ServerContext, options: AskerOptions, job: Job): Process<void> {
  try {
    yield* node.call(options.service, job);
    options.answered(job, node.now());
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    options.failed(job);
  }
}

function* leave(node: ServerContext, { broker }: AskerOptions, job: Job): Process<void> {
  yield* attempt(node.call(broker, job));
}
