/**
 * Refresh-ahead: an entry that is read when it is old enough is loaded again behind the reader's
 * back, before it expires (`refreshAfterWrite` in Caffeine). A key that is read often enough never
 * expires; one that is not is refreshed in vain.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app.ts';
import type { Key, Row } from '../row.ts';
import { loadAndFill } from './cache-aside.ts';

export function* refreshAhead(app: App, key: Key): Process<Row> {
  const entry = yield* app.cache.entry(key);
  if (entry === undefined) return yield* loadAndFill(app, key);
  if (app.nowMs >= entry.filledAtMs + app.options.refreshAfterMs) refreshOnce(app, key);
  return entry.row;
}

/** Loads the row again in the background, unless this instance is doing so already. */
export function refreshOnce(app: App, key: Key): void {
  if (app.inFlight.has(key)) return;
  app.inFlight.set(key, app.background(refresh(app, key)));
}

function* refresh(app: App, key: Key): Process<Row> {
  try {
    return yield* loadAndFill(app, key);
  } finally {
    app.inFlight.delete(key);
  }
}
