/** Pages of a list: by offset, and after the last row that was shown. */
import type { AccessRules } from './rules.ts';

export interface Post {
  readonly id: number;
  readonly atMs: number;
}

/** Where the next page begins. */
export interface Cursor {
  readonly shown: number;
  readonly last: Post | undefined;
}

export const atTheTop: Cursor = { shown: 0, last: undefined };

export interface PageOf {
  readonly posts: readonly Post[];
  readonly rowsRead: number;
  readonly next: Cursor;
}

/** Newest first; of one time, the larger id. */
export const newestFirst = (a: Post, b: Post): number => b.atMs - a.atMs || b.id - a.id;

/** `sorted` is an index in the order of the list: a page begins at a row that is found, or is counted up to. */
export function pageOf(
  sorted: readonly Post[],
  cursor: Cursor,
  limit: number,
  rules: AccessRules,
): PageOf {
  const { shown, last } = cursor;
  const isAfter = (post: Post): boolean => {
    if (last === undefined) return true;
    return rules['cursor-breaks-ties'] ? newestFirst(last, post) < 0 : post.atMs < last.atMs;
  };
  const from = rules['page-after-last-row'] ? firstOf(sorted, isAfter) : shown;
  const posts = sorted.slice(from, from + limit);
  const rowsRead = rules['page-after-last-row'] ? posts.length : from + posts.length;
  return { posts, rowsRead, next: { shown: shown + posts.length, last: posts.at(-1) ?? last } };
}

/** The first for which it holds, as it does for all after it. */
function firstOf(sorted: readonly Post[], holds: (post: Post) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const post = sorted[middle];
    if (post !== undefined && holds(post)) high = middle;
    else low = middle + 1;
  }
  return low;
}
