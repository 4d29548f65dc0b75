/**
 * Ids are made at times throughout the life of a snowflake; each is written in base62, and parsed
 * as a JSON number.
 */
import * as z from 'zod';
import { type IdLayout, idLayouts, pack, ticksAt } from '../../sims/clocks/ids/layout.ts';
import { outgrowsAtMs, survivesJson } from '../../sims/clocks/ids/length.ts';
import { inBase } from '../../sims/clocks/ids/text.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { log, pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { dateOf } from '../../src/words/civil.ts';
import { counted, inDigits, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  ids: whole(100, 20_000, 600, 'ids made at random times of one day'),
  year: whole(2020, 2075, 2026, 'year of that day, the first of July'),
});

const layout: IdLayout = idLayouts.twitter;
const base = 62;
/** Ids of 2022 to 2028 are between 2^60 and 2^61, where a double counts in steps of 2^8. */
const stepOf = (id: bigint) => 2 ** Math.max(0, id.toString(2).length - 53);
const dayOf = (year: number) => Math.round((year - 1970 + 0.5) * 365.2425) * 86_400_000;
const idAt = (ms: number, sequence = 0) =>
  pack(layout, {
    time: ticksAt(layout, ms),
    datacenterId: 1n,
    workerId: 1n,
    sequence: BigInt(sequence),
  });

export default scenario({
  ...aboutClocks,
  id: 'clocks/id-length',
  asks: 'A snowflake is written in base62 for a short link, or sent as a JSON number. How long is the link, and does the id survive?',
  claims: ['q10-snowflake-base62-7'],
  code: [
    'sims/clocks/ids/text.ts#inBase',
    'sims/clocks/ids/length.ts#survivesJson',
    'sims/clocks/ids/length.ts#outgrowsAtMs',
  ],
  params,
  durationMs: ({ ids }) => ids + 2,
  metrics: {
    made: counter('ids', 'made on that day'),
    shortest: gauge('characters', 'in the shortest id in base62'),
    longest: gauge('characters', 'in the longest id in base62'),
    unchanged: counter('ids', 'that survive as JSON numbers'),
  },
  build({ world, metrics, params: p }) {
    function* making(node: ServerContext): Process<void> {
      const stream = node.stream('ids');
      for (let made = 1; made <= p.ids; made++) {
        yield* node.sleep(1);
        const ms = dayOf(p.year) + randomInteger(stream, 0, 86_399_999);
        const id = idAt(ms, randomInteger(stream, 0, 4_095));
        const text = inBase(id, 'base62');
        note(node, { kind: 'gives-ids', count: 1, first: `${id}`, last: text });
        metrics.made.add();
        metrics.shortest.set(Math.min(metrics.shortest.value ?? text.length, text.length));
        metrics.longest.set(Math.max(metrics.longest.value ?? 0, text.length));
        if (survivesJson(id)) metrics.unchanged.add();
      }
    }

    world.addServer(
      'maker',
      client('maker', (node) => node.spawn(making(node))),
    );
    return { breaches: new Breaches<never>(), rows: () => [] };
  },
  invariants: [],
  goals: () => [],
  expect: ({ ids, year }) => {
    const first = idAt(dayOf(year));
    const characters = Math.ceil(log(Number(first)) / log(base));
    return [
      exactly(ids, 'made', 'made').says('ids made'),
      exactly(characters, 'shortest', 'shortest').says(
        'base62 characters of the shortest id: log62 of the id, rounded up',
        'q10-snowflake-base62-7',
      ),
      exactly(characters, 'longest', 'longest').says(
        'base62 characters of the longest id: log62 of the id, rounded up',
      ),
      within('unchanged', 'json', binomialBounds(ids, 1 / stepOf(first))).says(
        'ids that survive as a JSON number (a double), if their sequences are spread: one in 2^(bits - 53)',
      ),
    ];
  },
  tells: ({ params: { year }, metrics: { longest, unchanged, made } }) =>
    `A Snowflake id of ${year} has ${counted(longest.value ?? 0, 'character')} in base62, and as JSON numbers only ` +
    `${percent(unchanged.value / Math.max(1, made.value))} of the ids survived: beyond 2^53 a JavaScript number skips integers, so send ids as text. ` +
    `Seven characters would do only up to 62^7, ${inDigits(Math.round(pow(base, 7) / 1e11) / 10)} trillion, which Twitter’s ids passed ` +
    `${counted(Math.round((outgrowsAtMs(layout, base, 7) - layout.epochMs) / 60_000), 'minute')} after their epoch. ` +
    `They passed 62^10 on ${dateOf(outgrowsAtMs(layout, base, 10)).slice(0, 10)}, and Discord’s on ` +
    `${dateOf(outgrowsAtMs(idLayouts.discord, base, 10)).slice(0, 10)}; since then both have 11.`,
});

// Left out: short codes from a separate counter, which are short as long as there are few links.
