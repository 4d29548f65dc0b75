/** Clients that want a job done: they wait for it, or detach and poll for the result. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import type { JobAnswer, JobRequest } from './jobs.ts';

export interface JobClientOptions {
  readonly server: string;
  readonly how: 'waits' | 'polls' | 'leaves';
  /** Mean of an exponential time from one job to the next. */
  readonly gapMs: number;
  readonly jobs: number;
  /** How long a detached client waits for an answer before it asks again. */
  readonly timeoutMs: number;
}

export interface JobTotals {
  done: number;
  /** Total time for which connections were held. */
  heldMs: number;
  polls: number;
  /** From the beginning of a job until its client knows that it is done. */
  tookMs: number;
}

export const emptyJobs = (): JobTotals => ({ done: 0, heldMs: 0, polls: 0, tookMs: 0 });

export const jobClient = (options: JobClientOptions, totals: JobTotals) =>
  client(
    'client',
    (node) => {
      node.spawn(new JobClient(node, options, totals).jobs());
      return totals;
    },
    ({ done, polls }) => ({ done, polls }),
  );

class JobClient {
  readonly #node: ServerContext;
  readonly #options: JobClientOptions;
  readonly #totals: JobTotals;
  #asked = 0;

  constructor(node: ServerContext, options: JobClientOptions, totals: JobTotals) {
    this.#node = node;
    this.#options = options;
    this.#totals = totals;
  }

  *jobs(): Process<void> {
    const drawGapMs = sampler(exponential(this.#options.gapMs), this.#node.stream('jobs'));
    for (let job = 1; job <= this.#options.jobs; job++) {
      yield* this.#node.sleep(drawGapMs());
      this.#node.spawn(this.#job(`job-${job}`));
    }
  }

  *#job(key: string): Process<void> {
    const beganMs = this.#node.now();
    const http = ++this.#asked;
    const { how } = this.#options;
    if (how === 'waits') yield* attempt(this.#ask({ http, do: 'wait' }));
    else {
      const { job, retryAfterMs } = yield* this.#leave({ http, do: 'accept', key });
      if (how === 'polls') yield* this.#poll(job, retryAfterMs);
    }
    this.#totals.done += 1;
    this.#totals.tookMs += this.#node.now() - beganMs;
  }

  *#poll(job: number, retryAfterMs: number): Process<void> {
    for (;;) {
      yield* this.#node.sleep(retryAfterMs);
      this.#totals.polls += 1;
      const answer = yield* attempt(this.#ask({ http: ++this.#asked, do: 'status', job }));
      if (answer?.status === 200) return;
    }
  }

  /** Asks until it hears that the job is accepted. */
  *#leave(request: JobRequest): Process<JobAnswer> {
    for (;;) {
      const answer = yield* attempt(this.#ask(request, this.#options.timeoutMs));
      if (answer !== undefined) return answer;
      yield* this.#node.sleep(this.#options.timeoutMs / 10);
    }
  }

  *#ask(request: JobRequest, timeoutMs = Infinity): Process<JobAnswer> {
    const sentMs = this.#node.now();
    const options = timeoutMs < Infinity ? { timeoutMs } : {};
    try {
      return yield* this.#node.call<JobAnswer>(this.#options.server, request, options);
    } finally {
      this.#totals.heldMs += this.#node.now() - sentMs;
    }
  }
}
