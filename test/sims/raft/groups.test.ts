/**
 * Goal: what must hold of a cluster is asked of each group of a world that has several. Method: a run of
 * eight groups, with a rule switched off that an invariant of each kind needs.
 */
import { expect, test } from 'vitest';
import ranges from '../../../scenarios/raft/ranges.ts';
import type { RaftRule } from '../../../sims/raft/rules.ts';
import { run } from '../../../src/lab/run.ts';

test.each<[RaftRule, string, RegExp]>([
  ['one-vote-per-term', 'election-safety', /^(r\dn)\d and \1\d were both elected/],
  ['durable-before-acknowledged', 'committed-is-durable', /^entry \d+ was committed/],
])('without %s, %s is broken in a group', (rule, id, message) => {
  const { invariants } = run(ranges, { seed: 'readme', without: [rule] });
  const broken = invariants.find((invariant) => invariant.id === id);
  expect(broken?.violations[0]?.message).toMatch(message);
});
