/**
 * Stale-while-revalidate (RFC 5861, §3): once an entry is stale, readers still get it for a grace
 * period, while one of them renews it in the background. No reader waits for the load.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import { refreshOnce } from '../patterns/refresh-ahead.ts';
import type { Key, Row } from '../row.ts';

export function* staleWhileRevalidate(app: App, key: Key): Process<Row> {
  const { row, entry } = yield* app.cache.get(key);
  if (row === undefined || entry === undefined) return yield* loadAndFill(app, key);
  if (entry.freshForMs <= 0) refreshOnce(app, key, entry);
  return row;
}
