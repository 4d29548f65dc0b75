/** Work and calls that may fail, where a failure is an end like any other. */
import type { Process } from '../../src/kernel/process.ts';
import { isCallFailure } from '../../src/world/server.ts';

/** What comes of it; undefined if it fails. Throws what is no failure of a call. */
export function* attempt<T>(process: Process<T>): Process<T | undefined> {
  try {
    return yield* process;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return undefined;
  }
}
