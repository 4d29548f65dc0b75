/** Ids are made at times all over the life of a snowflake; each is written in base62, and read as JSON reads numbers. */
import { z } from 'zod';
import { type IdLayout, idLayouts, pack, ticksAt } from '../../sims/clocks/ids/layout.ts';
import { outgrowsAtMs, survivesJson } from '../../sims/clocks/ids/length.ts';
import { inBase } from '../../sims/clocks/ids/text.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { counter, gauge } from '../../src/check/metric.ts';
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
  ids: whole(100, 20_000, 600, 'made at random times of one day'),
  year: whole(2020, 2075, 2026, 'of that day, the first of July'),
});

const layout: IdLayout = idLayouts.twitter;
const base = 62;
/** Ids of 2022 to 2028 are between 2^60 and 2^61: a double counts them in steps of 2^8. */
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
  asks: 'A snowflake is written in base62 for a short link, or sent as a JSON number. How long is the link, and is it still the same id?',
  claims: ['q10-snowflake-base62-7'],
  params,
  durationMs: ({ ids }) => ids + 2,
  metrics: {
    made: counter('ids', 'made on that day'),
    shortest: gauge('characters', 'of the shortest in base62'),
    longest: gauge('characters', 'of the longest in base62'),
    unchanged: counter('ids', 'that JSON numbers leave as they are'),
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
    const characters = Math.ceil(Math.log(Number(first)) / Math.log(base));
    return [
      exactly(ids, 'made', 'made').says('ids are made'),
      exactly(characters, 'shortest', 'shortest').says(
        'the shortest has log62 of the id characters, rounded up',
        'q10-snowflake-base62-7',
      ),
      exactly(characters, 'longest', 'longest').says('and so has the longest'),
      within('unchanged', 'json', binomialBounds(ids, 1 / stepOf(first))).says(
        'a double holds one id in so many, if their sequences are spread: 2^(bits - 53)',
      ),
    ];
  },
  tells: ({ params: { year }, metrics: { longest, unchanged, made } }) =>
    `${counted(longest.value ?? 0, 'character')} in ${year}, not 7: seven characters end at 62^7 = ${inDigits(base ** 7)}, which Twitter’s ids passed ${counted(Math.round((outgrowsAtMs(layout, base, 7) - layout.epochMs) / 60_000), 'minute')} after their epoch. ` +
    `They passed 62^10 on ${dateOf(outgrowsAtMs(layout, base, 10)).slice(0, 10)}, Discord’s on ${dateOf(outgrowsAtMs(idLayouts.discord, base, 10)).slice(0, 10)}; since then both have 11. ` +
    `As JSON numbers only ${percent(unchanged.value / Math.max(1, made.value))} of them came back the same: beyond 2^53 a double skips ids, so send them as text.`,
});

// Left out: short codes from a counter of their own, which are short for as long as there are few links.
