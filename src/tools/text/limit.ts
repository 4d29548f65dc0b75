/** How much a recorded session may hold, so that it is refused before the first replica types it. */
import { type EditingTrace, TraceError } from '../../../sims/crdt/text/editing-trace.ts';

/** At all replicas together. Measured: 0.4 KB of memory each, so that these take about 500 MiB. */
export const operationsMaxDefault = 1_000_000;

/** Each character that is inserted or deleted is an operation. O(patches). */
export function operationsIn({ startContent, transactions }: EditingTrace): number {
  let count = startContent.length;
  for (const { patches } of transactions) {
    for (const [, deleted, inserted] of patches) count += deleted + inserted.length;
  }
  return count;
}

/** Throws TraceError. */
export function limitOperations(operations: number, replicas: number, max: number): void {
  if (operations * replicas <= max) return;
  throw new TraceError(
    `it has ${operations} operations for each of ${replicas} replicas, and ${max} in all is the limit: raise it with --operations-max, or ask for fewer --replicas`,
  );
}
