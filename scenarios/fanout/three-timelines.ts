import * as z from 'zod';
import {
  appServer,
  type Strategy,
  strategies,
  type TimelineCosts,
} from '../../sims/fanout/timelines/app.ts';
import { drawFollows, drawOperations, zipfFollowers } from '../../sims/fanout/timelines/graph.ts';
import { expectedTimelines, racesWithin } from '../../sims/fanout/timelines/model.ts';
import { inboxesServer, postsServer } from '../../sims/fanout/timelines/stores.ts';
import { usersClient } from '../../sims/fanout/timelines/users.ts';
import { exactly, type Valued, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  users: whole(5, 100, 40, 'who post, follow and read'),
  followersMax: whole(1, 99, 30, 'of the most followed author; the others have them by Zipf’s law'),
  threshold: whole(
    1,
    100,
    12,
    'followers from which hybrid no longer pushes the posts of an author',
  ),
  operations: whole(10, 600, 240, 'posts, deletions, follows, unfollows and reads'),
  everyMs: real(5, 1_000, 10, 'between two of them'),
});
type Params = z.output<typeof params>;

/** From an operation to the last message that follows from it. */
const quietMs = 6 * mostMs;
/** A read of a timeline: three calls at most. */
const readMs = 8 * mostMs;
const runMs = (p: Params) => p.operations * p.everyMs + quietMs + p.users * readMs + 1_000;

const says: Readonly<Record<Strategy, string>> = {
  write: 'fan-out on write',
  read: 'fan-out on read',
  hybrid: 'hybrid',
};

