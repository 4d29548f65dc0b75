/** Fallback: a lesser answer when the call fails. */
import type { Process } from '../../../src/kernel/process.ts';
import {
  type Call,
  type CallFailed,
  failureOf,
  type Policy,
  type PolicyContext,
  type Request,
} from '../call.ts';

/**
 * `instead` answers in place of a failed call. It may fail too: a fallback that calls another
 * service is only as good as that service.
 */
export function fallback(
  context: PolicyContext,
  instead: (request: Request, failure: CallFailed) => Process<unknown>,
): Policy {
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      try {
        return yield* next(request);
      } catch (caught) {
        const failure = failureOf(caught);
        context.note({ kind: 'falls-back', request: request.id, failure: failure.kind });
        return (yield* instead(request, failure)) as T;
      }
    };
}
