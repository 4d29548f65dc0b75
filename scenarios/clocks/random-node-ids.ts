/**
 * Fleets of generators draw random node ids; each generator makes one snowflake, all in the same
 * millisecond.
 */
import * as z from 'zod';
import { originMs } from '../../sims/clocks/ids/generator.ts';
import { bitsOfField, idLayouts, pack, ticksAt } from '../../sims/clocks/ids/layout.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  generators: whole(2, 256, 32, 'generators in each fleet'),
  fleets: whole(50, 20_000, 400, 'fleets'),
});

const layout = idLayouts.twitter;
const nodeIds = 2 ** (bitsOfField(layout, 'datacenterId') + bitsOfField(layout, 'workerId'));

/** The birthday problem: 1 minus the probability that each next generator draws a free id. */
const sharedShare = (generators: number): number =>
  1 - listOf(generators, (taken) => 1 - taken / nodeIds).reduce((all, free) => all * free, 1);
const evenOdds = listOf(nodeIds, (place) => place + 1).find((size) => sharedShare(size) >= 0.5);

export default scenario({
  ...aboutClocks,
  id: 'clocks/random-node-ids',
  asks: 'Each snowflake generator draws one of the 1,024 node ids at random. How likely do two of them share one, and make the same ids?',
  claims: ['q10-snowflake-unique'],
  code: ['sims/clocks/ids/registry.ts#idFor', 'sims/clocks/ids/generator.ts#leasing'],
  params,
  durationMs: ({ fleets }) => fleets + 2,
  metrics: {
    fleets: counter('fleets', 'that drew node ids'),
    duplicates: counter('fleets', 'that made an id twice'),
  },
  build({ world, metrics, params: { generators, fleets } }) {
    function* drawing(node: ServerContext): Process<void> {
      const stream = node.stream('node-ids');
      for (let fleet = 1; fleet <= fleets; fleet++) {
        yield* node.sleep(1);
        const time = ticksAt(layout, originMs + node.now());
        const made = new Set<bigint>();
        for (let generator = 0; generator < generators; generator++) {
          const nodeId = BigInt(randomInteger(stream, 0, nodeIds - 1));
          const [datacenterId, workerId] = [nodeId >> 5n, BigInt.asUintN(5, nodeId)];
          made.add(pack(layout, { time, datacenterId, workerId, sequence: 0n }));
        }
        metrics.fleets.add();
        if (made.size === generators) continue;
        metrics.duplicates.add();
        const twice = generators - made.size;
        note(node, { kind: 'shares-node-ids', twice, rule: 'node-id-is-leased' });
      }
    }

    world.addServer(
      'fleets',
      client('fleets', (node) => node.spawn(drawing(node))),
    );
    return { breaches: new Breaches<never>(), rows: () => [] };
  },
  invariants: [],
  goals: () => [],
  expect: ({ generators, fleets }) => [
    exactly(fleets, 'fleets', 'all').says(`fleets of ${generators} generators that were drawn`),
    within('duplicates', 'birthday', binomialBounds(fleets, sharedShare(generators))).says(
      `fleets, of ${fleets}, in which two of ${generators} generators make the same id: ${percent(sharedShare(generators))}, 1 - (1 - 1/1024)(1 - 2/1024)… by the birthday problem`,
      'q10-snowflake-unique',
    ),
  ],
  tells: ({ params: { generators, fleets }, metrics: { duplicates } }) =>
    `Node ids that are drawn at random collide soon: with ${generators} generators two share a node id, and so make the same ids, in ${duplicates.value} of ${fleets} fleets, ${percent(duplicates.value / fleets)} ` +
    `(${percent(sharedShare(generators))} in theory, by the birthday problem). ` +
    `${evenOdds} generators, about 1.2 times the square root of 1,024, are enough for even odds. ` +
    'Lease node ids from a registry, or use ids with more random bits: ' +
    `a million UUIDv7 of one millisecond, with ${uuidBits} random bits each, collide with a probability of ` +
    `1 in ${Math.round(1e-9 / uuidOdds)} billion.`,
});

const uuidBits =
  bitsOfField(idLayouts.uuidv7, 'randomA') + bitsOfField(idLayouts.uuidv7, 'randomB');
/** Pairs over values: n(n - 1) / 2^(bits + 1). */
const uuidOdds = (1e6 * (1e6 - 1)) / 2 ** (uuidBits + 1);

// Left out: generators that share a node id but never make ids in the same millisecond; with few
// ids a second a collision takes longer to occur.
