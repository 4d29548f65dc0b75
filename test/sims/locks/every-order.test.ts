/**
 * Goal: every law holds over every order of two clients, a lease that may expire at any time, a
 * client that writes at any time, and one crash of the lock server or of the store. Without a rule
 * a search finds the shortest order that breaks the law, and the timed world shows it.
 */
import { expect, test } from 'vitest';
import everyOrder from '../../../scenarios/locks/every-order.ts';
import { locksStories } from '../../../scenarios/locks/exploration-stories.ts';
import { locksExplorations } from '../../../scenarios/locks/explorations.ts';
import { locksExplorable } from '../../../sims/locks/exploration/exploration.ts';
import { locksRules } from '../../../sims/locks/rules.ts';
import type { RuleExploration } from '../../../src/check/exploration.ts';
import { type ExploreOptions, modelOf } from '../../../src/explore/of-scenario.ts';
import { replay } from '../../../src/explore/replay.ts';
import { Search } from '../../../src/explore/search.ts';
import { run } from '../../../src/lab/run.ts';
import { exploreWithout } from '../../support/exploration-stories.ts';

function explored(options: ExploreOptions) {
  const search = new Search(modelOf(everyOrder, options));
  const { distinct, generated, depth, ended } = search.finish();
  const isReached = search.reached.has('all-have-written');
  return { counts: { distinct, generated, depth }, ended, breaches: search.breaches, isReached };
}

test('disks that write at once, and one crash', () => {
  expect(explored({})).toEqual({
    counts: { distinct: 26_124, generated: 63_519, depth: 22 },
    ended: 'complete',
    breaches: [],
    isReached: true,
  });
});

test('disks that write at any time, and two writes of each client', () => {
  const bounds = { disks: 'any-time', timeouts: { ask: 2, expire: 1 } } as const;
  expect(explored({ bounds, params: { writes: 2 } })).toMatchObject({
    ended: 'complete',
    breaches: [],
    isReached: true,
  });
});

test('every rule of the plain actors is searched, and every search has its story', () => {
  const searched = locksRules.ids.filter((rule) => !locksExplorable.clockRules.includes(rule));
  expect(Object.keys(locksExplorations).sort()).toEqual([...searched].sort());
  expect(Object.keys(locksStories).sort()).toEqual([...searched].sort());
});

test.each(Object.entries(locksExplorations) as [keyof typeof locksExplorations, RuleExploration][])(
  'without %s an order breaks the lock, in the timed world too',
  async (rule, exploration) => {
    const found = await exploreWithout(rule, locksRules.get(rule).protects, exploration);
    expect(found.kept).toEqual(locksStories[rule]);
    if (found.breach === undefined) throw new Error('nothing was found');
    expect(replay(found.model, found.breach)).toMatchObject({ digest: expect.any(String) });
  },
);

test('a grant that is not kept gives two holders one token', () => {
  const { breaches } = explored({ without: ['grant-is-durable'] });
  expect(breaches.find(({ property }) => property === 'tokens-grow')?.message).toBe(
    'client2 holds the lock with token 1, client1 with token 1',
  );
});

/** Refused writes by length of the pause: by hand, from the plan and the defaults. */
test.each([
  // The lease ends at 10.09 s, the second client writes at 12.09 s.
  { pauseMs: 0, failsOver: true, refused: 0 },
  { pauseMs: 11_000, failsOver: true, refused: 0 },
  { pauseMs: 12_000, failsOver: true, refused: 1 },
  // Both writes of the first client come before the third has the lock, at 20.09 s.
  { pauseMs: 9_000, failsOver: true, writes: 2, clients: 3, refused: 0 },
  // Its second write comes at 13.2 s, 1.2 s after the second client’s first.
  { pauseMs: 10_700, failsOver: false, writes: 2, refused: 1 },
  { pauseMs: 15_000, failsOver: false, writes: 2, refused: 2 },
])('$refused refused after a pause of $pauseMs ms', ({ refused, ...params }) => {
  const { verdict, metrics } = run(everyOrder, { seed: '7', params });
  expect(verdict).toBe('pass');
  expect(metrics['refused']).toBe(refused);
});
