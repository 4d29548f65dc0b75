/**
 * A pool of worker threads that run batches of places, and survive what happens in them.
 *
 * A worker that dies, or that stays at one place for too long and is ended, costs that place alone:
 * what else was in its batch is run again by another. No place is lost, and none counts twice.
 *
 * (Written on node:worker_threads, since tinypool 2.2 waits for ever for a worker that exits.)
 */
import { setInterval } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { Batches, type Range } from './pool-batches.ts';
import { type FromWorker, shared, type ToWorker } from './pool-messages.ts';

export interface PoolOptions {
  readonly workers: number;
  /** The module that every worker loads: see `serveBatches`. */
  readonly program: URL;
  /** What the program gets when it starts: plain data. */
  readonly data: unknown;
  /** Wall-clock time after which a place is given up. */
  readonly placeMsMax: number;
  /** How large the heap of a worker may become before the worker dies. */
  readonly heapMiBMax: number;
}

/** Something to be done at the places 0 to `length - 1`. */
export interface Work<Result> {
  readonly length: number;
  /** Handed to the worker with every batch: plain data. */
  readonly job: unknown;
  readonly onResult: (result: Result, range: Range) => void;
  /** A place whose worker died, or that took too long. */
  readonly onLost: (place: number, how: 'died' | 'timeout', why: string) => void;
  /** No place from here on matters any more. May become smaller. */
  readonly end?: () => number;
  readonly signal?: AbortSignal;
}

export interface Pool {
  /** Does the work; early where its signal says so. One at a time. Throws what a worker throws that cannot start. */
  perform<Result>(work: Work<Result>): Promise<void>;
  close(): Promise<void>;
}

interface Member {
  readonly worker: Worker;
  readonly memory: Int32Array;
  isReady: boolean;
  batch: Range | undefined;
  batchSinceMs: number;
  /** What `begun` was when it was last looked at, and since when it is that. */
  begun: number;
  begunSinceMs: number;
  /** Why the pool has ended it. */
  ended: 'timeout' | 'unwanted' | undefined;
  error: unknown;
}

const startMsMax = 60_000;
const lookEveryMs = 100;
/** Who comes so much too late was not running: the whole program was stopped, or the machine slept. */
const lateMsMax = 1_000;

export function createPool(options: PoolOptions): Pool {
  const members = new Set<Member>();
  let current: Current<unknown> | undefined;

  const hire = (): void => {
    const memory = new Int32Array(new SharedArrayBuffer(shared.length * 4));
    const worker = startWorker(options, memory);
    const member: Member = {
      worker,
      memory,
      isReady: false,
      batch: undefined,
      batchSinceMs: 0,
      begun: 0,
      begunSinceMs: performance.now(),
      ended: undefined,
      error: undefined,
    };
    members.add(member);
    worker.on('message', (message: FromWorker) => {
      if (member.ended !== undefined) return;
      if (message.kind === 'ready') member.isReady = true;
      else if (message.kind === 'failed') return current?.fail(message.error);
      else {
        const { batch } = member;
        member.batch = undefined;
        if (batch !== undefined) current?.done(message.result, batch, member);
      }
      current?.feed(member);
    });
    worker.on('error', (error) => {
      member.error = error;
    });
    worker.on('exit', (code) => {
      members.delete(member);
      if (!member.isReady && member.ended === undefined) {
        current?.fail(member.error ?? new Error(`a worker ended with ${code} while it started`));
        return;
      }
      current?.bury(member, code);
    });
  };

  return {
    async perform<Result>(work: Work<Result>): Promise<void> {
      if (current !== undefined) throw new Error('the pool is at work already');
      current = new Current(work as Work<unknown>, options, members, hire);
      try {
        await current.finished;
      } finally {
        current = undefined;
      }
    },
    async close(): Promise<void> {
      await Promise.all([...members].map((member) => end(member, 'unwanted')));
    },
  };
}

async function end(member: Member, why: 'timeout' | 'unwanted'): Promise<void> {
  member.ended ??= why;
  await member.worker.terminate();
}

/** The work that is being done now. */
class Current<Result> {
  readonly finished: Promise<void>;
  readonly #work: Work<Result>;
  readonly #options: PoolOptions;
  readonly #members: Set<Member>;
  readonly #hire: () => void;
  readonly #clock: NodeJS.Timeout;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  readonly #batches: Batches;
  #lookedMs = performance.now();

