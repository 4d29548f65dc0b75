/** Goal: a forced push is accepted and refused as the manual of git-push says. */
import { expect, test } from 'vitest';
import {
  amended,
  atFirst,
  committed,
  fetched,
  integrated,
  overwritten,
  refusal,
} from '../../../sims/deployment/branch/branch.ts';
import { allOrders } from '../../../sims/deployment/branch/orders.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';

const rules = deploymentRules.without();
const { a } = atFirst.clones;

test('a lease holds as long as the branch is where the clone has last seen it', () => {
  const own = committed(a, 'a');
  expect(refusal(own, '', rules)).toBeUndefined();
  expect(refusal(own, 'b1', rules)).toBe('stale info');
  expect(refusal(own, 'b1', deploymentRules.without('push-compares-the-branch'))).toBeUndefined();
});

test('a fetch moves what the lease compares with; what was never part of the branch is refused', () => {
  const seen = fetched(committed(a, 'a'), 'b1');
  expect(refusal(seen, 'b1', deploymentRules.without('seen-is-included'))).toBeUndefined();
  expect(refusal(seen, 'b1', rules)).toBe('remote ref updated since checkout');
  const had = integrated(committed(a, 'a'), 'a', 'b1');
  expect(had.local).toEqual('b1a1');
  expect(refusal(had, 'b1', rules)).toBeUndefined();
  // Part of the branch once, although it is not any more.
  expect(refusal({ ...had, local: 'a9' }, 'b1', rules)).toBeUndefined();
});

test('only the last commit is amended, and only by its author', () => {
  const two = committed(committed(a, 'a'), 'a');
  expect(amended(two, 'a')?.local).toEqual('a1a3');
  expect(amended(two, 'b')).toBeUndefined();
  expect(amended(a, 'a')).toBeUndefined();
  expect(integrated(a, 'a', 'b1').local).toEqual('b1');
});

test('what counts as overwritten is an older version than the branch had', () => {
  expect(overwritten('a1b2', 'b2a2')).toEqual([]);
  expect(overwritten('a1b2', 'b1a2')).toEqual(['b']);
  expect(overwritten('a1', '')).toEqual(['a']);
});

test('the shortest story of an overwritten push', () => {
  const limits = { versionsMax: 1, background: false };
  const { story, losing } = allOrders(limits, deploymentRules.without('push-compares-the-branch'));
  expect(story?.at(-1)).toBe('b pushes, over what a has pushed');
  expect(losing).toBeGreaterThan(0);
  expect(allOrders(limits, rules).story).toBeUndefined();
});
