/**
 * Request coalescing (single flight): a request that misses while this process is loading the row
 * waits for that load. One load per key and process, so the fleet makes as many as it has
 * instances.
 */
import { join, type Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import type { Key, Row } from '../row.ts';

export function* coalescing(app: App, key: Key): Process<Row> {
  const { row: cached } = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  const inFlight = app.inFlight.get(key);
  if (app.rules['coalesce-loads'] && inFlight !== undefined) {
    app.routine({ kind: 'joins', key, rule: 'coalesce-loads' });
    return yield* join(inFlight);
  }
  const load = app.background(sharedLoad(app, key));
  app.inFlight.set(key, load);
  return yield* join(load);
}

/** Belongs to no request: it continues when the request that began it has given up. */
function* sharedLoad(app: App, key: Key): Process<Row> {
  try {
    return yield* loadAndFill(app, key);
  } finally {
    app.inFlight.delete(key);
  }
}
