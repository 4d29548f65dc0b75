/** What every timeline has to be in the end, and what delivering costs: operation by operation, without machines. */
import { Followers } from './followers.ts';
import type { Follow, TimelineOperation } from './graph.ts';

export interface ExpectedTimelines {
  /** Ids of each user, the newest first. */
  readonly timelines: readonly (readonly number[])[];
  /** Copies if every post is pushed to all followers. */
  readonly pushes: number;
  /** Lists if every read merges all authors that are followed. */
  readonly lists: number;
}

export function expectedTimelines(
  users: number,
  follows: readonly Follow[],
  operations: readonly TimelineOperation[],
): ExpectedTimelines {
  const followers = new Followers(follows);
  const authorOf = new Map<number, number>();
  let [pushes, lists] = [0, 0];
  for (const operation of operations) {
    if (operation.kind === 'post') {
      authorOf.set(operation.id, operation.author);
      pushes += followers.of(operation.author).length;
    } else if (operation.kind === 'delete') authorOf.delete(operation.id);
    else if (operation.kind === 'follow') followers.add(operation);
    else if (operation.kind === 'unfollow') followers.remove(operation);
    else lists += followers.followedBy(operation.user).length;
  }
  const newestFirst = [...authorOf].sort(([one], [other]) => other - one);
  const timelines = Array.from({ length: users }, (_, user) =>
    newestFirst.filter(([, author]) => followers.has({ user, author })).map(([id]) => id),
  );
  return { timelines, pushes, lists };
}

/** How many followers came or left while a post of their author was under way. */
export function racesWithin(operations: readonly TimelineOperation[], apart: number): number {
  let races = 0;
  for (const [place, operation] of operations.entries()) {
    if (operation.kind !== 'post') continue;
    const near = operations.slice(place + 1, place + 1 + apart);
    races += near.filter(
      (other) =>
        (other.kind === 'follow' || other.kind === 'unfollow') && other.author === operation.author,
    ).length;
  }
  return races;
}
