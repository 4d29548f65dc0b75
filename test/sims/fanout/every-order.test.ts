/**
 * Goal: every law of the channel holds over every order of messages on its links, of a lost connection and a crash of
 * the feed. Without a rule a search finds the shortest order that breaks its law, and the timed world shows it.
 */
import { expect, test } from 'vitest';
import { fanoutStories } from '../../../scenarios/fanout/exploration-stories.ts';
import { fanoutExplorations } from '../../../scenarios/fanout/explorations.ts';
import missedEvents from '../../../scenarios/fanout/missed-events.ts';
import { fanoutRules } from '../../../sims/fanout/rules.ts';
import { fanoutExplorable } from '../../../sims/fanout/stream/exploration.ts';
import type { RuleExploration } from '../../../src/check/exploration.ts';
import { type ExploreOptions, modelOf } from '../../../src/explore/of-scenario.ts';
import { replay } from '../../../src/explore/replay.ts';
import { Search } from '../../../src/explore/search.ts';
import { run } from '../../../src/lab/run.ts';
import { exploreWithout } from '../../support/exploration-stories.ts';

function explored(options: ExploreOptions) {
  const search = new Search(modelOf(missedEvents, options));
  const { distinct, generated, depth, ended } = search.finish();
  const isReached = search.reached.has('all-caught-up');
  return { counts: { distinct, generated, depth }, ended, breaches: search.breaches, isReached };
}

test('a snapshot, a stream, a lost connection and two events', () => {
  expect(explored({})).toEqual({
    counts: { distinct: 6_395, generated: 20_689, depth: 23 },
    ended: 'complete',
    breaches: [],
    isReached: true,
  });
});

test.each([
  ['a buffer that holds both events', { params: { bufferEvents: 2 } }],
  ['no buffer at all', { params: { bufferEvents: 0 } }],
  [
    'a crash of the feed, and a disk that writes at any time',
    {
      bounds: {
        crashes: 1,
        disks: 'any-time',
        timeouts: { post: 2, repeat: 1, follow: 0, open: 1, drop: 0 },
      },
    },
  ],
] as const)('%s', (_name, options) => {
  expect(explored(options as ExploreOptions)).toMatchObject({
    ended: 'complete',
    breaches: [],
    isReached: true,
  });
});

test('every rule of the actors is searched, and every search has its story', () => {
  const searched = fanoutRules.ids.filter((rule) => !fanoutExplorable.clockRules.includes(rule));
  expect(Object.keys(fanoutExplorations).sort()).toEqual([...searched].sort());
  expect(Object.keys(fanoutStories).sort()).toEqual([...searched].sort());
});

test.each(
  Object.entries(fanoutExplorations) as [keyof typeof fanoutExplorations, RuleExploration][],
)('without %s an order breaks its law, in the timed world too', async (rule, exploration) => {
  const found = await exploreWithout(rule, fanoutRules.get(rule).protects, exploration);
  expect(found.kept).toEqual(fanoutStories[rule]);
  if (found.breach === undefined) throw new Error('nothing was found');
  expect(replay(found.model, found.breach)).toMatchObject({ digest: expect.any(String) });
});

/** By hand: bursts every 40 ms from 40 ms on, two events each; a device loses its connection at 151 ms. */
test.each([
  // Back at 181 ms: the bursts of 120 ms have been shown or come now, that of 160 ms is under way.
  { phoneOutageMs: 30, bufferEvents: 10, atLeast: 0, atMost: 4, snapshots: 1 },
  { phoneOutageMs: 2_000, bufferEvents: 10, atLeast: 0, atMost: 0, snapshots: 2 },
  // Everything is posted by then: 24 events less those of the first bursts.
  { phoneOutageMs: 2_000, bufferEvents: 24, atLeast: 16, atMost: 20, snapshots: 1 },
  { phoneOutageMs: 130, bufferEvents: 0, atLeast: 0, atMost: 0, snapshots: 2 },
])(
  '$bufferEvents events kept, $phoneOutageMs ms away',
  ({ atLeast, atMost, snapshots, ...own }) => {
    const params = { ...own, devices: 1 };
    const { verdict, metrics } = run(missedEvents, { seed: '5', params });
    expect(verdict).toBe('pass');
    expect(metrics['phoneReplayed']).toBeGreaterThanOrEqual(atLeast);
    expect(metrics['phoneReplayed']).toBeLessThanOrEqual(atMost);
    expect(metrics['snapshots']).toBe(snapshots);
  },
);
