/** Goal: the laws of a channel hold within wider bounds than `npm test` has time for. */
import { expect, test } from 'vitest';
import missedEvents from '../../../scenarios/fanout/missed-events.ts';
import type { Bounds } from '../../../src/check/exploration.ts';
import { modelOf } from '../../../src/explore/of-scenario.ts';
import { Search } from '../../../src/explore/search.ts';

test.each<[string, object, Partial<Bounds>, number]>([
  [
    'three events and three connections',
    { posts: 3 },
    { timeouts: { post: 3, repeat: 0, follow: 0, open: 3, drop: 1 } },
    91_796,
  ],
  [
    'two devices',
    { devices: 2 },
    { timeouts: { post: 2, repeat: 0, follow: 0, open: 3, drop: 1 } },
    543_480,
  ],
])('%s', (_name, params, bounds, distinct) => {
  const search = new Search(modelOf(missedEvents, { params, bounds }));
  expect(search.finish()).toMatchObject({ ended: 'complete', distinct });
  expect(search.breaches).toEqual([]);
  expect(search.reached.has('all-caught-up')).toBe(true);
});

test('a connection that reorders its messages breaks the channel: the order of TCP is part of the protocol', () => {
  const search = new Search(modelOf(missedEvents, { bounds: { network: 'multiset' } }), {
    stopAt: 'no-gap',
  });
  search.finish();
  expect(search.breaches.map(({ property }) => property)).toEqual(['no-gap']);
});

test('a crash of the feed at any moment, with a disk that writes at any time and a repeated post', () => {
  const bounds: Partial<Bounds> = {
    crashes: 1,
    disks: 'any-time',
    timeouts: { post: 2, repeat: 1, follow: 0, open: 2, drop: 1 },
  };
  const search = new Search(modelOf(missedEvents, { bounds }), {
    limits: { statesMax: 1_000_000 },
  });
  const { ended } = search.finish();
  expect(['complete', 'states']).toContain(ended);
  expect(search.breaches).toEqual([]);
});
