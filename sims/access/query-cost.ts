/** Nested lists: how many rows a query may come to, before it is executed. */
import type { AccessRules } from './rules.ts';

/** Lists of so many, each with lists of so many, so deep: b + b^2 + … + b^d. */
export function costOf(branching: number, depth: number): number {
  let [level, cost] = [1, 0];
  for (let at = 1; at <= depth; at++) {
    level *= branching;
    cost += level;
  }
  return cost;
}

/** How many resolvers run; undefined if the query is refused. Runs no more than `most`, which the server does not survive. */
export function execute(
  branching: number,
  depth: number,
  budget: number,
  rules: AccessRules,
  most: number,
): number | undefined {
  if (rules['cost-before-execution'] && costOf(branching, depth) > budget) return undefined;
  let resolved = 0;
  const resolve = (level: number): void => {
    for (let item = 0; item < branching && resolved < most; item++) {
      resolved += 1;
      if (level < depth) resolve(level + 1);
    }
  };
  resolve(1);
  return resolved;
}
