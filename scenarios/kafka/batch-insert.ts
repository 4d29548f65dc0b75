import * as z from 'zod';
import { inSeconds } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, whenProcessed } from './builder.ts';
import { gain, gainBound, pollingMs, pollRecords, workMs } from './insert-time.ts';
import { aboutKafka, gauge, positive, scenario, whole } from './kit.ts';
import { onceInOrder, readAll, within } from './promises.ts';

const params = z.object({
  records: whole(1_000, 100_000, 5_000, 'number of records to write'),
  insertMs: positive(100, 5, 'time for each insert, whatever its size'),
  rowMs: positive(100, 0.1, 'extra time for each row'),
});

/** The rows of an insert, by group. */
const names = ['single', 'hundred', 'thousand'] as const;
const rowsOf = { single: 1, hundred: 100, thousand: 1_000 };

export default scenario({
  ...aboutKafka,
  id: 'kafka/batch-insert',
  asks: 'A consumer writes one row per insert. What do batches of 100 to 1,000 rows gain?',
  claims: ['q7-batch-insert-10-50x', 'q7-batching-amortises', 'q7-groups-independent'],
  code: ['sims/kafka/consumer/processing.ts#inOrder'],
  params,
  durationMs: (params) => firstAssignmentMs + workMs(params, 1) + pollingMs(params) + 1_000,
  metrics: {
    singleMs: gauge('ms', 'to write all records, one row per insert'),
    hundredMs: gauge('ms', 'with 100 rows an insert'),
    thousandMs: gauge('ms', 'with 1,000'),
    gainOfHundred: gauge('times', 'speedup with 100 rows per insert'),
    gainOfThousand: gauge('times', 'speedup with 1,000'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders');
    kafka.backlog(topic, params.records);
    for (const name of names) {
      const group = kafka.group(name, [topic], {
        work: { rows: rowsOf[name], insertMs: params.insertMs },
        recordMs: params.rowMs,
        config: { 'max.poll.records': pollRecords },
      });
      whenProcessed(group, params.records, (spentMs) => {
        metrics[`${name}Ms`].set(spentMs);
        if (name !== 'single') return;
        metrics.gainOfHundred.set(spentMs / (metrics.hundredMs.value as number));
        metrics.gainOfThousand.set(spentMs / (metrics.thousandMs.value as number));
      });
    }
    return { cluster: kafka.cluster };
  },
  invariants: onceInOrder,
  goals: () => [readAll('all-written', 'every group has written every record')],
  expect: (params) => {
    const [ofHundred, ofThousand] = [gainBound(params, 100), gainBound(params, 1_000)];
    const gains = (rows: number) =>
      `times as fast with ${rows === 1_000 ? '1,000' : rows} rows per insert as with one: (a + b) / (a / n + b), for n rows, a ms per insert and b ms per row`;
    return [
      within('gainOfHundred', 'gain-of-100', ofHundred).says(gains(100), 'q7-batching-amortises'),
      within('gainOfThousand', 'gain-of-1000', ofThousand).says(
        gains(1_000),
        'q7-batching-amortises',
      ),
      // With a cheaper or more expensive insert the gain follows the closed form.
      within('gainOfHundred', 'ten-to-fifty-times', {
        atLeast: Math.min(10, ofHundred.atLeast),
        atMost: Math.max(50, ofHundred.atMost),
      }).says(
        'times as fast with 100 rows per insert as with one, if an insert costs as much as some ten to fifty rows',
        'q7-batch-insert-10-50x',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `Rows of one insert share its fixed cost, the round trip and the commit: 100 rows at a time take ${inSeconds(metrics.hundredMs.value)} instead of ${inSeconds(metrics.singleMs.value)} one at a time (${metrics.gainOfHundred.value?.toFixed(0)} times as fast), 1,000 rows ` +
    `${inSeconds(metrics.thousandMs.value)} (${metrics.gainOfThousand.value?.toFixed(0)} times). With a = ${params.insertMs} ms per insert and b = ${params.rowMs} ms per row the gain cannot exceed (a + b) / b = ` +
    `${gain(params, Infinity).toFixed(0)}.`,
});

// Left out: a database that slows down under large inserts, and the locks that they hold for
// longer.
