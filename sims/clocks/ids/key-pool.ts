/**
 * A pool of keys that were made beforehand. Servers take them in batches and give them out from memory, so a key is unique
 * if no batch is taken twice: the pool's disk knows which are taken, and the pool answers when it does.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { IdJudge } from './laws.ts';
import type { IdRules } from './rules.ts';

/** Written before a batch is handed out. */
interface Taken {
  readonly batch: number;
}

interface PoolMemory {
  /** Every batch before this one is taken: they are taken in order. */
  next: number;
}

interface PoolOptions {
  readonly rules: IdRules;
  readonly batches: number;
  readonly keysPerBatch: number;
}

/** The first and the last key of a batch. The pool's keys are numbers here: shuffling them would change nothing. */
interface Batch {
  readonly first: number;
  readonly last: number;
}

interface TakeRequest {
  readonly do: 'take';
}

export function keyPool(options: PoolOptions): Server<PoolMemory, TakeRequest, Taken> {
  const { rules, batches, keysPerBatch } = options;
  return {
    kind: 'pool',
    start: (_node, { journal }) => ({ next: 1 + (journal.at(-1)?.batch ?? -1) }),
    *serve(memory, _request, from, node): Process<Batch> {
      const batch = memory.next;
      if (batch >= batches) throw new Refusal('the pool is empty');
      if (rules['batch-is-taken-once']) {
        // Marked before anything is waited for: a second request finds the next batch.
        memory.next = batch + 1;
        node.persist({ batch });
        yield* node.durable();
      } else {
        // Two steps: the batch is read here, and marked when it has been handed out.
        node.spawn(marking(memory, batch, node));
      }
      note(node, { kind: 'hands-out-keys', batch, to: from, rule: 'batch-is-taken-once' });
      return { first: batch * keysPerBatch, last: (batch + 1) * keysPerBatch - 1 };
    },
    shown: ({ next }) => ({ taken: next }),
  };
}

/** How long it takes until a batch that was read is marked as taken, without the rule. */
const markingMs = 2;

function* marking(memory: PoolMemory, batch: number, node: ServerContext<Taken>): Process<void> {
  yield* node.sleep(markingMs);
  memory.next = Math.max(memory.next, batch + 1);
  node.persist({ batch });
}

interface TakerMemory {
  /** Keys that it has, the next one first. */
  readonly keys: number[];
  taking: boolean;
}

interface KeyRequest {
  readonly do: 'key';
}

interface TakerOptions {
  readonly judge: IdJudge;
  /** For the judge only. */
  readonly trueMs: () => number;
}

/** A server that gives out keys from memory, and takes another batch when it has none. A crash forgets the rest of a batch. */
export function keyTaker(options: TakerOptions): Server<TakerMemory, KeyRequest> {
  const { judge, trueMs } = options;
  return {
    kind: 'taker',
    start: () => ({ keys: [], taking: false }),
    *serve(memory, _request, _from, node): Process<number> {
      while (memory.keys.length === 0) {
        if (memory.taking) yield* node.sleep(pollMs);
        else yield* take(memory, node);
      }
      const key = memory.keys.shift() ?? 0;
      judge.issues(BigInt(key), node.self, trueMs());
      return key;
    },
    shown: ({ keys }) => ({ keys: keys.length }),
  };
}

const pollMs = 1;
/** A pool that does not answer by then is asked again: what it may have marked meanwhile is wasted. */
const takeTimeoutMs = 50;

function* take(memory: TakerMemory, node: ServerContext): Process<void> {
  memory.taking = true;
  try {
    const request: TakeRequest = { do: 'take' };
    const { first, last } = yield* node.call<Batch>('pool', request, { timeoutMs: takeTimeoutMs });
    for (let key = first; key <= last; key++) memory.keys.push(key);
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    note(node, { kind: 'refused', reason: 'reason' in failure ? failure.reason : 'no answer' });
    yield* node.sleep(pollMs);
  } finally {
    memory.taking = false;
  }
}
