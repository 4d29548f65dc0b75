/** Three ways to resolve { users { posts { comments } } }: field by field, through loaders, and with one join. */
import { Loader } from './loader.ts';
import type { AccessRules } from './rules.ts';
import type { Tables } from './tables.ts';
import { Turns } from './turns.ts';

export const ways = ['naive', 'batched', 'ahead'] as const;
export type Way = (typeof ways)[number];

type Fetch = (parent: number, done: (children: readonly number[]) => void) => void;

/** Ids of all comments that the query returns, in order. */
export function resolveAll(
  way: Way,
  tables: Tables,
  batchMax: number,
  rules: AccessRules,
): readonly number[] {
  if (way === 'ahead') return tables.joined(true);
  const turns = new Turns();
  const fetchOf = (level: 'posts' | 'comments'): Fetch => {
    const alone: Fetch = (parent, done) => {
      const [children = []] = tables.children(level, [parent]);
      turns.soon(() => done(children));
    };
    if (way === 'naive') return alone;
    const loader = new Loader<number, readonly number[]>(rules, {
      batchMax,
      afterTurn: turns.afterTurn,
      batch: (keys, done) =>
        turns.soon(() => done(tables.children(level, keys).map((value) => ({ value })))),
    });
    return (parent, done) =>
      loader.load(parent, (outcome) => done('value' in outcome ? outcome.value : []));
  };
  const [posts, comments] = [fetchOf('posts'), fetchOf('comments')];
  const found: (readonly number[])[] = [];
  eachOf(tables.users(), (user, next) =>
    posts(user, (ofUser) => {
      eachOf(ofUser, (post, nextPost) =>
        comments(post, (ofPost) => {
          found[post] = ofPost;
          nextPost();
        }),
      );
      next();
    }),
  );
  turns.run();
  return found.flat();

  /** All at once, or each after the one before. */
  function eachOf(parents: readonly number[], resolve: (parent: number, next: () => void) => void) {
    if (rules['loads-begin-together'] || way === 'naive') {
      for (const parent of parents) resolve(parent, () => undefined);
      return;
    }
    const from = (place: number): void => {
      const parent = parents[place];
      if (parent !== undefined) resolve(parent, () => from(place + 1));
    };
    from(0);
  }
}

/** { users { name } }: the names alone, or whatever the resolver reads besides. */
export const resolveNames = (tables: Tables, rules: AccessRules): readonly number[] =>
  tables.joined(!rules['look-ahead']);
