/**
 * A page that differs for every user, cached under a key that names the user and everything else
 * that the page depends on.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';
import type { CacheRules } from '../rules.ts';

/** The row behind the page. */
export const pageOfUser = (page: string, user: number): Key => `${page} of user ${user}`;

export function* readPage(app: App, page: Key): Process<Row> {
  const key = cacheKey(page, app.rules);
  const { row: cached } = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  const row = yield* app.database.read(page);
  yield* app.cache.set(key, row);
  return row;
}

function cacheKey(page: Key, rules: CacheRules): Key {
  if (rules['key-names-the-tenant']) return page;
  return page.slice(0, page.lastIndexOf(' of '));
}
