/**
 * Goal: every assignor gives each partition to exactly one subscriber; sticky ones are as even as can
 * be, and move as little as that allows; cooperative ones never take and give in the same round.
 * Method: the examples of Kafka's documentation; then random groups against the definitions, and
 * small ones against all assignments there are.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type Assignment,
  type Assignor,
  faultOf,
  isBalanced,
  nameOf,
  type Subscriber,
  subscribedPartitions,
  type TopicPartition,
  type Topics,
} from '../../../sims/kafka/assignors/assignment.ts';
import { cooperativeStickyAssignor } from '../../../sims/kafka/assignors/cooperative-sticky.ts';
import { rangeAssignor } from '../../../sims/kafka/assignors/range.ts';
import { roundRobinAssignor } from '../../../sims/kafka/assignors/round-robin.ts';
import { stickyAssignor } from '../../../sims/kafka/assignors/sticky.ts';
import { must } from '../../../src/kernel/must.ts';

const member = (id: string, topics: string[], more: Partial<Subscriber> = {}): Subscriber => ({
  id,
  topics,
  ...more,
});
const names = (assignment: Assignment, id: string) => (assignment.get(id) ?? []).map(nameOf);

const twoTopics = { t1: 3, t2: 3 };
const twoMembers = [member('c1', ['t1', 't2']), member('c2', ['t1', 't2'])];

describe('range', () => {
  test('two topics of three partitions for two members', () => {
    const assignment = rangeAssignor(twoMembers, twoTopics);
    expect(names(assignment, 'c1')).toEqual(['t1-0', 't1-1', 't2-0', 't2-1']);
    expect(names(assignment, 'c2')).toEqual(['t1-2', 't2-2']);
  });

  test('static members come first, by their instance ids', () => {
    const members = [
      member('a', ['t']),
      member('z', ['t'], { instanceId: 'i1' }),
      member('y', ['t'], { instanceId: 'i2' }),
    ];
    const assignment = rangeAssignor(members, { t: 4 });
    expect(['z', 'y', 'a'].map((id) => names(assignment, id))).toEqual([
      ['t-0', 't-1'],
      ['t-2'],
      ['t-3'],
    ]);
  });

  test.prop([fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 6 })])(
    'k topics of n + 1 partitions for n members: the first gets k more',
    (topics, members) => {
      const ids = Array.from({ length: topics }, (_, topic) => `t${topic}`);
      const group = Array.from({ length: members }, (_, place) => member(`c${place}`, ids));
      const sizes = Object.fromEntries(ids.map((id) => [id, members + 1]));
      const assignment = rangeAssignor(group, sizes);
      const counts = group.map(({ id }) => names(assignment, id).length);
      expect(counts).toEqual([2 * topics, ...Array(members - 1).fill(topics)]);
    },
  );
});

describe('round robin', () => {
  test('two topics of three partitions for two members', () => {
    const assignment = roundRobinAssignor(twoMembers, twoTopics);
    expect(names(assignment, 'c1')).toEqual(['t1-0', 't1-2', 't2-1']);
    expect(names(assignment, 'c2')).toEqual(['t1-1', 't2-0', 't2-2']);
  });
});

const owning = (members: readonly Subscriber[], assignment: Assignment): Subscriber[] =>
  members.map((subscriber) => ({ ...subscriber, owned: assignment.get(subscriber.id) ?? [] }));

describe('sticky', () => {
  test('one of three consumers of four topics of two leaves: all that survives stays', () => {
    const topics = { t0: 2, t1: 2, t2: 2, t3: 2 };
    const members = ['c0', 'c1', 'c2'].map((id) => member(id, Object.keys(topics)));
    const before = stickyAssignor(members, topics);
    const rest = owning(members, before).filter(({ id }) => id !== 'c1');
    const after = stickyAssignor(rest, topics);
    for (const { id } of rest) {
      expect(names(after, id)).toEqual(expect.arrayContaining(names(before, id)));
      expect(names(after, id).length).toBe(4);
    }
    const reshuffled = roundRobinAssignor(rest, topics);
    const kept = (assignment: Assignment) =>
      rest.reduce((sum, { id }) => {
        return (
          sum + names(assignment, id).filter((name) => names(before, id).includes(name)).length
        );
      }, 0);
    expect(kept(after)).toBe(8 - names(before, 'c1').length);
    expect(kept(reshuffled)).toBeLessThan(kept(after));
  });

  test('of two claims to a partition the newer generation counts, and of equal ones neither', () => {
    const claim = [{ topic: 't', partition: 0 }];
    const members = (newer: number) => [
      member('a', ['t'], { owned: claim, generation: 1 }),
      member('b', ['t'], { owned: claim, generation: newer }),
    ];
    expect(names(stickyAssignor(members(2), { t: 1 }), 'b')).toEqual(['t-0']);
    expect(names(stickyAssignor(members(1), { t: 1 }), 'a')).toEqual(['t-0']);
  });
});

const at = (topic: string, ...partitions: number[]): TopicPartition[] =>
  partitions.map((partition) => ({ topic, partition }));

/** Kafka's AbstractStickyAssignorTest, as far as it says which partition goes where. */
describe('sticky, by the examples of the tests of Kafka', () => {
  const both = ['t1', 't2'];
  const assigned = (members: readonly Subscriber[], topics: Topics) => {
    const assignment = stickyAssignor(members, topics);
    expect(faultOf(assignment, members, topics)).toBe(undefined);
    expect(isBalanced(assignment, members)).toBe(true);
    return members.map(({ id }) => names(assignment, id).join(' '));
  };
  const c = (number: number, owned: TopicPartition[] = [], generation = 1) =>
    member(`c${number}`, both, { owned, generation });

  test('one member: no topic, a topic that does not exist, one topic, several topics', () => {
    expect(assigned([member('c', [])], {})).toEqual(['']);
    expect(assigned([member('c', ['t'])], {})).toEqual(['']);
    expect(assigned([member('c', ['t'])], { t: 3, other: 3 })).toEqual(['t-0 t-1 t-2']);
    expect(assigned([member('c', both)], { t1: 1, t2: 2 })).toEqual(['t1-0 t2-0 t2-1']);
  });

  test('claims to a topic that is not subscribed to, or beyond its size, or gone, count for nothing', () => {
    const claims = [...at('t', 0, 1, 7), ...at('other', 0, 1)];
    const claimant = member('c', ['t'], { owned: claims });
    expect(assigned([claimant], { t: 2, other: 2 })).toEqual(['t-0 t-1']);
    expect(assigned([claimant, member('d', ['t'])], { t: 2, other: 2 })).toEqual(['t-0', 't-1']);
    expect(assigned([claimant], {})).toEqual(['']);
  });

  test('a fresh group is dealt its partitions in turn', () => {
    expect(assigned([c(1), c(2)], { t1: 2, t2: 0 })).toEqual(['t1-0', 't1-1']);
    expect(assigned([c(1), c(2)], { t1: 3, t2: 3 })).toEqual(['t1-0 t1-2 t2-1', 't1-1 t2-0 t2-2']);
    expect(assigned([c(1), c(2)], { t1: 3, t2: 4 })).toEqual([
      't1-0 t1-2 t2-1 t2-3',
      't1-1 t2-0 t2-2',
    ]);
  });

  test('a member that owns as few as some may have can get as many as others have', () => {
    const members = [
      c(1, [...at('t1', 0), ...at('t2', 1)]),
      c(2, [...at('t1', 1), ...at('t2', 2)]),
    ];
    expect(assigned(members, { t1: 2, t2: 3 })).toEqual(['t1-0 t2-0 t2-1', 't1-1 t2-2']);
  });

  test('all own less than their share: they keep it, and the rest goes where least is', () => {
    const members = [c(1, at('t1', 0)), c(2, at('t1', 1)), c(3)];
    expect(assigned(members, { t1: 2, t2: 3 })).toEqual(['t1-0 t2-1', 't1-1 t2-2', 't2-0']);
  });

  test('all but one have their share: that one gets what is left', () => {
    const members = [c(1, at('t1', 0, 1)), c(2, at('t1', 2)), c(3)];
    expect(assigned(members, { t1: 4, t2: 0 })).toEqual(['t1-0 t1-1', 't1-2', 't1-3']);
  });

  test('a claim of an older generation, or of none, loses to a newer one', () => {
    const claims = [...at('t1', 0, 2), ...at('t2', 1)];
    for (const older of [9, -1]) {
      expect(assigned([c(1, claims, 10), c(2, claims, older)], { t1: 3, t2: 3 })).toEqual([
        't1-0 t1-2 t2-1',
        't1-1 t2-0 t2-2',
      ]);
    }
  });

  test('subscriptions differ, and a partition is claimed in three generations: nobody gets it twice', () => {
    for (const [a, b, d] of [
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ]) {
      const members = [
        member('c1', ['t'], { owned: at('t', 0, 2), generation: a as number }),
        member('c2', ['t'], { owned: at('t', 1, 2, 3), generation: b as number }),
        member('c3', ['t'], { owned: at('t', 2, 4, 5), generation: d as number }),
        member('c4', ['t1'], { owned: at('t1', 0), generation: 2 }),
      ];
      const sizes = assigned(members, { t: 6, t1: 1 }).map((text) => text.split(' ').length);
      expect(sizes).toEqual([2, 2, 2, 1]);
    }
  });

  test('members come and go: what stays is what can stay', () => {
    const sizes = { t1: 3, t2: 4 };
    const first = [c(1), c(2)];
    const second = [...owning(first, stickyAssignor(first, sizes)), c(3), c(4)];
    const assignment = stickyAssignor(second, sizes);
    expect(assigned(second, sizes).map((text) => text.split(' ').length)).toEqual([2, 2, 2, 1]);
    expect(kept(assignment, second)).toBe(4);
    const third = owning(second, assignment).slice(2);
    expect(assigned(third, sizes).map((text) => text.split(' ').length)).toEqual([4, 3]);
    expect(kept(stickyAssignor(third, sizes), third)).toBe(3);
  });
});

