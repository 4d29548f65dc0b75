/**
 * Generators with node ids of their own make snowflakes; a Bloom filter learns the first half, and is asked about the
 * second. Then some of the first come again, as from a generator whose clock is back.
 */
import { z } from 'zod';
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
  ids: whole(1_000, 50_000, 3_000, 'that the filter learns, and as many that it is asked about'),
  wrongPercent: z
    .literal([0.1, 1, 10])
    .default(1)
    .describe('for which share of wrong answers the filter is built'),
});
type Params = z.output<typeof params>;
type Filters = readonly [BloomFilter, BloomFilter];

const layout = idLayouts.twitter;
const generators = 4;
const again = 50;
const sizeOf = ({ ids, wrongPercent }: Params) => bloomSize(ids, wrongPercent / 100);
const wrongShare = (p: Params) => wronglyKnownShare(sizeOf(p), p.ids);
/** The short links of a year, at 100 million a day; and a filter for them of a few gigabytes, at its best. */
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
  params,
  durationMs: ({ ids }) => (2 * ids) / generators + 10,
  metrics: {
    checked: counter('ids', 'new ones that the filter was asked about'),
    duplicates: counter('ids', 'of them that had been made before'),
    turnedAway: counter('ids', 'of them that the filter took for known'),
    turnedAwayBySmall: counter('ids', 'that one of 4 GB for the links of a year takes for known'),
    found: counter('ids', 'that came again, and that the filter knew'),
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
      'ids with node ids of their own never collide: there is nothing to find',
      'q10-bloom-with-snowflake',
    ),
    within('turnedAway', 'good-ids', binomialBounds(checkedOf(p), wrongShare(p))).says(
      'the filter turns good ids away: (1 - e^(-hashes ids / bits))^hashes of them',
      'q10-bloom-with-snowflake',
    ),
    within(
      'turnedAwayBySmall',
      'few-gigabytes',
      binomialBounds(checkedOf(p), wronglyKnownShare(smallSizeOf(p), p.ids)),
    ).says('a filter of 4 GB for 36.5 billion links turns most of the good ids away'),
    exactly(again, 'found', 'no-false-negative').says('an id that comes again it always knows'),
  ],
  tells: ({ params: p, metrics: { checked, turnedAway, turnedAwayBySmall, duplicates } }) =>
    `No: of ${counted(checked.value, 'new id')} ${duplicates.value} had been made before, and the filter turned ${counted(turnedAway.value, 'good one')} away (${percent(turnedAway.value / Math.max(1, checked.value))}; closed form ${percent(wrongShare(p))}). It would know an id that comes again, as a unique index does without turning good ones away. ` +
    `It takes ${(sizeOf(p).bits / p.ids).toFixed(2)} bits for each id: for ${inDigits(linksOfYear / 1e9)} billion links ${(bloomSize(linksOfYear, p.wrongPercent / 100).bits / 8e9).toFixed(1)} GB; with ${gigabytes} GB it turns ${percent(turnedAwayBySmall.value / Math.max(1, checked.value))} of the good ones away.`,
});

/** Whole milliseconds of all generators. */
const checkedOf = ({ ids }: Params) => generators * Math.ceil((2 * ids) / generators) - ids;

// Left out: filters that several generators share over the network, which each id would have to ask.
