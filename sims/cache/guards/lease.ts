/**
 * Leases (Nishtala et al. 2013, §3.2.1): the cache grants one reader that misses a lease to fill
 * the key, and tells the others to wait. A delete voids the lease, so a row loaded before a write
 * is not put in after it.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';
import type { Found } from '../server/command.ts';

export function* withLease(app: App, key: Key): Process<Row> {
  let found = yield* app.cache.getOrLease(key);
  const waitsUntilMs = app.now() + app.options.loadMsMax;
  while (mustWait(found) && app.now() < waitsUntilMs) {
    yield* app.node.sleep(app.options.retryMs);
    found = yield* app.cache.getOrLease(key, 'again');
  }
  if (found.row !== undefined) return found.row;
  // Without a lease, after the longest load: the key was deleted within the hold-off.
  const row = yield* app.database.read(key);
  if (found.lease !== undefined) yield* app.cache.setWithLease(key, row, found.lease);
  return row;
}

/** Another reader has the lease. If the cache does not answer, none has. */
const mustWait = ({ row, lease, missing }: Found): boolean =>
  row === undefined && lease === undefined && missing !== 'unreachable';
