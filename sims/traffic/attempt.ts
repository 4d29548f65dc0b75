/** Work and calls that may fail, with failure as one possible outcome. */
import type { Process } from '../../src/kernel/process.ts';
import { isCallFailure } from '../../src/world/server.ts';

/** Its result; undefined if it fails. Rethrows anything that is not a failed call. */
export function* attempt<T>(process: Process<T>): Process<T | undefined> {
  try {
    return yield* process;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return undefined;
  }
}