describe('sticky spreads each topic, as far as sums and stickiness leave it open', () => {
  test('two topics of twelve, and a second member: half of each', () => {
    const owned = [...at('t1', ...Array(12).keys()), ...at('t2', ...Array(12).keys())];
    const members = [member('c1', ['t1', 't2'], { owned }), member('c2', ['t1', 't2'])];
    const assignment = stickyAssignor(members, { t1: 12, t2: 12 });
    for (const { id } of members) {
      const ofFirst = (assignment.get(id) ?? []).filter(({ topic }) => topic === 't1').length;
      expect([id, ofFirst, names(assignment, id).length]).toEqual([id, 6, 12]);
    }
  });

  test.prop([
    fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 7 }),
  ])('in a fresh group no member has two more of any topic than another', (sizes, count) => {
    const topics = Object.fromEntries(sizes.map((size, place) => [`t${place}`, size]));
    const members = Array.from({ length: count }, (_, place) =>
      member(`c${place}`, Object.keys(topics)),
    );
    const assignment = stickyAssignor(members, topics);
    for (const wanted of Object.keys(topics)) {
      const counts = members.map(
        ({ id }) => (assignment.get(id) ?? []).filter(({ topic }) => topic === wanted).length,
      );
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

/** Groups whose members subscribe to some topics each, and own some of them from before. */
function groups(max: { members: number; topics: number; partitions: number }) {
  const ids = Array.from({ length: max.topics }, (_, topic) => `t${topic}`);
  return fc
    .record({
      sizes: fc.array(fc.integer({ min: 0, max: max.partitions }), {
        minLength: max.topics,
        maxLength: max.topics,
      }),
      subscriptions: fc.array(fc.subarray(ids, { minLength: 1 }), {
        minLength: 1,
        maxLength: max.members,
      }),
      alike: fc.boolean(),
      owners: fc.array(fc.integer({ min: -1, max: max.members - 1 }), { maxLength: 40 }),
    })
    .map(({ sizes, subscriptions, alike, owners }) => {
      const topics: Topics = Object.fromEntries(ids.map((id, place) => [id, sizes[place] ?? 0]));
      const bare = subscriptions.map((subscribed, place) =>
        member(`c${place}`, alike ? must(subscriptions[0], 'first subscription') : subscribed),
      );
      const all = subscribedPartitions(bare, topics);
      const members = bare.map((subscriber, place) => ({
        ...subscriber,
        owned: all.filter(
          (partition, at) => owners[at] === place && subscriber.topics.includes(partition.topic),
        ),
      }));
      return { members, topics };
    });
}

const assignors: [string, Assignor][] = [
  ['range', rangeAssignor],
  ['round robin', roundRobinAssignor],
  ['sticky', stickyAssignor],
];

describe.each(assignors)('every assignment by %s', (_, assignor) => {
  test.prop([groups({ members: 6, topics: 3, partitions: 8 })])(
    'is valid',
    ({ members, topics }) => {
      expect(faultOf(assignor(members, topics), members, topics)).toBe(undefined);
    },
  );

  test.prop([fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 })])(
    'of one topic differs by at most one, and leaves max(0, members - partitions) idle',
    (partitions, count) => {
      const members = Array.from({ length: count }, (_, place) => member(`c${place}`, ['t']));
      const assignment = assignor(members, { t: partitions });
      const sizes = members.map(({ id }) => names(assignment, id).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(sizes.filter((size) => size === 0).length).toBe(Math.max(0, count - partitions));
    },
  );
});

const squares = (assignment: Assignment) =>
  [...assignment.values()].reduce((sum, owned) => sum + owned.length ** 2, 0);

function kept(assignment: Assignment, members: readonly Subscriber[]): number {
  return members.reduce((sum, { id, owned = [] }) => {
    const before = owned.map(nameOf);
    return sum + names(assignment, id).filter((name) => before.includes(name)).length;
  }, 0);
}

/** Every valid assignment. */
function* allAssignments(
  members: readonly Subscriber[],
  left: readonly TopicPartition[],
  so: ReadonlyMap<string, readonly TopicPartition[]>,
): Generator<Assignment> {
  const [next, ...rest] = left;
  if (next === undefined) {
    yield so;
    return;
  }
  for (const { id, topics } of members) {
    if (!topics.includes(next.topic)) continue;
    yield* allAssignments(members, rest, new Map([...so, [id, [...(so.get(id) ?? []), next]]]));
  }
}

describe('sticky, beside every assignment there is', () => {
  test.prop([groups({ members: 3, topics: 3, partitions: 2 })], { numRuns: 200 })(
    'is the most even, and of those moves the fewest',
    ({ members, topics }) => {
      const mine = stickyAssignor(members, topics);
      let even = Infinity;
      let most = -1;
      const empty = new Map(members.map(({ id }) => [id, []]));
      for (const other of allAssignments(members, subscribedPartitions(members, topics), empty)) {
        const uneven = squares(other);
        if (uneven < even) most = -1;
        even = Math.min(even, uneven);
        if (uneven === even) most = Math.max(most, kept(other, members));
      }
      expect([squares(mine), kept(mine, members)]).toEqual([even, most]);
    },
  );

  test.prop([groups({ members: 8, topics: 4, partitions: 8 })])(
    'is balanced, and once it is reached nothing moves any more',
    ({ members, topics }) => {
      const first = stickyAssignor(members, topics);
      expect(isBalanced(first, members)).toBe(true);
      expect(stickyAssignor(owning(members, first), topics)).toEqual(first);
    },
  );
});

describe('cooperative sticky', () => {
  test('a partition that two claim in one generation goes to nobody in this round', () => {
    const members = [
      member('c1', ['t'], { owned: at('t', 0, 1), generation: 3 }),
      member('c2', ['t'], { owned: at('t', 0, 2), generation: 3 }),
      member('c3', ['t']),
    ];
    const first = cooperativeStickyAssignor(members, { t: 3 });
    expect(members.map(({ id }) => names(first, id))).toEqual([['t-1'], ['t-2'], []]);
    const second = cooperativeStickyAssignor(owning(members, first), { t: 3 });
    expect(members.map(({ id }) => names(second, id))).toEqual([['t-1'], ['t-2'], ['t-0']]);
  });

  test.prop([groups({ members: 6, topics: 3, partitions: 8 })])(
    'gives nobody what another one still owns, and is there after at most four rounds',
    ({ members, topics }) => {
      let group: Subscriber[] = members;
      for (let round = 1; ; round++) {
        const assignment = cooperativeStickyAssignor(group, topics);
        for (const { id, owned = [] } of group) {
          for (const other of group) {
            if (other.id === id) continue;
            const taken = names(assignment, other.id);
            expect(owned.map(nameOf).filter((name) => taken.includes(name))).toEqual([]);
          }
        }
        const revoked = group.some(({ id, owned = [] }) => {
          const stays = names(assignment, id);
          return owned.some((partition) => !stays.includes(nameOf(partition)));
        });
        group = owning(group, assignment);
        if (!revoked) {
          expect(faultOf(assignment, group, topics)).toBe(undefined);
          expect(isBalanced(assignment, group)).toBe(true);
          break;
        }
        expect(round).toBeLessThan(4);
      }
    },
  );
});