  constructor(work: Work<Result>, options: PoolOptions, members: Set<Member>, hire: () => void) {
    this.#work = work;
    this.#options = options;
    this.#members = members;
    this.#hire = hire;
    this.#batches = new Batches(options.workers);
    this.finished = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#clock = setInterval(() => this.#look(), lookEveryMs);
    work.signal?.addEventListener('abort', this.#stop, { once: true });
    if (work.signal?.aborted) this.#stop();
    for (const member of members) this.feed(member);
    this.#staff();
    this.#settleIfDone();
  }

  /** Gives a worker that is free something to do. */
  feed(member: Member): void {
    if (!member.isReady || member.ended !== undefined || member.batch !== undefined) return;
    if (this.#settle === undefined) return;
    const batch = this.#batches.take(this.#end);
    if (batch === undefined) return;
    member.batch = batch;
    member.batchSinceMs = performance.now();
    member.begunSinceMs = member.batchSinceMs;
    Atomics.store(member.memory, shared.place, 0);
    member.worker.postMessage({ job: this.#work.job, ...batch } satisfies ToWorker);
  }

  done(result: unknown, batch: Range, member: Member): void {
    if (this.#settle === undefined) return;
    this.#batches.took(batch, performance.now() - member.batchSinceMs);
    this.#work.onResult(result as Result, batch);
    this.#endUnwanted();
    this.#settleIfDone();
  }

  /** A worker is gone: with it the place at which it was, and nothing else. */
  bury(member: Member, code: number): void {
    if (this.#settle === undefined) return;
    const { batch } = member;
    member.batch = undefined;
    if (batch !== undefined && member.ended !== 'unwanted') {
      const at = Atomics.load(member.memory, shared.place) - 1;
      const place = at >= batch.from && at < batch.to ? at : batch.from;
      this.#batches.giveBack({ from: batch.from, to: place });
      this.#batches.giveBack({ from: place + 1, to: batch.to });
      const how = member.ended === 'timeout' ? 'timeout' : 'died';
      this.#work.onLost(place, how, this.#whyLost(member, code));
    }
    this.#staff();
    this.#settleIfDone();
  }

  #whyLost({ ended, error }: Member, code: number): string {
    if (ended === 'timeout') {
      return `not finished after ${this.#options.placeMsMax / 1000} s of wall-clock time`;
    }
    if (error instanceof Error) return `its worker died: ${error.message.split('\n', 1)[0]}`;
    return `its worker exited with status ${code}`;
  }

  fail(error: unknown): void {
    const settle = this.#close();
    settle?.reject(error);
  }

  readonly #stop = (): void => {
    this.#close()?.resolve();
  };

  /** Nothing of this work may reach the next. */
  #close() {
    const settle = this.#settle;
    this.#settle = undefined;
    clearInterval(this.#clock);
    this.#work.signal?.removeEventListener('abort', this.#stop);
    for (const member of this.#members) {
      if (member.batch === undefined) continue;
      member.batch = undefined;
      void end(member, 'unwanted');
    }
    return settle;
  }

  get #end(): number {
    return Math.min(this.#work.length, this.#work.end?.() ?? Infinity);
  }

  /** As many workers as there is work for. */
  #staff(): void {
    if (this.#settle === undefined) return;
    const busy = [...this.#members].filter(({ batch }) => batch !== undefined).length;
    const wanted = Math.min(this.#options.workers, busy + this.#batches.left(this.#end));
    while (this.#members.size < wanted) this.#hire();
    for (const member of this.#members) this.feed(member);
  }

  #endUnwanted(): void {
    const limit = this.#end;
    for (const member of this.#members) {
      if (member.batch !== undefined && member.batch.from >= limit) void end(member, 'unwanted');
    }
  }

  #settleIfDone(): void {
    const limit = this.#end;
    if (this.#batches.left(limit) > 0) return;
    const busy = [...this.#members].some(({ batch }) => batch !== undefined && batch.from < limit);
    if (!busy) this.#close()?.resolve();
  }

  /** Ends the workers that have stayed at one place for too long. */
  #look(): void {
    const nowMs = performance.now();
    const lateMs = nowMs - this.#lookedMs - lookEveryMs;
    this.#lookedMs = nowMs;
    for (const member of this.#members) {
      if (lateMs > lateMsMax) member.begunSinceMs += lateMs;
      const begun = Atomics.load(member.memory, shared.begun);
      if (begun !== member.begun) {
        member.begun = begun;
        member.begunSinceMs = nowMs;
      }
      const sinceMs = nowMs - member.begunSinceMs;
      if (!member.isReady && sinceMs > startMsMax) {
        this.fail(new Error(`a worker has not started within ${startMsMax / 1000} s`));
      } else if (member.batch !== undefined && sinceMs > this.#options.placeMsMax) {
        void end(member, 'timeout');
      }
    }
  }
}

/** A worker loads TypeScript as the command line does, whoever started it. */
function startWorker({ program, data, heapMiBMax }: PoolOptions, memory: Int32Array): Worker {
  const workerData = { data, memory };
  const resourceLimits = { maxOldGenerationSizeMb: heapMiBMax };
  if (!program.pathname.endsWith('.ts')) return new Worker(program, { workerData, resourceLimits });
  const tsx = import.meta.resolve('tsx/esm/api');
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(program.href)}); })`;
  return new Worker(start, { eval: true, workerData, resourceLimits, execArgv: [] });
}
