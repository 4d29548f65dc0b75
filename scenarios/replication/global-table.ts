import * as z from 'zod';
import {
  type Edit,
  type GlobalTable,
  globalTable,
  regionInvariants,
  regionsAgree,
} from '../../sims/replication/regions/cluster.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { ReplicationSubject } from '../../sims/replication/subject.ts';
import { largest, within } from '../../src/check/expected.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { pick, type RandomStream } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inSeconds } from '../../src/words/numbers.ts';
import { clockJump, heal, partition } from '../../src/world/fault.ts';

const params = z.object({
  items: whole(1, 1_000, 100, 'items, each edited once in America and once in Europe'),
  windowMs: real(
    0,
    60_000,
    2_000,
    'time span within which the two edits of an item fall, at random',
  ),
  streamMs: real(0, 10_000, 500, 'how long a write waits in its region’s replication stream'),
  oneWayMs: real(1, 500, 40, 'network delay from America to Europe'),
  asiaMs: real(1, 500, 90, 'network delay from either to Asia'),
  skewMs: real(0, 10_000, 1_000, 'how far America’s clocks are ahead'),
  cutMs: real(0, 60_000, 0, 'how long Europe is cut off, from the middle of the edits'),
});
type Params = z.output<typeof params>;

const units = ['item', 'attribute'] as const;
const attributes = ['name', 'city'];
const localMs = 0.5;
const timeoutMs = 2_000;

const farthestMs = (p: Params) => p.streamMs + Math.max(p.oneWayMs, p.asiaMs);
const cutFromMs = ({ windowMs }: Params) => windowMs / 2;
const restMs = (p: Params) => farthestMs(p) + 2 * timeoutMs + 1_000;
const endMs = (p: Params) => Math.max(p.windowMs, cutFromMs(p) + p.cutMs) + restMs(p);

/** Two edits closer together than the delay to the other region: neither has seen the other. */
function isConcurrent({ windowMs, streamMs, oneWayMs }: Params): number {
  const delayMs = streamMs + oneWayMs;
  return delayMs >= windowMs ? 1 : 1 - pow(1 - delayMs / windowMs, 2);
}

function drawEdits({ items, windowMs }: Params, stream: RandomStream): readonly Edit[] {
  return Array.from({ length: items }, (_, place) => ({
    atMs: stream() * windowMs,
    key: `item-${place + 1}`,
    attribute: pick(stream, attributes),
  }));
}

const lostBounds = (p: Params) => [
  within('lostPerItem', 'one-of-two-concurrent', binomialBounds(p.items, isConcurrent(p))).says(
    'acknowledged writes lost if the last writer wins for each item: one of each two concurrent ones, 1 - (1 - delay / window)^2 of the items',
    'q22-global-table-1s',
  ),
  within(
    'lostPerAttribute',
    'half-of-them',
    binomialBounds(p.items, isConcurrent(p) / attributes.length),
  ).says(
    'acknowledged writes lost if the last writer wins for each attribute: half as many, as only edits of the same one of two attributes collide',
  ),
];

interface Tables extends ReplicationSubject {
  readonly tables: readonly GlobalTable[];
}

// Two tables with the same edits, side by side. One resolves conflicts per item, the other per
// attribute; an edit changes one of two attributes.
export default scenario({
  id: 'replication/global-table',
  sim: replication,
  asks: 'Three regions accept writes at once and ship them to the others; the last writer wins. How soon do the regions agree, and which writes are lost?',
  claims: ['q22-global-table-1s'],
  code: [
    'sims/replication/regions/item.ts#isLater',
    'sims/replication/regions/item.ts#merged',
    'sims/replication/regions/region.ts#ship',
  ],
  params,
  durationMs: endMs,
  network: () => ({ latencyMs: constant(localMs) }),
  plan: (p) => [
    ...units.map((unit) => ({ atMs: 0, fault: clockJump(`${unit}/america`, p.skewMs) })),
    ...(p.cutMs === 0
      ? []
      : [
          {
            atMs: cutFromMs(p),
            fault: partition(units.flatMap((unit) => [`${unit}/europe`, `${unit}/europe/client`])),
          },
          { atMs: cutFromMs(p) + p.cutMs, fault: heal() },
        ]),
  ],
  metrics: {
    convergeMs: histogram('ms', 'from a write until the last region has it'),
    lostPerItem: gauge('writes', 'lost, if the last writer of an item wins'),
    lostPerAttribute: gauge('writes', 'lost, if the last writer of an attribute wins'),
  },
  build({ world, rules, params: p, metrics }): Tables {
    const random = world.kernel.random;
    const america = drawEdits(p, random.stream('america'));
    const europe = drawEdits(p, random.stream('europe'));
    const tables = units.map((unit) =>
      globalTable(world, rules, {
        name: `${unit}/`,
        unit,
        oneWayMs: {
          america: { europe: p.oneWayMs, asia: p.asiaMs },
          europe: { america: p.oneWayMs, asia: p.asiaMs },
          asia: { america: p.asiaMs, europe: p.asiaMs },
        },
        streamMs: p.streamMs,
        timeoutMs,
        hasConverged: (ms) => metrics.convergeMs.record(ms),
        edits: { america, europe },
      }),
    );
    world.at(endMs(p) - 1, () => {
      const lost = tables.map(({ judge, copies }) => judge.lostFrom(copies()[0] ?? {}));
      metrics.lostPerItem.set(lost[0] ?? 0);
      metrics.lostPerAttribute.set(lost[1] ?? 0);
    });
    const first = (law: string) =>
      tables.map(({ breaches }) => breaches.of(law)).find((how) => how !== undefined);
    return { tables, breaches: { of: first }, rows: () => tables.flatMap((table) => table.rows()) };
  },
  invariants: regionInvariants,
  goals: (p) => [regionsAgree((subject) => (subject as Tables).tables, restMs(p) - 1_000)],
  expect: (p) => [
    within(largest('convergeMs'), 'converges', {
      atLeast: p.cutMs === 0 ? farthestMs(p) : Math.min(farthestMs(p), p.cutMs),
      // A lost shipment is sent again after its timeout.
      atMost: farthestMs(p) + (p.cutMs === 0 ? 0.001 : p.cutMs + timeoutMs + 1),
    }).says(
      'longest time until a write is in all regions, in ms: the wait in the stream plus the longest network delay',
      'q22-global-table-1s',
    ),
    ...(p.cutMs === 0 ? lostBounds(p) : []),
  ],
  tells: ({ params: p, metrics: m }) =>
    'Of two concurrent writes to one item in two regions the earlier is lost, although it was acknowledged: ' +
    `${counted(m.lostPerItem.value ?? 0, 'write')} of ${2 * p.items} here, and ${m.lostPerAttribute.value ?? 0} if the ` +
    'last writer wins for each attribute instead of the whole item. ' +
    `Regions agree after ${inSeconds(m.convergeMs.max ?? 0)} at most: ` +
    'a write’s wait in its stream plus the delay to the farthest region. ' +
    'To lose none, write each item in one region only, or merge concurrent writes (siblings, a CRDT).',
});

// Left out: more than two edits per item, conditional writes, which see only their own region, and
// tables that are strongly consistent across regions.
