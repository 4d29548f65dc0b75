/** Goal: what scenarios promise holds for other parameters than their defaults. Method: small runs with random ones. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import bytesPerEvent from '../../../scenarios/fanout/bytes-per-event.ts';
import connectionServers from '../../../scenarios/fanout/connection-servers.ts';
import hybridThreshold from '../../../scenarios/fanout/hybrid-threshold.ts';
import missedEvents from '../../../scenarios/fanout/missed-events.ts';
import sameMillisecond from '../../../scenarios/fanout/same-millisecond.ts';
import seventhTab from '../../../scenarios/fanout/seventh-tab.ts';
import slowClient from '../../../scenarios/fanout/slow-client.ts';
import threeTimelines from '../../../scenarios/fanout/three-timelines.ts';
import { run } from '../../../src/lab/run.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 }).map(String);
const between = (min: number, max: number) => fc.integer({ min, max });

function passes(scenario: AnyScenario, seed: string, params: object) {
  const result = run(scenario, { seed, params });
  const broken = result.expectations.filter(({ holds }) => !holds);
  expect({ verdict: result.verdict, broken }).toEqual({ verdict: 'pass', broken: [] });
  return result;
}

property.prop(
  [
    seeds,
    fc.record({
      users: between(5, 14),
      followersMax: between(1, 14),
      threshold: between(1, 10),
      operations: between(10, 80),
      everyMs: between(5, 60),
    }),
  ],
  { numRuns: 10 },
)('timelines agree, however quickly operations follow one another', (seed, params) => {
  passes(threeTimelines, seed, params);
});

property.prop(
  [
    seeds,
    fc.record({
      posts: between(1, 30),
      burst: between(1, 4),
      everyMs: between(10, 120),
      bufferEvents: between(0, 20),
      phoneOutageMs: between(10, 400),
      tabletOutageMs: between(10, 900),
      snapshotMs: between(1, 300),
      devices: between(1, 3),
    }),
  ],
  { numRuns: 15 },
)('no device misses an event, whatever the outage and the buffer', (seed, params) => {
  passes(missedEvents, seed, params);
});

property.prop(
  [
    seeds,
    fc.record({
      posts: between(6, 80),
      together: between(1, 6),
      size: between(2, 20),
      newPosts: between(0, 5),
    }),
  ],
  { numRuns: 15 },
)('each post is seen once, whatever the page', (seed, params) => {
  passes(sameMillisecond, seed, params);
});

/** By hand: the threshold of RFC 6455 on either side, and the sizes that its table has. */
test.each([
  [1, 2, 6],
  [125, 2, 6],
  [126, 4, 8],
  [65_535, 4, 8],
  [65_536, 10, 14],
])('a payload of %i B: %i from the server, %i from the client', (payloadBytes, server, client) => {
  const { metrics } = passes(bytesPerEvent, '1', { payloadBytes });
  expect([metrics['server'], metrics['client']]).toEqual([server, client]);
});

test.each([
  [1_000_000, 50_000, 20, 21],
  [1_000_000, 100_000, 10, 11],
  [1_000_001, 50_000, 21, 22],
  [49_999, 50_000, 1, 2],
])(
  '%i connections, %i a server: %i servers, %i with a spare',
  (connections, perServer, servers, spare) => {
    const { metrics } = passes(connectionServers, '1', { connections, perServer });
    expect([metrics['servers'], metrics['spare']]).toEqual([servers, spare]);
  },
);

test.each([
  [5, 5, 5],
  [6, 6, 0],
  [7, 6, 0],
])('%i tabs by HTTP/1.1: %i streams, %i tabs that are answered', (tabs, streams, pages) => {
  const { metrics } = passes(seventhTab, '2', { tabs, streamsMax: 7 });
  expect([metrics['http1.streams'], metrics['http1.pages']]).toEqual([streams, pages]);
  expect(metrics['http2.pages']).toBe(tabs === 7 ? 0 : tabs);
});

test.each([
  // All are read, all are pushed, and the posts of the second: 2 x 100^0.5 = 20 a day.
  [{ reads: 1, posts: 50, growth: 0.5 }, 0],
  [{ reads: 20, posts: 1, growth: 0 }, 201],
  [{ reads: 15, posts: 1, growth: 0.5 }, 201],
  [{ reads: 12, posts: 1, growth: 0.5 }, 101],
])('cheapest threshold of authors with 200, 100, 67 … followers: %o', (own, threshold) => {
  const params = { authors: 10, followersMax: 200, copiesPerList: 1, ...own };
  const { metrics } = passes(hybridThreshold, '3', params);
  expect(metrics['threshold']).toBe(threshold);
});

test('a client that is twice as slow loses half of the values, but for what is held', () => {
  const { metrics } = passes(slowClient, '4', { slowness: 2, limit: 10, values: 400, keys: 1 });
  // Of one key the newest is the last to come: dropping the oldest keeps it, dropping the newest does not.
  expect([metrics['drop-oldest.stale'], metrics['drop-newest.stale']]).toEqual([0, 1]);
  expect(metrics['pull.lost']).toBe(0);
  expect(Math.abs((metrics['drop-newest.lost'] as number) - 190)).toBeLessThan(10);
  expect(Math.abs((metrics['unbounded.held'] as number) - 200)).toBeLessThan(15);
});
