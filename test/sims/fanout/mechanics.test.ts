/** Goal: queues, timelines, pages, thresholds and formulas do what they say, at their edges, too. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ClientQueue, policies, type Value } from '../../../sims/fanout/buffers/queue.ts';
import {
  betweenPolls,
  blockedShare,
  serversFor,
  serversHolding,
  serversWithSpare,
} from '../../../sims/fanout/formulas.ts';
import { partitionOf } from '../../../sims/fanout/routing/broker.ts';
import { fanoutRules } from '../../../sims/fanout/rules.ts';
import { Followers } from '../../../sims/fanout/timelines/followers.ts';
import {
  drawFollows,
  drawOperations,
  zipfFollowers,
} from '../../../sims/fanout/timelines/graph.ts';
import { expectedTimelines, racesWithin } from '../../../sims/fanout/timelines/model.ts';
import { cheapest, costAt, thresholdsOf } from '../../../sims/fanout/timelines/threshold.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { momentsOf, uniformMoments } from '../../../src/statistics/moments.ts';

const rules = fanoutRules.without();

const anyValues = fc
  .array(fc.nat(4), { maxLength: 60 })
  .map((keys) => keys.map((key, place): Value => ({ key, number: place + 1 })));

test('the only follow that there is can be ended, and none where there is none', () => {
  // Between the shares of follows and of unfollows: 0.35 + 0.1 + 0.1 and 0.1 more.
  const draws = [0.6, 0, 0.6, 0];
  const stream = () => draws.shift() ?? 0;
  const operations = drawOperations(2, 2, [{ user: 0, author: 1 }], stream);
  expect(operations).toEqual([
    { kind: 'unfollow', user: 0, author: 1 },
    { kind: 'read', user: 0 },
  ]);
});

describe('a queue for a slow client', () => {
  const drained = (queue: ClientQueue): number[] => {
    const numbers: number[] = [];
    for (let value = queue.take(); value !== undefined; value = queue.take()) {
      numbers.push(value.number);
    }
    return numbers;
  };

  property.prop([anyValues, fc.integer({ min: 1, max: 8 }), fc.constantFrom(...policies)])(
    'holds what its policy says, in order',
    (values, limit, policy) => {
      const queue = new ClientQueue(policy, limit, rules);
      const arrivals = values.map((value) => queue.add(value));
      const numbers = values.map(({ number }) => number);
      const held = drained(queue);
      if (policy !== 'unbounded') expect(held.length).toBeLessThanOrEqual(limit);
      if (policy === 'unbounded') expect(held).toEqual(numbers);
      if (policy === 'drop-newest' || policy === 'pull')
        expect(held).toEqual(numbers.slice(0, limit));
      if (policy === 'drop-oldest') expect(held).toEqual(numbers.slice(-limit));
      if (policy === 'disconnect') {
        // Emptied by each value that finds it full, which is dropped itself.
        expect(held.length).toBe(values.length % (limit + 1));
        expect(arrivals.filter((arrival) => arrival === 'disconnects')).toHaveLength(
          Math.floor(values.length / (limit + 1)),
        );
      } else {
        const dropped = arrivals.filter((arrival) => arrival === 'dropped').length;
        expect(dropped).toBe(values.length - held.length);
      }
    },
  );

  property.prop([anyValues])(
    'conflation keeps the newest value of each key, at the turn of its first',
    (values) => {
      const queue = new ClientQueue('conflate', 5, rules);
      for (const value of values) queue.add(value);
      const keys = [...new Set(values.map(({ key }) => key))];
      const newest = keys.map((key) => values.findLast((value) => value.key === key)?.number);
      expect(drained(queue)).toEqual(newest);
    },
  );

  test('a queue of more keys than its limit drops the newest, and without the rule it keeps old values', () => {
    const queue = new ClientQueue('conflate', 1, rules);
    expect(queue.add({ key: 1, number: 1 })).toBe('held');
    expect(queue.add({ key: 2, number: 2 })).toBe('dropped');
    expect(queue.add({ key: 1, number: 3 })).toBe('dropped');
    expect(drained(queue)).toEqual([3]);
    const careless = new ClientQueue('conflate', 1, fanoutRules.without('conflate-by-key'));
    careless.add({ key: 1, number: 1 });
    careless.add({ key: 1, number: 3 });
    expect(drained(careless)).toEqual([1]);
  });
});

describe('timelines', () => {
  const drawnFor = (seed: number, users: number, count: number) => {
    const stream = new RandomStreams(String(seed)).stream('test');
    const follows = drawFollows(zipfFollowers(users, users - 1), stream);
    return { follows, operations: drawOperations(users, count, follows, stream) };
  };

  test('followers by Zipf’s law: the second has half of the first, and nobody has none', () => {
    expect(zipfFollowers(6, 12)).toEqual([12, 6, 4, 3, 2, 2]);
    expect(zipfFollowers(3, 1)).toEqual([1, 1, 1]);
  });

  property.prop([fc.nat(1_000), fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 80 })])(
    'each operation is possible after those before it',
    (seed, users, count) => {
      const { follows, operations } = drawnFor(seed, users, count);
      const following = new Set(follows.map(({ user, author }) => `${user} ${author}`));
      expect(following.size).toBe(follows.length);
      expect(follows.some(({ user, author }) => user === author)).toBe(false);
      const posts = new Map<number, number>();
      for (const operation of operations) {
        if (operation.kind === 'post') posts.set(operation.id, operation.author);
        if (operation.kind === 'delete') {
          expect(posts.get(operation.id)).toBe(operation.author);
          posts.delete(operation.id);
        }
        if (operation.kind === 'follow' || operation.kind === 'unfollow') {
          const name = `${operation.user} ${operation.author}`;
          expect(following.has(name)).toBe(operation.kind === 'unfollow');
          if (operation.kind === 'follow') following.add(name);
          else following.delete(name);
        }
      }
      expect(operations).toHaveLength(count);
    },
  );

  property.prop([fc.nat(1_000), fc.integer({ min: 2, max: 10 }), fc.integer({ min: 1, max: 80 })])(
    'the timelines in the end are the posts that are left of all who are followed',
    (seed, users, count) => {
      const { follows, operations } = drawnFor(seed, users, count);
      const { timelines } = expectedTimelines(users, follows, operations);
      const deleted = new Set(
        operations.flatMap((operation) => (operation.kind === 'delete' ? [operation.id] : [])),
      );
      for (let user = 0; user < users; user++) {
        const follow = (author: number) =>
          operations.findLast(
            (other) =>
              (other.kind === 'follow' || other.kind === 'unfollow') &&
              other.user === user &&
              other.author === author,
          )?.kind ??
          (follows.some((old) => old.user === user && old.author === author) ? 'follow' : 'no');
        const expected = operations
          .flatMap((operation) =>
            operation.kind === 'post' &&
            !deleted.has(operation.id) &&
            follow(operation.author) === 'follow'
              ? [operation.id]
              : [],
          )
          .reverse();
        expect(timelines[user]).toEqual(expected);
      }
    },
  );

  test('what delivering costs, by hand', () => {
    const follows = [
      { user: 1, author: 0 },
      { user: 2, author: 0 },
      { user: 0, author: 1 },
    ];
    const { pushes, lists, timelines } = expectedTimelines(3, follows, [
      { kind: 'post', author: 0, id: 0 },
      { kind: 'unfollow', user: 2, author: 0 },
      { kind: 'post', author: 0, id: 1 },
      { kind: 'read', user: 2 },
      { kind: 'read', user: 1 },
      { kind: 'delete', author: 0, id: 0 },
    ]);
    expect({ pushes, lists, timelines }).toEqual({
      pushes: 3,
      lists: 1,
      timelines: [[], [1], []],
    });
  });

  test('followers who come or go shortly after a post count as races, and no others', () => {
    const operations = [
      { kind: 'post', author: 0, id: 0 },
      { kind: 'follow', user: 1, author: 0 },
      { kind: 'unfollow', user: 1, author: 2 },
      { kind: 'unfollow', user: 1, author: 0 },
    ] as const;
    expect([0, 1, 2, 3].map((apart) => racesWithin(operations, apart))).toEqual([0, 1, 1, 2]);
  });

  test('followers are known both ways, until they leave', () => {
    const followers = new Followers([{ user: 1, author: 2 }]);
    followers.add({ user: 3, author: 2 });
    followers.add({ user: 1, author: 4 });
    expect([followers.of(2), followers.followedBy(1)]).toEqual([
      [1, 3],
      [2, 4],
    ]);
    followers.remove({ user: 1, author: 2 });
    expect([followers.of(2), followers.followedBy(1)]).toEqual([[3], [4]]);
    expect([followers.has({ user: 3, author: 2 }), followers.has({ user: 1, author: 2 })]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the threshold of hybrid fan-out', () => {
  const load = {
    authors: [
      { followers: 1, posts: 1 },
      { followers: 10, posts: 5 },
      { followers: 100, posts: 30 },
    ],
    reads: 4,
    copiesPerList: 2,
  };

  test('by hand: the author who posts more often than 4 x 2 is read', () => {
    expect(thresholdsOf(load)).toEqual([0, 2, 11, 101]);
    expect(thresholdsOf(load).map((threshold) => costAt(threshold, load))).toEqual([
      8 + 80 + 800,
      1 + 80 + 800,
      1 + 50 + 800,
      1 + 50 + 3_000,
    ]);
    expect(cheapest(load)).toEqual({ threshold: 11, cost: 851 });
  });

  test('an author with exactly as many followers as the threshold is read', () => {
    expect(costAt(10, load)).toBe(costAt(2, load));
  });

  property.prop([
    fc.array(fc.record({ followers: fc.integer({ min: 1, max: 50 }), posts: fc.nat(50) }), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.integer({ min: 1, max: 20 }),
  ])('no threshold is cheaper than the cheapest', (authors, reads) => {
    const any = { authors, reads, copiesPerList: 1 };
    const best = cheapest(any);
    expect(costAt(best.threshold, any)).toBe(best.cost);
    for (let threshold = 0; threshold <= 52; threshold++) {
      expect(costAt(threshold, any)).toBeGreaterThanOrEqual(best.cost);
    }
  });
});

describe('closed forms', () => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ])(
    'servers that hold a device, %i servers and %i devices: by all placements',
    (servers, devices) => {
      const counts = Array.from({ length: servers ** devices }, (_, placement) => {
        const held = new Set<number>();
        for (let device = 0, rest = placement; device < devices; device++) {
          held.add(rest % servers);
          rest = Math.floor(rest / servers);
        }
        return held.size;
      });
      const { mean, deviation } = serversHolding(servers, devices);
      expect(mean).toBeCloseTo(momentsOf(counts).mean, 10);
      expect(deviation).toBeCloseTo(momentsOf(counts).deviation, 10);
    },
  );

  test.each([
    // Packets so far apart that each is there, sent again once, before the next: only the lost one is late.
    [0.1, 100, 10, 0.1],
    [0, 10, 100, 0],
    // The one before is still missing if it was lost once; if twice, so is the one before that.
    [0.5, 10, 10, 1 - 0.5 * 0.75 * 0.875 * 0.9375 * 0.96875],
  ])('share that waits, %f lost', (loss, apartMs, againMs, share) => {
    expect(Math.abs(blockedShare(loss, apartMs, againMs) - share)).toBeLessThan(
      loss === 0.5 ? 0.03 : 0.02,
    );
  });

  test('share that waits, against packets that are drawn', () => {
    const stream = new RandomStreams('blocked').stream('packets');
    const [loss, apartMs, againMs, packets] = [0.05, 7, 50, 200_000];
    let [latestMs, waits] = [-Infinity, 0];
    for (let packet = 0; packet < packets; packet++) {
      const sentMs = packet * apartMs;
      let arrivesMs = sentMs;
      while (stream() < loss) arrivesMs += againMs;
      latestMs = Math.max(latestMs, arrivesMs);
      if (latestMs > sentMs) waits += 1;
    }
    const expected = blockedShare(loss, apartMs, againMs);
    // Messages wait together, up to 8 of them: so many trials fewer.
    const error = Math.sqrt((expected * (1 - expected)) / (packets / 9));
    expect(Math.abs(waits / packets - expected)).toBeLessThan(5 * error);
  });

  test('share of events between two polls: all of them if they are frequent, none if they are rare', () => {
    expect(betweenPolls(1e-9, 100)).toBeLessThan(1e-6);
    expect(betweenPolls(1, 100)).toBeCloseTo(1, 12);
    // 100 ms of each 100 + e^-1 x 100.
    expect(betweenPolls(0.01, 100)).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });

  test.each([
    [1_000_000, 50_000],
    [1_000_001, 50_000],
    [1, 50_000],
  ])('servers for %i connections of %i each, and one to spare', (connections, perServer) => {
    const count = serversFor(connections, perServer);
    expect(count * perServer).toBeGreaterThanOrEqual(connections);
    expect((count - 1) * perServer).toBeLessThan(connections);
    const spare = serversWithSpare(connections, perServer);
    expect((spare - 1) * perServer).toBeGreaterThanOrEqual(connections);
    expect((spare - 2) * perServer).toBeLessThan(connections);
  });

  test('uniform between two numbers', () => {
    expect(uniformMoments(2, 8)).toEqual({ mean: 5, deviation: 6 / Math.sqrt(12) });
    expect(momentsOf([1, 3])).toEqual({ mean: 2, deviation: 1 });
  });

  test('a user’s partition is the same gateway every time, and users are spread', () => {
    const gateways = ['a', 'b', 'c'];
    expect([0, 1, 2, 3].map((user) => partitionOf(user, gateways))).toEqual(['a', 'b', 'c', 'a']);
  });
});
