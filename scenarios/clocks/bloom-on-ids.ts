/**
 * Generators with separate node ids make snowflakes; a Bloom filter learns the first half, and is
 * asked about the second. Then some of the first half are repeated, as from a generator whose clock
 * is back.
 */
import * as z from 'zod';
import { BloomFilter, bloomSize, wronglyKnownShare } from '../../sims/clocks/ids/bloom-filter.ts';
import { originMs } from '../../sims/clocks/ids/generator.ts';
import { idLayouts, pack, ticksAt } from '../../sims/clocks/ids/layout.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  ids: whole(
    1_000,
    50_000,
    3_000,
    'ids that the filter learns, and as many that it is asked about',
  ),
  wrongPercent: z
    .literal([0.1, 1, 10])
    .default(1)
    .describe('false positive rate for which the filter is sized'),
});
type Params = z.output<typeof params>;
type Filters = readonly [BloomFilter, BloomFilter];

const layout = idLayouts.twitter;
const generators = 4;
const again = 50;
const sizeOf = ({ ids, wrongPercent }: Params) => bloomSize(ids, wrongPercent / 100);
const wrongShare = (p: Params) => wronglyKnownShare(sizeOf(p), p.ids);
/**
 * A year’s short links at 100 million a day; and the best possible filter of a few gigabytes for
 * them.
 */
const linksOfYear = 36.5e9;
const gigabytes = 4;
const smallSizeOf = ({ ids }: Params) => {
  const bitsEach = (gigabytes * 8e9) / linksOfYear;
  return { bits: Math.round(ids * bitsEach), hashes: Math.max(1, Math.round(bitsEach * Math.LN2)) };
};

export default scenario({
  ...aboutClocks,
  id: 'clocks/bloom-on-ids',
  asks: 'Should a Bloom filter check snowflake ids for collisions before they are used?',
  claims: ['q10-bloom-with-snowflake'],
  code: [
    'sims/clocks/ids/bloom-filter.ts#wronglyKnownShare',
    'sims/clocks/ids/bloom-filter.ts#BloomFilter',
  ],
  params,
  durationMs: ({ ids }) => (2 * ids) / generators + 10,
  metrics: {
    checked: counter('ids', 'new, about which the filter was asked'),
    duplicates: counter('ids', 'of those, made before'),
    turnedAway: counter('ids', 'of those, taken for known by the filter'),
    turnedAwayBySmall: counter(
      'ids',
      'of those, taken for known by a filter of 4 GB for the links of a year',
    ),
    found: counter('ids', 'repeated, and recognised by the filter'),
  },
  build({ world, metrics, params: p }) {
    function* making(node: ServerContext): Process<void> {
      const filters = [new BloomFilter(sizeOf(p)), new BloomFilter(smallSizeOf(p))] as const;
      const known = new Set<bigint>();
      const stream = node.stream('sequence');
      while (known.size < 2 * p.ids) {
        yield* node.sleep(1);
        const time = ticksAt(layout, originMs + node.now());
        for (let place = 0; place < generators; place++) {
          const [workerId, sequence] = [BigInt(place), BigInt(randomInteger(stream, 0, 4_095))];
          const id = pack(layout, { time, datacenterId: 0n, workerId, sequence });
          check(id, filters, known, node);
        }
      }
      for (const id of [...known].slice(0, again)) if (filters[0].has(id)) metrics.found.add();
    }

    function check(
      id: bigint,
      [filter, small]: Filters,
      known: Set<bigint>,
      node: ServerContext,
    ): void {
      if (known.size < p.ids) {
        filter.add(id);
        small.add(id);
      } else {
        metrics.checked.add();
        if (known.has(id)) metrics.duplicates.add();
        if (filter.has(id)) {
          metrics.turnedAway.add();
          note(node, { kind: 'takes-for-known', id: `${id}` });
        }
        if (small.has(id)) metrics.turnedAwayBySmall.add();
      }
      known.add(id);
    }

    world.addServer(
      'checker',
      client('checker', (node) => node.spawn(making(node))),
    );
    return { breaches: new Breaches<never>(), rows: () => [] };
  },
  invariants: [],
  goals: () => [],
  expect: (p) => [
    exactly(0, 'duplicates', 'no-duplicates').says(
      'new ids that had been made before; none, as each generator has its own node id',
      'q10-bloom-with-snowflake',
    ),
    within('turnedAway', 'good-ids', binomialBounds(checkedOf(p), wrongShare(p))).says(
      'good ids that the filter rejects: a share of (1 - e^(-hashes x ids / bits))^hashes of the new ids',
      'q10-bloom-with-snowflake',
    ),
    within(
      'turnedAwayBySmall',
      'few-gigabytes',
      binomialBounds(checkedOf(p), wronglyKnownShare(smallSizeOf(p), p.ids)),
    ).says('share of good ids that a filter of 4 GB for 36.5 billion links rejects: most of them'),
    exactly(again, 'found', 'no-false-negative').says(
      'repeated ids that the filter recognises: all of them',
    ),
  ],
  tells: ({ params: p, metrics: { checked, turnedAway, turnedAwayBySmall, duplicates } }) =>
    `A Bloom filter gains nothing, because Snowflake ids are unique by their layout: of ${counted(checked.value, 'new id')} ${duplicates.value} had been made before, and the filter rejected ` +
    `${counted(turnedAway.value, 'good one')} (${percent(turnedAway.value / Math.max(1, checked.value))}; closed form ` +
    `${percent(wrongShare(p))}). It would recognise a repeated id, but so does a unique index, without rejecting good ones. ` +
    `The filter takes ${(sizeOf(p).bits / p.ids).toFixed(2)} bits per id: ` +
    `${(bloomSize(linksOfYear, p.wrongPercent / 100).bits / 8e9).toFixed(1)} GB for ${inDigits(linksOfYear / 1e9)} billion ` +
    `links. With ${gigabytes} GB it rejects ${percent(turnedAwayBySmall.value / Math.max(1, checked.value))} of the good ids.`,
});

/** Whole milliseconds over all generators. */
const checkedOf = ({ ids }: Params) => generators * Math.ceil((2 * ids) / generators) - ids;

// Left out: filters that several generators share over the network, which adds a request to every
// id.
