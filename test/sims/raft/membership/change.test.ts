/**
 * Goal: configurations change as etcd changes them. Method: the cases of etcd-io/raft's tables
 * (confchange/testdata: joint_*, simple_*), each as a membership that is wanted; `v` makes a server a
 * voter, `l` a learner, `r` removes it. And any change at all, against what majorities must share.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Configuration } from '../../../../sims/raft/log/entry.ts';
import {
  enterJoint,
  isSameMembership,
  leaveJoint,
  type Membership,
  votersChanged,
  withLearners,
} from '../../../../sims/raft/membership/change.ts';
import { isVoter, majorityOf, members } from '../../../../sims/raft/membership/membership.ts';

/** `1 2 / 3`: voters 1 and 2, learner 3. */
function membership(text: string): Membership {
  const [voters = '', learners = ''] = text.split('/');
  const ids = (words: string) => words.split(' ').filter((word) => word !== '');
  return { voters: ids(voters), learners: ids(learners) };
}

/** What there is after these words of etcd's tables, such as `v2 l1`. */
function wanted(from: Membership, words: string): Membership {
  let { voters, learners } = from;
  for (const word of words.split(' ').filter((word) => word !== '')) {
    const id = word.slice(1);
    voters = voters.filter((other) => other !== id);
    learners = learners.filter((other) => other !== id);
    if (word.startsWith('v')) voters = [...voters, id];
    if (word.startsWith('l')) learners = [...learners, id];
  }
  return { voters, learners };
}

const sorted = (configuration: Configuration) =>
  Object.fromEntries(Object.entries(configuration).map(([name, ids]) => [name, [...ids].sort()]));

describe('by way of a joint configuration', () => {
  test.each([
    // joint_autoleave
    { from: '1', words: 'v2 v3', joint: { voters: '1 2 3', outgoing: '1' }, after: '1 2 3' },
    // joint_idempotency: what is not there can be removed, and said twice
    {
      from: '1',
      words: 'r1 r2 r9 v2 v3 v4 v2 v3 v4 l2 l2 r4 r4 l1 l1',
      joint: { voters: '3', outgoing: '1', learners: '2', learnersNext: '1' },
      after: '3 / 1 2',
    },
    // joint_learners_next: a voter is demoted only with C_new
    {
      from: '1',
      words: 'v2 l1',
      joint: { voters: '2', outgoing: '1', learnersNext: '1' },
      after: '2 / 1',
    },
    // joint_safety: with nothing to change, and with several changes
    { from: '1', words: '', joint: { voters: '1', outgoing: '1' }, after: '1' },
    {
      from: '1',
      words: 'r1 v2 v3 l4',
      joint: { voters: '2 3', outgoing: '1', learners: '4' },
      after: '2 3 / 4',
    },
    // Several learners: one stays, one gets a vote, one comes, one goes, two voters become learners.
    {
      from: '1 2 3 / 4 5 6',
      words: 'v5 r6 l7 l2 l3',
      joint: { voters: '1 5', outgoing: '1 2 3', learners: '4 7', learnersNext: '2 3' },
      after: '1 5 / 2 3 4 7',
    },
  ])('from $from: $words', ({ from, words, joint, after }) => {
    const current = membership(from);
    const entered = enterJoint(current, wanted(current, words));
    const expected = Object.fromEntries(
      Object.entries({ learners: '', ...joint }).map(([name, ids]) => [
        name,
        membership(ids).voters,
      ]),
    );
    expect(sorted(entered)).toEqual(sorted(expected as never));
    expect(sorted(leaveJoint(entered))).toEqual(sorted(membership(after)));
  });
});

describe('without one, no more than one server gets a vote or loses it', () => {
  test.each([
    // simple_safety
    { from: '1', words: 'v2 l3', changed: 1, after: '1 2 / 3' },
    { from: '1 2 / 3', words: 'r1 v5', changed: 2 },
    { from: '1 2 / 3', words: 'v3 v4', changed: 2 },
    { from: '1 2 / 3', words: 'l1 v5', changed: 2 },
    { from: '1 2 / 3', words: 'l2 l3 l4 l5', changed: 1, after: '1 / 2 3 4 5' },
    { from: '1 / 2 3 4 5', words: 'r2 r3 r4 r5', changed: 0, after: '1' },
    // simple_promote_demote
    { from: '1 2 3', words: 'l1 v1', changed: 0, after: '1 2 3' },
    { from: '1 2 3', words: 'l2', changed: 1, after: '1 3 / 2' },
    { from: '1 3 / 2', words: 'v2 l2', changed: 0, after: '1 3 / 2' },
    { from: '1 3 / 2', words: 'v2', changed: 1, after: '1 2 3' },
    // simple_idempotency
    { from: '1', words: 'v1', changed: 0, after: '1' },
    { from: '1 2', words: 'l1', changed: 1, after: '2 / 1' },
    { from: '2 / 1', words: 'l1', changed: 0, after: '2 / 1' },
    { from: '2 / 1', words: 'r1', changed: 0, after: '2' },
    { from: '2', words: 'r4', changed: 0, after: '2' },
  ])('from $from: $words changes $changed', ({ from, words, changed, after }) => {
    const current = membership(from);
    const next = wanted(current, words);
    expect(votersChanged(current, next)).toBe(changed);
    if (after !== undefined) expect(isSameMembership(next, membership(after))).toBe(true);
  });
});

const ids = ['1', '2', '3', '4', '5', '6', '7'];
const memberships: fc.Arbitrary<Membership> = fc
  .tuple(fc.subarray(ids, { minLength: 1 }), fc.subarray(ids))
  .map(([voters, learners]) => ({
    voters,
    learners: learners.filter((id) => !voters.includes(id)),
  }));

test.prop([memberships, memberships])(
  'any change: nobody votes and learns, everybody that voted or shall vote gets the log, and it ends as wanted',
  (current, next) => {
    const joint = enterJoint(current, next);
    expect(joint.learners.filter((id) => isVoter(joint, id))).toEqual([]);
    expect((joint.learnersNext ?? []).filter((id) => !current.voters.includes(id))).toEqual([]);
    expect(members(joint)).toEqual(expect.arrayContaining([...current.voters, ...next.voters]));
    expect(members(joint)).toEqual(expect.arrayContaining([...next.learners]));
    expect(isSameMembership(leaveJoint(joint), next)).toBe(true);
    // The servers that are to vote learn first; nobody gets a vote or loses it by that.
    const learning = withLearners(current, next);
    expect(votersChanged(current, learning)).toBe(0);
    expect([...learning.voters, ...learning.learners]).toEqual(
      expect.arrayContaining([...next.voters]),
    );
  },
);

test.prop([memberships, memberships])(
  'one voter apart, any two majorities share a server (dissertation, §4.1)',
  (current, next) => {
    fc.pre(votersChanged(current, next) <= 1);
    const all = new Set([...current.voters, ...next.voters]);
    const both = majorityOf(current.voters) + majorityOf(next.voters);
    expect(both).toBeGreaterThan(all.size);
  },
);
