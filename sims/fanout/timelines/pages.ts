/** A timeline that is read page by page, the newest posts first, while new ones come. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { FanoutRules } from '../rules.ts';

/** By the time of the post in whole milliseconds, and its id. */
export interface TimedPost {
  readonly id: number;
  readonly atMs: number;
}

export type PageRequest =
  | { readonly add: TimedPost }
  | { readonly size: number; readonly after: TimedPost | undefined }
  | { readonly size: number; readonly offset: number };

interface Memory {
  /** The newest first. */
  posts: TimedPost[];
}

export const timelineServer = (
  rules: FanoutRules,
  posts: readonly TimedPost[],
): Server<Memory, PageRequest> => ({
  kind: 'timeline',
  start: () => ({ posts: newestFirst(posts) }),
  serve(memory, request): readonly TimedPost[] {
    if ('add' in request) {
      memory.posts = newestFirst([...memory.posts, request.add]);
      return [];
    }
    if ('offset' in request) {
      return memory.posts.slice(request.offset, request.offset + request.size);
    }
    const { after, size } = request;
    const isAfter = ({ atMs, id }: TimedPost): boolean => {
      if (after === undefined || atMs < after.atMs) return true;
      // Posts of the same time are told apart by their ids.
      return rules['cursor-has-a-tie-break'] && atMs === after.atMs && id < after.id;
    };
    return memory.posts.filter(isAfter).slice(0, size);
  },
  shown: ({ posts }) => ({ posts: posts.length }),
});

const newestFirst = (posts: readonly TimedPost[]): TimedPost[] =>
  [...posts].sort((one, other) => other.atMs - one.atMs || other.id - one.id);

export interface ReaderOptions {
  readonly timeline: string;
  readonly size: number;
  /** Posts that come between two pages. */
  readonly newPosts: number;
  readonly by: 'cursor' | 'offset';
}

/** Reads to the end; `done` is called with all ids in the order in which they came. */
export const pageReader = (options: ReaderOptions, done: (ids: readonly number[]) => void) =>
  client('reader', (node) => {
    node.spawn(reads(node, options, done));
    return {};
  });

function* reads(
  node: ServerContext,
  { timeline, size, newPosts, by }: ReaderOptions,
  done: (ids: readonly number[]) => void,
): Process<void> {
  const ids: number[] = [];
  let after: TimedPost | undefined;
  for (let page = 0; ; page++) {
    const request: PageRequest = by === 'cursor' ? { size, after } : { size, offset: page * size };
    const posts = yield* node.call<readonly TimedPost[]>(timeline, request);
    if (posts.length === 0) break;
    ids.push(...posts.map(({ id }) => id));
    after = posts.at(-1);
    for (let place = 0; place < newPosts; place++) {
      const add = { id: 1_000_000 + page * newPosts + place, atMs: 1_000_000 + page };
      yield* node.call(timeline, { add });
    }
  }
  done(ids);
}
