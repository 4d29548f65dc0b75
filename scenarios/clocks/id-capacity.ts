/**
 * One generator is asked for more ids than fit into a tick of its clock; then ids are made at the
 * last tick of the layout and after it.
 */
import * as z from 'zod';
import { originMs } from '../../sims/clocks/ids/generator.ts';
import {
  bitsOf,
  bitsOfField,
  fullAtMs,
  type IdLayout,
  idLayouts,
  pack,
  ticksAt,
} from '../../sims/clocks/ids/layout.ts';
import { Snowflakes } from '../../sims/clocks/ids/snowflake.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { dateOf } from '../../src/words/civil.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const names = ['twitter', 'discord', 'instagram', 'sonyflake'] as const;
const params = z.object({
  layout: z.enum(names).default('twitter').describe('id layout'),
  ids: whole(1_000, 100_000, 24_576, 'ids requested from one generator at once'),
});
type Params = z.output<typeof params>;

const layoutOf = ({ layout }: Params): IdLayout => idLayouts[layout];
const sequenceBits = (layout: IdLayout) => bitsOfField(layout, 'sequence');
const nodeBits = (layout: IdLayout) =>
  bitsOf(layout) - bitsOfField(layout, 'time') - sequenceBits(layout);
const yearMs = 365.2425 * 86_400_000;
const years = (layout: IdLayout) => (fullAtMs(layout) - layout.epochMs) / yearMs;
const idsPerSecond = (layout: IdLayout) => (2 ** sequenceBits(layout) * 1_000) / layout.unitMs;

/** What distinguishes nodes does not matter for a single one. */
const idAt = (layout: IdLayout, time: bigint, sequence: number) =>
  pack(
    layout,
    Object.fromEntries(
      layout.fields.map(({ name }) => {
        if (name === 'time') return [name, time];
        return [name, name === 'sequence' ? BigInt(sequence) : 0n];
      }),
    ),
  );

function fits(layout: IdLayout, ms: number): boolean {
  try {
    return idAt(layout, ticksAt(layout, ms), 0) >= 0n;
  } catch (failure) {
    if (failure instanceof RangeError) return false;
    throw failure;
  }
}

export default scenario({
  ...aboutClocks,
  id: 'clocks/id-capacity',
  asks: 'How many snowflake ids can one node make in a millisecond, how many nodes can there be, and when does the time field run out?',
  claims: [],
  code: [
    'sims/clocks/ids/snowflake.ts#take',
    'sims/clocks/ids/layout.ts#bitsOfField',
    'sims/clocks/ids/layout.ts#fullAtMs',
  ],
  params,
  durationMs: (p) => (Math.ceil(p.ids / 2 ** sequenceBits(layoutOf(p))) + 3) * layoutOf(p).unitMs,
  metrics: {
    made: counter('ids', 'that differ'),
    ticks: gauge('ticks', 'of the clock that they took'),
    lastFits: gauge('ids', 'that can be made in the last tick of the time field'),
    nextFits: gauge('ids', 'that can be made in the tick after it'),
  },
  build({ world, rules, metrics, params: p }) {
    const layout = layoutOf(p);
    const { unitMs } = layout;

    function* making(node: ServerContext): Process<void> {
      const stream = node.stream('start');
      const options = {
        sequenceBits: sequenceBits(layout),
        whenBack: 'wait',
        startOf: () => randomInteger(stream, 0, 2 ** sequenceBits(layout) - 1),
      } as const;
      const generator = new Snowflakes(rules, options, 0);
      const sequences = new Map<number, Set<number>>();
      // Requested at any moment of a tick.
      yield* node.sleep(unitMs * (1 + stream()));
      for (let given = 0; given < p.ids; ) {
        const taken = generator.take((originMs + node.now()) / unitMs);
        if ('noneUntilMs' in taken) {
          note(node, { kind: 'sequence-spent', rule: 'wait-for-next-ms' });
          yield* node.sleep(taken.noneUntilMs * unitMs - originMs - node.now());
          continue;
        }
        given += 1;
        const { ms, sequence } = taken;
        const ofTick = sequences.get(ms) ?? new Set();
        if (ofTick.size === 0) begins(node, ms, sequence);
        if (!ofTick.has(sequence)) metrics.made.add();
        sequences.set(ms, ofTick.add(sequence));
      }
      metrics.ticks.set(sequences.size);
    }

    function begins(node: ServerContext, tick: number, sequence: number): void {
      const first = `${idAt(layout, ticksAt(layout, tick * unitMs), sequence)}`;
      note(node, { kind: 'gives-ids', count: 1, first, last: first });
    }

    world.addServer(
      'maker',
      client('maker', (node) => node.spawn(making(node))),
    );
    metrics.lastFits.set(Number(fits(layout, fullAtMs(layout) - unitMs)));
    metrics.nextFits.set(Number(fits(layout, fullAtMs(layout))));
    return { breaches: new Breaches<never>(), rows: () => [] };
  },
  invariants: [],
  goals: () => [],
  expect: (p) => [
    exactly(p.ids, 'made', 'made').says('ids made, all different'),
    exactly(Math.ceil(p.ids / 2 ** sequenceBits(layoutOf(p))), 'ticks', 'ticks').says(
      'clock ticks for these ids, with 2^(bits of the sequence) in each',
    ),
    exactly(1, 'lastFits', 'last-tick').says('ids made in the last tick of the time field'),
    exactly(0, 'nextFits', 'full').says(
      'ids made in the tick after it; none, as the time field has run out',
    ),
  ],
  tells({ params: p, metrics: { made, ticks } }) {
    const layout = layoutOf(p);
    return (
      `With ${sequenceBits(layout)} bits of sequence one node can make ${inDigits(2 ** sequenceBits(layout))} in each tick of ${inDigits(layout.unitMs)} ms: ` +
      `${inDigits(made.value)} ids took ${inDigits(ticks.value ?? 0)} ticks, which is ${inDigits(idsPerSecond(layout))} a ` +
      `second. With ${nodeBits(layout)} bits of node id there can be ${inDigits(2 ** nodeBits(layout))} nodes, and ${bitsOfField(layout, 'time')} bits of time last ${years(layout).toFixed(1)} years, ` +
      `until ${dateOf(fullAtMs(layout)).slice(0, 10)}.`
    );
  },
});

// Left out: ids that borrow from the next tick when one is spent, and are then ahead of the clock.
