/**
 * Long work behind an API: an answer when it is done, or 202 Accepted at once, and a place to ask
 * for the result (RFC 9110 §15.3.3).
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';

export type JobRequest =
  | { readonly http: number; readonly do: 'wait' }
  /** `key`: what the client calls its job, however often it asks for it. */
  | { readonly http: number; readonly do: 'accept'; readonly key: string }
  | { readonly http: number; readonly do: 'status'; readonly job: number };

export interface JobAnswer {
  /** 202: accepted, or not yet done. */
  readonly status: 200 | 202;
  readonly job: number;
  readonly retryAfterMs: number;
}

export interface JobOptions {
  readonly jobMs: number;
  /** How long the server tells a client to wait before it asks for the status. */
  readonly retryAfterMs: number;
  /** A job begins for the client's key. */
  readonly runs: (key: string) => void;
}

interface Memory {
  readonly jobs: Map<number, 'running' | 'done'>;
  readonly byKey: Map<string, number>;
}

export const jobServer = (rules: HttpRules, options: JobOptions): Server<Memory, JobRequest> => ({
  kind: 'jobs',
  start: () => ({ jobs: new Map(), byKey: new Map() }),
  *serve(memory, request, _from, node): Process<JobAnswer> {
    const { jobs, byKey } = memory;
    const { retryAfterMs } = options;
    if (request.do === 'wait') {
      yield* node.work(options.jobMs);
      return { status: 200, job: 0, retryAfterMs: 0 };
    }
    if (request.do === 'status') {
      const isDone = jobs.get(request.job) === 'done';
      return { status: isDone ? 200 : 202, job: request.job, retryAfterMs };
    }
    const known = rules['job-has-the-clients-key'] ? byKey.get(request.key) : undefined;
    if (known !== undefined) {
      note(node, { kind: 'knows-job', job: known, rule: 'job-has-the-clients-key' });
      return { status: 202, job: known, retryAfterMs };
    }
    const job = jobs.size + 1;
    jobs.set(job, 'running');
    byKey.set(request.key, job);
    options.runs(request.key);
    note(node, { kind: 'accepts-job', job });
    node.spawn(run(node, jobs, job, options.jobMs));
    return { status: 202, job, retryAfterMs };
  },
  shown: ({ jobs }) => ({
    jobs: jobs.size,
    running: [...jobs.values()].filter((state) => state === 'running').length,
  }),
});

function* run(
  node: ServerContext,
  jobs: Map<number, 'running' | 'done'>,
  job: number,
  jobMs: number,
): Process<void> {
  yield* attempt(node.work(jobMs));
  jobs.set(job, 'done');
  note(node, { kind: 'finishes-job', job });
}
