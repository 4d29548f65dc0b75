/** Keys of entries, where they are not those of the rows. */
import type { Key } from './row.ts';
import type { CacheRules } from './rules.ts';

/** The row behind a page that looks different to every user. */
export const pageOfUser = (page: string, user: number): Key => `${page} of user ${user}`;

/** The key to cache such a page under: with the user in it, like every part that it depends on. */
export function cacheKey(row: Key, rules: CacheRules): Key {
  if (rules['key-names-the-tenant']) return row;
  return row.slice(0, row.lastIndexOf(' of '));
}
