/**
 * Write-behind: the cache acknowledges a write, and writes it to the database later (see
 * `server/write-behind.ts`).
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

export function* writeBehind(app: App, key: Key): Process<Row> {
  return yield* app.cache.write(key);
}
