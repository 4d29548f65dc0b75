/**
 * Goal: every topic says what the closed forms say, and its simulation agrees. Method: figures of the literature, worked
 * out elsewhere; a simulation of each topic with three seeds.
 */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../scenarios/index.ts';
import { must } from '../../../src/kernel/must.ts';
import { estimateOf, topicOf } from '../../../src/tools/estimate/estimate.ts';
import { topics } from '../../../src/tools/estimate/topics.ts';

const figureOf = (topic: string, words: readonly string[], name: string): number =>
  must(
    estimateOf(topicOf(topic), words, '1').figures.find((each) => each.name === name),
    'figure of that name',
  ).value;

test.each<[string, string, string, number]>([
  ['qps', '', 'average', 115.7407],
  ['qps', 'peak=5', 'at the peak', 578.7037],
  ['storage', 'rate=100M/day size=200B', 'a year', 7.3e12],
  ['storage', '', 'on all disks', 1.095e14],
  ['storage', 'for=3 years replicas=1 overhead=50% compression=2', 'on all disks', 1.6425e13],
  ['nines', '', 'down a year', 8.766 * 3_600_000],
  ['nines', '', 'down 30 days', 43.2 * 60_000],
  ['nines', 'chain=3', 'the chain', 0.997002999],
  ['nines', 'availability=99% copies=3 needed=2', 'copies, independent', 0.999702],
  ['nines', 'availability=99% copies=2 common=5%', 'copies, common cause', 0.999405],
  ['birthday', 'space=365 items=23', 'chance of a collision', 0.507297],
  ['birthday', 'space=365 items=70', 'chance of a collision', 0.99916],
  ['birthday', 'space=2^32', 'at a chance of 50%', 77_163],
  ['birthday', 'space=2^122', 'at a chance of 1 in a million', 3.26e15],
  ['birthday', 'space=62^7', 'first collision, mean', 2_351_966],
  ['codes', '', 'colliding pairs', 1.8915e8],
  ['bloom', 'keys=36.5G', 'size', 43.73e9],
  ['bloom', 'wrong=10%', 'size', 21.866e9],
  ['bloom', 'wrong=0.1%', 'bits a key', 14.3776],
  ['cuckoo', '', 'bits a key', 10.0983],
  ['hyperloglog', '', 'standard error', 0.008125],
  ['slow-start', '', 'in 3', 102_200],
  ['slow-start', '', 'window that fills the link', 1.875e6],
  ['bandwidth', 'rate=1000/s request=500kB', 'in', 5e8],
  ['growth', '', 'factor', 3.138428],
  ['headroom', '', 'capacity', 5],
  ['headroom', 'used=70%', 'after a loss today', 1.05],
  ['fan-out', '', 'requests in time', 0.95099],
  ['shards', '', 'most popular key', 0.06948],
  ['cache', '', 'more by', 2],
  ['cost', '', 'a day', 30_000],
  ['budget', 'slo=99.9%', 'budget', 43.2 * 60_000],
  ['latency', 'dns=0ms work=0ms', 'first request', 450],
  ['hops', '', 'memory', 1e10],
  ['usl', 'sigma=0% kappa=0%', 'gain over now', 4],
  ['retries', 'failing=50%', 'load', 1_750],
  ['repair', 'mtbf=99h mttr=1h', 'availability', 0.99],
  // Erlang C of 2 servers at 1 erlang: 1/3.
  ['pool', 'rate=50/s hold=20ms size=2', 'have to wait', 1 / 3],
])('%s %s: %s', (topic, words, name, value) => {
  expect(figureOf(topic, words.split(' ').filter(Boolean), name) / value).toBeCloseTo(1, 3);
});

describe.each([...topics.values()].map((topic) => [topic.id, topic] as const))(
  '%s',
  (_id, topic) => {
    test('its simulation agrees, for three seeds', () => {
      for (const seed of ['1', '2', '3']) {
        const { check } = estimateOf(topic, [], seed);
        expect([seed, check?.agrees ?? true, check]).toMatchObject([seed, true, check]);
      }
    });

    test('names a scenario that there is', () => {
      const ids = catalogue.entries.map(({ id }) => id);
      if (topic.scenario !== undefined) expect(ids).toContain(topic.scenario);
    });
  },
);

test('a simulation of something else does not agree: the interval is no wide net', () => {
  const { check } = estimateOf(topicOf('birthday'), [], '1');
  const { predicted, low, high } = must(check, 'check of birthdays');
  expect(low).toBeGreaterThan(predicted * 0.85);
  expect(high).toBeLessThan(predicted * 1.15);
  // √N, which people take for the mean, is outside.
  expect(1_000).toBeLessThan(low);
});

test.each([
  ['storage', 'sizes=5B', /no key "sizes". Did you mean "size"/],
  ['storage', 'size=5B size=6B', /size is given twice/],
  ['nines', 'copies=2 needed=3', /needed=3 is more than copies=2/],
  ['nines', 'availability=99.9', /from 1% to/],
  ['storage', 'replicas=2.5', /whole number/],
  ['storage', 'nothing', /not key=value/],
  ['hyperloglog', 'registers=1000', /not a power of two/],
])('%s %s is refused', (topic, words, says) => {
  expect(() => estimateOf(topicOf(topic), words.split(' '), '1')).toThrow(says);
});

test('a topic that there is not', () => {
  expect(() => topicOf('nine')).toThrow(/no topic "nine". Did you mean "nines"/);
  expect(() => topicOf('constructor')).toThrow(/no topic/);
});
