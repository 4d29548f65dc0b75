/** Users with posts with comments, behind a database that counts its queries and the rows that it reads. */

export interface Shape {
  readonly users: number;
  readonly postsEach: number;
  readonly commentsEach: number;
}

export class Tables {
  queries = 0;
  rowsRead = 0;
  keysMost = 0;
  readonly shape: Shape;

  constructor(shape: Shape) {
    this.shape = shape;
  }

  users(): readonly number[] {
    return this.#read(1, range(0, this.shape.users));
  }

  /** Of each of these users, or posts: its children, by the one query. */
  children(
    level: 'posts' | 'comments',
    parents: readonly number[],
  ): readonly (readonly number[])[] {
    const { postsEach, commentsEach } = this.shape;
    const each = level === 'posts' ? postsEach : commentsEach;
    const lists = parents.map((parent) => range(parent * each, (parent + 1) * each));
    this.#read(parents.length, lists.flat());
    return lists;
  }

  /** All three by one join: a row for each comment, with its user and its post. */
  joined(withPosts: boolean): readonly number[] {
    const { users, postsEach, commentsEach } = this.shape;
    const rows = withPosts ? users * postsEach * commentsEach : users;
    return this.#read(1, range(0, rows));
  }

  #read(keys: number, rows: readonly number[]): readonly number[] {
    this.queries += 1;
    this.rowsRead += rows.length;
    this.keysMost = Math.max(this.keysMost, keys);
    return rows;
  }
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, place) => from + place);
