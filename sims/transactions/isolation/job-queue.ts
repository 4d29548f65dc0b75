/**
 * A table as a job queue. A worker claims the first job that is not done, does it, and marks it done,
 * all in one transaction: its lock lasts as long as the job, and a rollback gives the job back.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import type { IsolationRules } from './rules.ts';
import { storeServer } from './server.ts';
import { Session } from './session.ts';
import { type Statement, update } from './statement.ts';

/** How a worker claims a job: it reads it, locks it, or locks the first one that is not locked. */
export const claims = ['unlocked', 'for-update', 'skip-locked'] as const;
export type Claim = (typeof claims)[number];

export interface QueueOptions {
  readonly claim: Claim;
  readonly jobs: number;
  readonly workers: number;
  /** What a job takes. */
  readonly workMs: number;
  /** Between two looks at a queue without a free job. */
  readonly pollMs: number;
  readonly idleTimeoutMs: number;
  readonly startMs: number;
  /** How much later each worker starts than the one before. */
  readonly laterMs: number;
  /** When workers stop looking for jobs. */
  readonly untilMs: number;
}

export interface JobQueue {
  readonly claim: Claim;
  readonly store: Node;
  /** How often each job was done, by its id. */
  readonly runs: Map<number, number>;
  /** When each job was first marked as done, in ms after the start. */
  readonly doneMs: Map<number, number>;
}

export function claimStatement(rules: IsolationRules, claim: Claim): Statement {
  const first = { do: 'select', where: { done: 0 }, limit: 1 } as const;
  if (claim === 'unlocked' || !rules['claim-locks-row']) return first;
  const skipLocked = claim === 'skip-locked' && rules['claim-skips-locked'];
  return { ...first, forUpdate: true, skipLocked };
}

/** Its machines are `<claim>/store` and `<claim>/worker1` and on. */
export function jobQueue(world: World, rules: IsolationRules, options: QueueOptions): JobQueue {
  const { claim, jobs, workers, idleTimeoutMs } = options;
  const rows = Array.from({ length: jobs }, (_, place) => ({ id: place + 1, done: 0 }));
  const store = world.addServer(`${claim}/store`, storeServer(rules, { rows, idleTimeoutMs }));
  const queue: JobQueue = { claim, store, runs: new Map(), doneMs: new Map() };
  for (let place = 0; place < workers; place++) {
    const run = (node: ServerContext) => node.spawn(working(node, rules, options, queue, place));
    world.addServer(`${claim}/worker${place + 1}`, client('worker', run));
  }
  return queue;
}

function* working(
  node: ServerContext,
  rules: IsolationRules,
  { claim, workMs, pollMs, startMs, laterMs, untilMs }: QueueOptions,
  { store, runs, doneMs }: JobQueue,
  place: number,
): Process<void> {
  const session = new Session(node, store.self, 'read-committed');
  yield* node.sleep(Math.max(0, startMs + place * laterMs - node.now()));
  while (node.now() < untilMs) {
    let id: number | undefined;
    const isDone = yield* session.transact(function* (say) {
      const { rows } = yield* say(claimStatement(rules, claim));
      id = rows[0]?.['id'];
      if (id === undefined) return 'give-up';
      yield* node.sleep(workMs);
      runs.set(id, (runs.get(id) ?? 0) + 1);
      note(node, { kind: 'works', job: id });
      yield* say(update({ done: 1 }, { id }));
      return 'commit';
    });
    if (!isDone || id === undefined) yield* node.sleep(pollMs);
    else if (!doneMs.has(id)) doneMs.set(id, node.now() - startMs);
  }
}
