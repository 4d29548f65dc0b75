/**
 * A pool of worker processes that run batches of places, and survive what happens in them.
 *
 * A worker that dies, runs out of memory or hangs costs the place at which it was: what else was in
 * its batch is run again by another. No place is lost, and none counts twice.
 *
 * (Processes, because a thread that runs out of memory may take all of them with it: V8 ends the
 * process when a single large object, such as a Map or a string, does not fit.)
 */
import { setInterval } from 'node:timers';
import { Batches, type Range } from './pool-batches.ts';
import { startWorker, type WorkerProcess } from './pool-process.ts';

export interface PoolOptions {
  readonly workers: number;
  /** The module that every worker loads: see `serveBatches`. */
  readonly program: URL;
  /** What the program gets when it starts: plain data. */
  readonly data: unknown;
  /** Wall-clock time after which a place is given up. */
  readonly placeMsMax: number;
  /** Wall-clock time without a sign of life after which a worker counts as hung (default: 60 s). */
  readonly silentMsMax?: number;
  /** How large the heap of a worker may become before the worker dies. */
  readonly heapMiBMax: number;
}

/** Something to be done at the places 0 to `length - 1`. */
export interface Work<Result> {
  readonly length: number;
  /** Handed to each worker once, because it may hold a user's numbers: plain data. */
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
  readonly worker: WorkerProcess;
  isReady: boolean;
  /** Of the work that it has had a batch of. */
  job: unknown;
  batch: Range | undefined;
  batchSinceMs: number;
  /** Where it was when it was last heard of. */
  place: number | undefined;
  placeSinceMs: number;
  heardMs: number;
  /** Why the pool has ended it. */
  ended: Ending | undefined;
}

type Ending = 'unwanted' | { readonly timeout: string };

const silentMsMaxByDefault = 60_000;
const startMsMax = 600_000;
const lookEveryMs = 100;
/** A look that comes so much too late: the whole program was stopped, or the machine slept. */
const lateMsMax = 1_000;

export function createPool(options: PoolOptions): Pool {
  const members = new Set<Member>();
  let current: Current<unknown> | undefined;

  const hire = (): void => {
    const nowMs = performance.now();
    const worker = startWorker(options, {
      onMessage(message) {
        if (member.ended !== undefined) return;
        if (message.kind === 'failed') return current?.fail(new Error(message.why));
        if (message.kind === 'ready') member.isReady = true;
        if (message.kind === 'done') {
          const { batch } = member;
          member.batch = undefined;
          if (batch !== undefined) current?.done(message.result, batch, member);
        }
        current?.feed(member);
      },
      onPlace(place) {
        member.heardMs = performance.now();
        if (place === member.place) return;
        member.place = place;
        member.placeSinceMs = member.heardMs;
      },
      onEnd(why) {
        members.delete(member);
        if (member.isReady || member.ended !== undefined) current?.bury(member, why);
        else current?.fail(new Error(`A worker has not started: ${why}`));
      },
    });
    const member: Member = {
      worker,
      isReady: false,
      job: undefined,
      batch: undefined,
      batchSinceMs: nowMs,
      place: undefined,
      placeSinceMs: nowMs,
      heardMs: nowMs,
      ended: undefined,
    };
    members.add(member);
    worker.tell({ kind: 'start', data: options.data });
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

async function end(member: Member, why: Ending): Promise<void> {
  member.ended ??= why;
  await member.worker.kill();
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
    member.placeSinceMs = member.batchSinceMs;
    member.heardMs = member.batchSinceMs;
    member.place = undefined;
    const { job } = this.#work;
    const news = member.job === job ? {} : { job };
    member.job = job;
    member.worker.tell({ kind: 'batch', ...news, ...batch });
  }

  done(result: unknown, batch: Range, member: Member): void {
    if (this.#settle === undefined) return;
    this.#batches.took(batch, performance.now() - member.batchSinceMs);
    this.#work.onResult(result as Result, batch);
    this.#endUnwanted();
    this.#settleIfDone();
  }

  /** A worker is gone: with it the place at which it was, and nothing else. */
  bury(member: Member, why: string): void {
    if (this.#settle === undefined) return;
    const { batch, ended, place: at = -1 } = member;
    member.batch = undefined;
    if (batch !== undefined && ended !== 'unwanted') {
      const place = at >= batch.from && at < batch.to ? at : batch.from;
      this.#batches.giveBack({ from: batch.from, to: place });
      this.#batches.giveBack({ from: place + 1, to: batch.to });
      if (ended === undefined) this.#work.onLost(place, 'died', `its worker died: ${why}`);
      else this.#work.onLost(place, 'timeout', ended.timeout);
    }
    this.#staff();
    this.#settleIfDone();
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

  /** Ends the workers that have stayed at one place, or have been silent, for too long. */
  #look(): void {
    const nowMs = performance.now();
    const lateMs = nowMs - this.#lookedMs - lookEveryMs;
    this.#lookedMs = nowMs;
    const { placeMsMax, silentMsMax = silentMsMaxByDefault } = this.#options;
    for (const member of this.#members) {
      if (lateMs > lateMsMax) {
        member.placeSinceMs += lateMs;
        member.heardMs += lateMs;
      }
      const silentMs = nowMs - member.heardMs;
      if (!member.isReady && silentMs > startMsMax) {
        this.fail(new Error(`A worker has not started within ${startMsMax / 1000} s.`));
      } else if (member.batch === undefined) {
      } else if (nowMs - member.placeSinceMs > placeMsMax) {
        void end(member, {
          timeout: `not finished after ${placeMsMax / 1000} s of wall-clock time`,
        });
      } else if (silentMs > silentMsMax) {
        void end(member, { timeout: `it hung: no event ended for ${silentMsMax / 1000} s` });
      }
    }
  }
}
