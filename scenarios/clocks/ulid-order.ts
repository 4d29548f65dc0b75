/**
 * A node makes several ULIDs in each millisecond: with the monotonic factory, and in parallel with
 * fresh random digits each time.
 */
import * as z from 'zod';
import { idInvariants } from '../../sims/clocks/ids/cluster.ts';
import { originMs } from '../../sims/clocks/ids/generator.ts';
import { IdJudge, type IdLaw } from '../../sims/clocks/ids/laws.ts';
import { textOf } from '../../sims/clocks/ids/text.ts';
import { Ulids } from '../../sims/clocks/ids/ulid.ts';
import { note } from '../../sims/clocks/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutClocks } from './common.ts';

const params = z.object({
  perMs: whole(2, 100, 4, 'ids per millisecond'),
  milliseconds: whole(50, 10_000, 400, 'duration of the run'),
});

export default scenario({
  ...aboutClocks,
  id: 'clocks/ulid-order',
  asks: 'Do ULIDs sort in the order in which they were made if several are made in one millisecond?',
  claims: [],
  code: ['sims/clocks/ids/ulid.ts#next'],
  params,
  durationMs: ({ milliseconds }) => milliseconds + 2,
  metrics: {
    ids: counter('ids', 'made by the monotonic factory'),
    disordered: counter('ids', 'of the monotonic factory that sort before their predecessor'),
    randomInOrder: counter('milliseconds', 'whose ids with random digits are in order'),
    randomMs: counter('milliseconds', 'in which ids with random digits were made'),
  },
  build({ world, rules, metrics, params: { perMs, milliseconds } }) {
    const breaches = new Breaches<IdLaw>();
    const judge = new IdJudge(breaches, {
      sortedBeyondMs: 1,
      shards: 0,
      inOrder: true,
      breaks: [],
    });

    function* making(node: ServerContext): Process<void> {
      const monotonic = new Ulids(rules, node.stream('monotonic'));
      const plain = new Ulids({ ...rules, 'monotonic-within-ms': false }, node.stream('plain'));
      let last = 0n;
      for (let ms = 1; ms <= milliseconds; ms++) {
        yield* node.sleep(1);
        const wallMs = originMs + node.now();
        const made = Array.from({ length: perMs }, () => monotonic.next(wallMs));
        for (const id of made) {
          judge.issues(id, node.self, node.now());
          metrics.ids.add();
          if (id < last) metrics.disordered.add();
          last = id;
        }
        const [first = 0n] = made;
        const [from, to] = [textOf('ulid', first), textOf('ulid', made.at(-1) ?? first)];
        note(node, { kind: 'gives-ids', count: perMs, first: from, last: to });
        const others = Array.from({ length: perMs }, () => plain.next(wallMs));
        metrics.randomMs.add();
        if (others.every((id, place) => id > (others[place - 1] ?? 0n)))
          metrics.randomInOrder.add();
      }
    }

    world.addServer(
      'maker',
      client('maker', (node) => node.spawn(making(node))),
    );
    return { breaches, rows: () => [] };
  },
  invariants: idInvariants as never,
  goals: () => [sometimes('makes-ids', 'ids are made', () => true)],
  expect: ({ perMs, milliseconds }) => [
    exactly(perMs * milliseconds, 'ids', 'all').says('ids made in each millisecond'),
    exactly(0, 'disordered', 'in-order').says(
      'ids of the generator that adds 1 to the one before (monotonic) that are out of order',
    ),
    within(
      'randomInOrder',
      'one-in-n-factorial',
      binomialBounds(milliseconds, 1 / factorial(perMs)),
    ).says(`milliseconds in which ids with random digits are in order by chance: one in ${perMs}!`),
  ],
  tells: ({ params: { perMs }, metrics: { ids, randomInOrder, randomMs } }) =>
    `ULIDs sort in the order in which they were made if the generator is monotonic, because each adds 1 to the previous one ` +
    `of its millisecond: ${counted(ids.value, 'id')} did. With fresh random digits, ${perMs} ids of one millisecond were in order ` +
    `in ${percent(randomInOrder.value / Math.max(1, randomMs.value))} of the milliseconds (1/${perMs}! = ` +
    `${percent(1 / factorial(perMs))}).`,
});

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

// Left out: several nodes, whose ids of one millisecond are in no particular order with either
// method.
