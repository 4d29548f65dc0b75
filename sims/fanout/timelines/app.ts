/**
 * The service in front of the stores. A post is copied to the inboxes of its followers (fan-out on write), or looked up
 * when a follower reads (fan-out on read), or one or the other by the number of followers (hybrid).
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import { Followers } from './followers.ts';
import type { Follow, TimelineOperation } from './graph.ts';
import type { InboxMessage, Post } from './stores.ts';

export const strategies = ['write', 'read', 'hybrid'] as const;
export type Strategy = (typeof strategies)[number];

export interface AppOptions {
  readonly strategy: Strategy;
  readonly posts: string;
  readonly inboxes: string;
  readonly follows: readonly Follow[];
  /** Of hybrid: an author with so many followers is read from then on, and not pushed. */
  readonly threshold: number;
}

/** What it has cost so far. */
export interface TimelineCosts {
  /** Copies of new posts in inboxes. */
  pushes: number;
  /** The most copies of one post. */
  pushesMax: number;
  /** Lists of authors that were merged into timelines. */
  lists: number;
}

interface Memory extends TimelineCosts {
  readonly followers: Followers;
  /** Authors whose posts are read and not pushed. */
  readonly pulled: Set<number>;
}

export const appServer = (
  rules: FanoutRules,
  options: AppOptions,
  costs: TimelineCosts,
): Server<Memory, TimelineOperation> => ({
  kind: 'app',
  start: () => {
    const followers = new Followers(options.follows);
    const memory: Memory = Object.assign(costs, { followers, pulled: new Set<number>() });
    for (const { author } of options.follows) reconsider(memory, author, rules, options);
    return memory;
  },
  *serve(memory, operation, _from, node): Process<readonly number[]> {
    if (operation.kind === 'post') yield* posts(memory, operation, node, options);
    else if (operation.kind === 'delete') yield* deletes(memory, operation, node, rules, options);
    else if (operation.kind === 'follow') yield* follows(memory, operation, node, rules, options);
    else if (operation.kind === 'unfollow') {
      memory.followers.remove(operation);
      const { user, author } = operation;
      tell(node, options, { dropAuthor: author, user });
    } else return yield* reads(memory, operation.user, node, options);
    return [];
  },
  shown: ({ pushes, lists }) => ({ pushes, lists }),
});

/** An author stays with those who are read, so that nothing has to be copied when followers leave. */
function reconsider(
  { followers, pulled }: Memory,
  author: number,
  rules: FanoutRules,
  { strategy, threshold }: AppOptions,
): void {
  const isPulled =
    strategy === 'read' ||
    (strategy === 'hybrid' &&
      rules['push-below-threshold'] &&
      followers.of(author).length >= threshold);
  if (isPulled) pulled.add(author);
}

const tell = (node: ServerContext, { inboxes }: AppOptions, message: InboxMessage): void =>
  node.send(inboxes, message);

function* posts(
  memory: Memory,
  { author, id }: Post,
  node: ServerContext,
  options: AppOptions,
): Process<void> {
  yield* node.call(options.posts, { add: { author, id } });
  if (options.strategy === 'read' || memory.pulled.has(author)) return;
  // Of now and not of when the post came: followers who came meanwhile look it up, and those who left get nothing.
  const followers = memory.followers.of(author);
  for (const user of followers) tell(node, options, { push: { id, author }, user });
  memory.pushes += followers.length;
  memory.pushesMax = Math.max(memory.pushesMax, followers.length);
  note(node, { kind: 'pushes', author, id, copies: followers.length });
}

function* deletes(
  memory: Memory,
  { author, id }: Post,
  node: ServerContext,
  rules: FanoutRules,
  options: AppOptions,
): Process<void> {
  yield* node.call(options.posts, { remove: { author, id } });
  if (!rules['delete-reaches-pushed-copies']) return;
  for (const user of memory.followers.of(author)) tell(node, options, { drop: id, user });
}

function* follows(
  memory: Memory,
  follow: Follow,
  node: ServerContext,
  rules: FanoutRules,
  options: AppOptions,
): Process<void> {
  const { user, author } = follow;
  memory.followers.add(follow);
  reconsider(memory, author, rules, options);
  if (options.strategy === 'read' || !rules['follow-backfills']) return;
  const earlier = yield* node.call<readonly Post[]>(options.posts, { of: [author] });
  if (!memory.followers.has(follow) || memory.pulled.has(author)) return;
  for (const post of earlier) tell(node, options, { push: post, user });
  note(node, { kind: 'backfills', user, author, copies: earlier.length });
}

/** Ids, the newest first. */
function* reads(
  memory: Memory,
  user: number,
  node: ServerContext,
  options: AppOptions,
): Process<readonly number[]> {
  const { followers, pulled } = memory;
  const authors = followers.followedBy(user).filter((author) => pulled.has(author));
  memory.lists += authors.length;
  const inbox =
    options.strategy === 'read'
      ? []
      : yield* node.call<readonly Post[]>(options.inboxes, { read: user });
  const looked =
    authors.length === 0 ? [] : yield* node.call<readonly Post[]>(options.posts, { of: authors });
  const ids = new Set([...inbox, ...looked].map(({ id }) => id));
  return [...ids].sort((one, other) => other - one);
}
