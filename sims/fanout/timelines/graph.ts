/** Who follows whom, and what happens among them: drawn once, the same for every way of delivering posts. */
import { must } from '../../../src/kernel/must.ts';
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';

export interface Follow {
  readonly user: number;
  readonly author: number;
}

/** Followers by rank: Zipf with exponent 1, from the most to 1. The author of rank 1 has `most`. */
export const zipfFollowers = (authors: number, most: number): number[] =>
  Array.from({ length: authors }, (_, place) => Math.max(1, Math.round(most / (place + 1))));

/** Each author is followed by so many others, chosen at random. */
export function drawFollows(followers: readonly number[], stream: RandomStream): Follow[] {
  return followers.flatMap((count, author) => {
    const others = followers.map((_, user) => user).filter((user) => user !== author);
    return Array.from({ length: Math.min(count, others.length) }, (_, place) => {
      const chosen = randomInteger(stream, place, others.length - 1);
      const user = must(others[chosen], 'user');
      others[chosen] = must(others[place], 'user');
      others[place] = user;
      return { user, author };
    });
  });
}

export type TimelineOperation =
  | { readonly kind: 'post'; readonly author: number; readonly id: number }
  | { readonly kind: 'delete'; readonly author: number; readonly id: number }
  | ({ readonly kind: 'follow' } & Follow)
  | ({ readonly kind: 'unfollow' } & Follow)
  | { readonly kind: 'read'; readonly user: number };

/** Shares of what happens; everything else is a read. */
const shares = { post: 0.35, delete: 0.1, follow: 0.1, unfollow: 0.1 };

/** So many operations, each of which is possible after those before it. */
export function drawOperations(
  users: number,
  count: number,
  follows: readonly Follow[],
  stream: RandomStream,
): TimelineOperation[] {
  const posts: { author: number; id: number }[] = [];
  const following = [...follows];
  const anyUser = () => randomInteger(stream, 0, users - 1);
  const anyOf = <T>(list: T[]): T | undefined =>
    list.splice(randomInteger(stream, 0, list.length - 1), 1)[0];
  return Array.from({ length: count }, (_, id): TimelineOperation => {
    let draw = stream();
    if (draw < shares.post) {
      const post = { author: anyUser(), id };
      posts.push(post);
      return { kind: 'post', ...post };
    }
    draw -= shares.post;
    const deleted = draw < shares.delete && posts.length > 0 ? anyOf(posts) : undefined;
    if (deleted !== undefined) return { kind: 'delete', ...deleted };
    draw -= shares.delete;
    if (draw < shares.follow) {
      const [user, author] = [anyUser(), anyUser()];
      const isNew = !following.some((old) => old.user === user && old.author === author);
      if (isNew && user !== author) {
        following.push({ user, author });
        return { kind: 'follow', user, author };
      }
    } else if (draw < shares.follow + shares.unfollow && following.length > 0) {
      const ended = anyOf(following);
      if (ended !== undefined) return { kind: 'unfollow', ...ended };
    }
    return { kind: 'read', user: anyUser() };
  });
}
