/**
 * Generators lease their node ids, have differing clocks, crash and come back; one clock is put
 * back while its generator runs. Every tenth request wants more ids than fit into a millisecond.
 */
import * as z from 'zod';
import { givesIds, idInvariants, idSubject } from '../../sims/clocks/ids/cluster.ts';
import { bitsOfField, idLayouts } from '../../sims/clocks/ids/layout.ts';
import { exactly, some, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { clockJump, crash, restart } from '../../src/world/fault.ts';
import { aboutClocks, listOf } from './common.ts';

const params = z.object({
  generators: whole(2, 64, 4, 'generators that give out ids'),
  nodeIds: whole(2, 1_024, 8, 'number of node ids'),
  skewMs: whole(0, 1_000, 30, 'how far the last generator’s clock is ahead of the first one’s'),
  backMs: whole(0, 1_000, 30, 'how far the first generator’s clock is put back'),
  requests: whole(1, 500, 60, 'requests to each generator, one every 10 ms'),
});

type Params = z.output<typeof params>;

/**
 * A generator that finds no free node id gives out nothing; one that restarts needs another until
 * its old lease is over.
 */
const served = ({ generators, nodeIds }: Params) => Math.min(generators, nodeIds - 1);

const layout = idLayouts.twitter;
const [timeBits, numberBits, sequenceBits] = [
  bitsOfField(layout, 'time'),
  bitsOfField(layout, 'datacenterId') + bitsOfField(layout, 'workerId'),
  bitsOfField(layout, 'sequence'),
];
const layoutInWords =
  `${timeBits} bits of time in ms, ${numberBits} bits of the generator’s number (${inDigits(2 ** numberBits)} generators) and ` +
  `${sequenceBits} bits of a sequence within the ms (${inDigits(2 ** sequenceBits)} ids)`;

const everyMs = 10;
const startsMs = 200;

export default scenario({
  ...aboutClocks,
  id: 'clocks/snowflake-id',
  asks: 'Generators make snowflake ids without asking one another. Are the ids unique, and do they sort by time?',
  claims: ['q10-snowflake-unique'],
  code: [
    'sims/clocks/ids/snowflake.ts#take',
    'sims/clocks/ids/generator.ts#next',
    'sims/clocks/ids/layout.ts#pack',
  ],
  params,
  durationMs: ({ requests, backMs }) => startsMs + requests * everyMs + backMs + 200,
  plan: ({ generators, requests, backMs }, random) => {
    const stream = random.stream('plan');
    const endMs = startsMs + requests * everyMs;
    const crashMs = randomInteger(stream, startsMs, endMs - 40);
    const crashed = `g${randomInteger(stream, 2, generators)}`;
    return [
      { atMs: crashMs, fault: crash(crashed) },
      { atMs: crashMs + 20, fault: restart(crashed) },
      { atMs: startsMs + 20.5, fault: clockJump('g1', -backMs) },
    ].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    ids: gauge('ids', 'given out'),
    duplicates: gauge('ids', 'given out a second time'),
    refused: gauge('requests', 'that got no ids'),
  },
  build({ world, rules, metrics, params: p }) {
    const subject = idSubject(world, rules, [
      {
        generators: p.generators,
        leasesNodeIds: true,
        nodeIds: p.nodeIds,
        clockOffsetMs: (place) => (p.skewMs * place) / (p.generators - 1),
        // A clock that was put back, the current millisecond, and the disk.
        sortedBeyondMs: p.skewMs + p.backMs + 3,
        reserveMs: 20,
        everyMs,
        startsMs,
        batches: listOf(p.requests, (request) => (request === 3 ? 4_200 : 8)),
      },
    ]);
    world.at(startsMs + p.requests * everyMs + p.backMs + 199, () => {
      for (const { judge, refused } of subject.fleets) {
        metrics.ids.set(judge.issued);
        metrics.duplicates.set(judge.duplicates);
        metrics.refused.set(refused);
      }
    });
    return subject;
  },
  invariants: idInvariants,
  goals: (p) => [givesIds(served(p) * p.requests * 4)],
  expect: (p) => [
    exactly(0, 'duplicates', 'no-duplicates').says(
      'ids given out twice, while node ids are leased and the clock is checked',
      'q10-snowflake-unique',
    ),
    some('ids', 'gives-ids').says('ids given out by all generators'),
    within('refused', 'few-refused', {
      atMost: 10 + (p.generators - served(p)) * p.requests,
    }).says('requests without ids: around a crash, or because there are too few node ids'),
  ],
  tells: ({ params: p, metrics: { ids, refused } }) =>
    `A Snowflake id is a 64-bit number: ${layoutInWords}, so generators need not ask one another. ` +
    `They are unique as long as no two share a number and none gives out ids while its clock is back: of ${counted(ids.value ?? 0, 'id')} of ${p.generators} generators none came twice, though a clock was ` +
    `put back by ${p.backMs} ms and a generator crashed (${counted(refused.value ?? 0, 'request')} got none). ` +
    `They sort by time only as far as the clocks agree: with clocks up to ${p.skewMs} ms apart and one put back by ${p.backMs} ms, ` +
    `two ids made within ${p.skewMs + p.backMs + 3} ms of one another may be in either order.`,
});

// Left out: a registry that is down for longer than a lease; generators then stop.
