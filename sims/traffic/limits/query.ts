/** The cost of a query of nested lists: the nodes that it may return, as GitHub counts them. */
import type { LimitRules } from './rules.ts';

/** A list of the given length, each entry with the lists inside it. */
export interface ListQuery {
  readonly first: number;
  readonly lists: readonly ListQuery[];
}

/** A list inside a list is fetched once for each of its parents. O(lists). */
export function nodesOf({ first, lists }: ListQuery, rules: LimitRules, parents = 1): number {
  const own = parents * first;
  const parentsOfNext = rules['cost-multiplies'] ? own : 1;
  return lists.reduce((sum, list) => sum + nodesOf(list, rules, parentsOfNext), own);
}

const list = (first: number, ...lists: ListQuery[]): ListQuery => ({ first, lists });

/** The example of GitHub's documentation: 50 repositories with pull requests and issues, and 10 followers. */
export const githubExample: readonly ListQuery[] = [
  list(50, list(20, list(10)), list(20, list(10))),
  list(10),
];

/** The given number of lists, one inside the other. */
export const nestedQuery = (first: number, depth: number): ListQuery =>
  list(first, ...(depth > 1 ? [nestedQuery(first, depth - 1)] : []));
