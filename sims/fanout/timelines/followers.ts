/** Who follows whom now, both ways round. */
import type { Follow } from './graph.ts';

export class Followers {
  readonly #ofAuthor = new Map<number, Set<number>>();
  readonly #ofUser = new Map<number, Set<number>>();

  constructor(follows: readonly Follow[]) {
    for (const follow of follows) this.add(follow);
  }

  add({ user, author }: Follow): void {
    setOf(this.#ofAuthor, author).add(user);
    setOf(this.#ofUser, user).add(author);
  }

  remove({ user, author }: Follow): void {
    setOf(this.#ofAuthor, author).delete(user);
    setOf(this.#ofUser, user).delete(author);
  }

  has({ user, author }: Follow): boolean {
    return setOf(this.#ofAuthor, author).has(user);
  }

  /** In the order in which they began to follow. */
  of(author: number): readonly number[] {
    return [...setOf(this.#ofAuthor, author)];
  }

  followedBy(user: number): readonly number[] {
    return [...setOf(this.#ofUser, user)];
  }
}

function setOf(map: Map<number, Set<number>>, key: number): Set<number> {
  const known = map.get(key) ?? new Set<number>();
  map.set(key, known);
  return known;
}