export default scenario({
  ...aboutServers,
  id: 'fanout/three-timelines',
  asks: 'Posts are pushed to followers, looked up when they read, or both by the number of followers. Do all show the same timeline, and what does each cost?',
  claims: ['q4-write-vs-read-fanout'],
  code: [
    'sims/fanout/timelines/app.ts#reconsider',
    'sims/fanout/timelines/app.ts#posts',
    'sims/fanout/timelines/app.ts#reads',
  ],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(strategies, 'pushes', 'copies', (one) => `of new posts in inboxes, ${says[one]}`),
    ...gaugePer(strategies, 'lists', 'lists', (one) => `of authors merged by reads, ${says[one]}`),
    ...gaugePer(strategies, 'wrong', 'timelines', (one) => `that differ in the end, ${says[one]}`),
    'hybrid.most': gauge('copies', 'of one post, hybrid, at most'),
    expectedPushes: gauge('copies', 'if each post is pushed to all followers'),
    expectedLists: gauge('lists', 'if each read merges all authors that are followed'),
    races: gauge('follows', 'and unfollows while a post of the author was under way'),
  },
  build({ world, params: p, rules, metrics }) {
    const stream = world.kernel.random.stream('timelines');
    const follows = drawFollows(
      zipfFollowers(p.users, Math.min(p.followersMax, p.users - 1)),
      stream,
    );
    const operations = drawOperations(p.users, p.operations, follows, stream);
    const expected = expectedTimelines(p.users, follows, operations);
    const costs = new Map<Strategy, TimelineCosts>();
    const seen = { write: 0, read: 0, hybrid: 0 };
    const wrong = { write: 0, read: 0, hybrid: 0 };
    const subject = watching(world, () => Object.values(seen).every((count) => count === p.users));
    for (const strategy of strategies) {
      const [app, posts, inboxes] = [`app-${strategy}`, `posts-${strategy}`, `inboxes-${strategy}`];
      const cost: TimelineCosts = { pushes: 0, pushesMax: 0, lists: 0 };
      costs.set(strategy, cost);
      world.addServer(posts, postsServer);
      world.addServer(inboxes, inboxesServer);
      const { threshold } = p;
      world.addServer(
        app,
        appServer(rules, { strategy, posts, inboxes, follows, threshold }, cost),
      );
      const load = { app, users: p.users, operations, everyMs: p.everyMs, quietMs };
      world.addServer(
        `users-${strategy}`,
        usersClient(load, (user, timeline) => {
          seen[strategy] += 1;
          if (timeline.join() === expected.timelines[user]?.join()) return;
          wrong[strategy] += 1;
          const how = `with ${says[strategy]} the timeline of user ${user} has ${timeline.length} posts and should have ${expected.timelines[user]?.length}, or the posts differ`;
          subject.breaches.report('timelines-agree', how);
        }),
      );
    }
    // Before the timelines are looked at, which counts as reading too.
    world.at(p.operations * p.everyMs + quietMs - 1, () => strategies.forEach(measure));
    world.at(runMs(p) - 1, () => {
      for (const strategy of strategies) metrics[`${strategy}.wrong`].set(wrong[strategy]);
    });
    return subject;

    function measure(strategy: Strategy): void {
      const { pushes = 0, pushesMax = 0, lists = 0 } = costs.get(strategy) ?? {};
      metrics[`${strategy}.pushes`].set(pushes);
      metrics[`${strategy}.lists`].set(lists);
      if (strategy === 'hybrid') {
        metrics['hybrid.most'].set(pushesMax);
        if (pushesMax >= p.threshold)
          subject.breaches.report(
            'copies-are-few',
            `a post was copied to ${pushesMax} inboxes, although posts of authors with ${p.threshold} or more followers should be read instead`,
          );
      }
      metrics.expectedPushes.set(expected.pushes);
      metrics.expectedLists.set(expected.lists);
      metrics.races.set(racesWithin(operations, Math.ceil((4 * mostMs) / p.everyMs)));
    }
  },
  expect: (p) => [
    within('hybrid.most', 'hybrid-most', { atMost: p.threshold - 1 }).says(
      'most copies of one post, hybrid: fewer than the threshold of followers',
      'q4-write-vs-read-fanout',
    ),
    exactly(0, 'write.lists', 'write-reads').says(
      'lists merged for all reads, fan-out on write: each finds one inbox',
    ),
    exactly(0, 'read.pushes', 'read-writes').says('copies of posts made, fan-out on read'),
    exactly(
      0,
      (m: Valued<'read.lists' | 'expectedLists'>) =>
        (m['read.lists'].value ?? 0) - (m.expectedLists.value ?? 0),
      'read-lists',
    ).says(
      'lists merged for all reads, fan-out on read, less the authors that each reader follows',
      'q4-write-vs-read-fanout',
    ),
    within(
      (m: Valued<'write.pushes' | 'expectedPushes' | 'races'>) =>
        Math.max(
          0,
          Math.abs((m['write.pushes'].value ?? 0) - (m.expectedPushes.value ?? 0)) -
            (m.races.value ?? 0),
        ),
      'write-pushes',
      { atMost: 0 },
    ).says(
      'copies made, fan-out on write, more or fewer than posts x followers, beyond those who begin to follow while a post is under way',
      'q4-write-vs-read-fanout',
    ),
    ...strategies.map((strategy) =>
      exactly(0, `${strategy}.wrong`, `${strategy}-agrees`).says(
        `timelines that differ from the posts of the authors whom the reader follows, ${says[strategy]}`,
        'q4-write-vs-read-fanout',
      ),
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `All three show the same timelines, so let the cost decide: push the posts of authors with few followers, and let followers look up those with many (hybrid), because one post of a celebrity would be millions of copies. In ${inDigits(p.operations)} operations of ${inDigits(p.users)} users (posts, follows, deletions, reads), fan-out on write makes ${inDigits(m['write.pushes'].value ?? 0)} copies and reads one inbox each time; fan-out on read makes none and merges ${inDigits(m['read.lists'].value ?? 0)} lists; hybrid, here with pushes below ${p.threshold} followers, makes ${inDigits(m['hybrid.pushes'].value ?? 0)} copies and merges ${inDigits(m['hybrid.lists'].value ?? 0)} lists. Copies need care afterwards: a deletion must reach them, and a new follower needs copies of earlier posts.\n\n` +
    plainTable([
      ['delivery', 'copies of posts', 'lists merged'],
      ...strategies.map((strategy) => [
        says[strategy],
        inDigits(m[`${strategy}.pushes`].value ?? 0),
        inDigits(m[`${strategy}.lists`].value ?? 0),
      ]),
    ]),
});

// Left out: timelines of a bounded length, ranking, users who are never there, and several services that handle one author.
