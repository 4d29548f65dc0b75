/**
 * The contention model of Brooker’s article (Exponential Backoff and Jitter, AWS Architecture Blog,
 * 2015) and its simulator: clients that each want to write one row once, under optimistic
 * concurrency control.
 *
 * A client reads the row’s version, and writes with it; the write succeeds if the version is still
 * the same. Every message takes a hop. A client whose write failed waits a hop and the backoff, and
 * reads again.
 */
import { type Distribution, sampler } from '../../src/kernel/distribution.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { Backoff } from './backoff.ts';

export interface ContentionOptions {
  readonly clients: number;
  readonly hopMs: Distribution;
  readonly backoff: Backoff;
  /** Hears of every write that reaches the server. */
  readonly onWrite?: () => void;
  /** Hears when the last client has been told that its write succeeded. */
  readonly onCompleted?: (contention: Contention) => void;
}

/** One row and those who want to write it, once each. */
export interface Contention {
  /** Writes that reached the server, failed ones included. */
  readonly calls: number;
  /** Clients that have not yet been told that their write succeeded. */
  readonly unfinished: number;
}

/** Starts all clients now. */
export function startContention(
  kernel: Kernel,
  random: RandomStream,
  options: ContentionOptions,
): Contention {
  const { clients, backoff, onWrite, onCompleted } = options;
  const draw = sampler(options.hopMs, random);
  // A normal distribution has a tail below zero, which the simulator folds up.
  const hop = () => Math.abs(draw());
  let version = 0;
  const row = { calls: 0, unfinished: clients };

  function* client(): Process<void> {
    let waitMs = 0;
    let backoffMs: number | undefined;
    for (let failures = 1; ; failures++) {
      yield* sleep(waitMs + hop());
      const read = version;
      // Back to the client, and on with the write.
      yield* sleep(hop() + hop());
      row.calls += 1;
      onWrite?.();
      if (version === read) break;
      backoffMs = backoff.waitMs(failures, backoffMs);
      waitMs = hop() + backoffMs;
    }
    version += 1;
    yield* sleep(hop());
    row.unfinished -= 1;
    if (row.unfinished === 0) onCompleted?.(row);
  }

  for (let i = 0; i < clients; i++) startProcess(kernel, client());
  return row;
}
