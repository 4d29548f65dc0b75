/**
 * A row gets its id when it is inserted, and is visible when its transaction commits. Three relays
 * read the same table: by the last id they saw, by a mark on each row, and by the database's own
 * log.
 */

import * as z from 'zod';
import type { HasCluster } from '../../sims/kafka/model.ts';
import { afterLastId, arrivals, inCommitOrder, unmarked } from '../../sims/kafka/outbox.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { drawnAround, exponential, largestOf, sampler } from '../../src/kernel/distribution.ts';
import { exp, log, pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { typical } from '../../src/lab/params.ts';
import { rounded } from '../../src/words/numbers.ts';
import { addKey, KafkaBuilder, send } from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, whole } from './kit.ts';
import { none, protocolInvariants, within } from './promises.ts';

const params = z.object({
  rows: whole(500, 20_000, 1_000, 'number of rows'),
  transactionMs: typical(z.number().min(5).max(1_000), 40).describe(
    'mean time from the insert of a row to its commit',
  ),
  pollMs: real(5, 5_000, 100, 'time between two polls of a relay'),
});

type Params = z.output<typeof params>;

const meanGapMs = 5;
const endMs = ({ rows, transactionMs, pollMs }: Params) =>
  2 * rows * meanGapMs + 40 * largestOf(transactionMs) + 4 * pollMs + 1_000;

/** Whether transactions certainly overtake one another: measured times may hardly differ. */
const overtakes = (transactionMs: Params['transactionMs']) =>
  typeof transactionMs === 'number' || transactionMs.max - transactionMs.min > 4 * meanGapMs;

/**
 * How many rows are overtaken. If times may hardly differ: no more than have another row inserted
 * behind them within the range of the times, independent events of known probability (Bernstein's
 * inequality, wrong once in ten million runs).
 */
function overtaken({ rows, transactionMs }: Params): Bound {
  if (overtakes(transactionMs)) return { atLeast: 1 };
  const rangeMs = typeof transactionMs === 'number' ? 0 : transactionMs.max - transactionMs.min;
  if (rangeMs === 0) return { atMost: 0 };
  const share = 1 - exp(-rangeMs / meanGapMs);
  const rare = log(1e7);
  const deviation = Math.sqrt(2 * rows * share * (1 - share) * rare + pow(rare / 3, 2));
  return { atMost: Math.min(rows, rows * share + rare / 3 + deviation) };
}

/** The rows that a relay sent, in order. */
type Sent = number[];

interface Subject extends HasCluster {
  /** In order of commit. */
  readonly committed: number[];
  readonly relays: Readonly<Record<'byId' | 'byMark' | 'byLog', Sent>>;
}

/** How often a row was sent after one that had been committed later. */
function inversions(sent: Sent, committed: readonly number[]): number {
  const place = new Map(committed.map((row, at) => [row, at]));
  let latest = -1;
  let count = 0;
  for (const row of sent) {
    const at = must(place.get(row), 'place of the row');
    if (at < latest) count += 1;
    latest = Math.max(latest, at);
  }
  return count;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/outbox-by-id',
  asks: 'A relay reads the outbox by increasing id. Does it see every row?',
  claims: ['q12-cdc-commit-order'],
  code: [
    'sims/kafka/outbox.ts#afterLastId',
    'sims/kafka/outbox.ts#unmarked',
    'sims/kafka/outbox.ts#inCommitOrder',
  ],
  params,
  durationMs: endMs,
  metrics: {
    skippedById: gauge('rows', 'that the relay by last id never saw'),
    skippedByMark: gauge('rows', 'that the relay by marks never saw'),
    skippedByLog: gauge('rows', 'that the relay of the log never saw'),
    invertedByMark: gauge('rows', 'that it sent after one that was committed later'),
    invertedByLog: gauge(
      'rows',
      'that the relay of the log sent after one that was committed later',
    ),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('events');
    const key = addKey(cluster.records, 'events');
    const committed: number[] = [];
    const relays: Subject['relays'] = { byId: [], byMark: [], byLog: [] };
    const drawTransactionMs = sampler(
      drawnAround(params.transactionMs, exponential),
      world.kernel.random.stream('transactions'),
    );
    const insert = (row: number) =>
      world.kernel.schedule(drawTransactionMs(), (id: number) => committed.push(id), row);
    world.spawn(arrivals(world, params.rows, meanGapMs, insert));
    const poll = function* (
      name: keyof Subject['relays'],
      find: (sent: Sent) => number[],
    ): Process<void> {
      const producer = kafka.producer(topic, name);
      for (;;) {
        yield* sleep(params.pollMs);
        for (const row of find(relays[name])) {
          send(producer, key);
          relays[name].push(row);
        }
      }
    };
    const visible = () => [...committed].sort((a, b) => a - b);
    world.spawn(poll('byId', (sent) => afterLastId(visible(), sent)));
    const marked = new Set<number>();
    world.spawn(poll('byMark', () => unmarked(visible(), marked)));
    world.spawn(poll('byLog', (sent) => inCommitOrder(committed, sent)));
    world.at(endMs(params) - 1, () => {
      metrics.skippedById.set(params.rows - relays.byId.length);
      metrics.skippedByMark.set(params.rows - relays.byMark.length);
      metrics.skippedByLog.set(params.rows - relays.byLog.length);
      metrics.invertedByMark.set(inversions(relays.byMark, committed));
      metrics.invertedByLog.set(inversions(relays.byLog, committed));
    });
    return { cluster, committed, relays };
  },
  invariants: protocolInvariants,
  goals: ({ rows }) => [
    eventually<Subject>(
      'all-committed',
      'in the end every row is committed and seen by the log relay',
      0,
      ({ committed, relays }) => committed.length === rows && relays.byLog.length === rows,
    ),
  ],
  expect: (params) => [
    within('skippedById', 'by-id-skips', overtaken(params)).says(
      'rows skipped by a relay that reads ids above the last one: those committed after a later id was seen',
      'q12-cdc-commit-order',
    ),
    none('skippedByMark', 'by-mark-skips-none').says(
      'rows skipped by a relay that marks each row as sent',
    ),
    within('invertedByMark', 'by-mark-reorders', overtaken(params)).says(
      'rows sent out of commit order by a relay that marks each row',
    ),
    none('skippedByLog', 'log-skips-none').says(
      'rows skipped by a relay that reads the database’s log',
      'q12-cdc-commit-order',
    ),
    none('invertedByLog', 'log-in-order').says(
      'rows sent out of commit order by a relay that reads the database’s log',
      'q12-cdc-commit-order',
    ),
  ],
  tells: ({ params, metrics }) =>
    `No: ids are given at the insert, but a row is visible only after its commit, so a relay that reads "id > last" skipped ${rounded(metrics.skippedById.value)} of ${rounded(params.rows)} rows for ever; mark each row as sent instead, or read the database’s log. ` +
    `A relay that marks each row as sent skipped ${rounded(metrics.skippedByMark.value)}, but sent ${rounded(metrics.invertedByMark.value)} out of commit order. ` +
    `A relay that reads the database’s log (change data capture) skipped ${rounded(metrics.skippedByLog.value)}, and sent ${rounded(metrics.invertedByLog.value)} out of order.`,
});

// Left out: a relay by id that waits until no older transaction is open, which is the usual repair.
