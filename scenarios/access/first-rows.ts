import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { smallest } from '../../sims/access/ordered.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  orders: whole(1_000, 20_000, 5_000, 'of the table'),
  customers: whole(2, 1_000, 100, 'that made them'),
  limit: whole(1, 100, 10, 'orders that are shown'),
});

export default scenario({
  ...aboutAccess,
  id: 'access/first-rows',
  asks: 'The ten smallest orders are asked for, and there is an index. How many entries and rows are read?',
  claims: [],
  code: ['sims/access/ordered.ts#smallest'],
  params,
  metrics: {
    entries: gauge('entries', 'read of an index in the order of the query'),
    heap: gauge('rows', 'read of the table, if the index covers the query'),
    otherEntries: gauge('entries', 'read of an index on customer and amount'),
    otherHeap: gauge('rows', 'read of the table, if the index lacks a column'),
    wrong: gauge('rows', 'that are not among the smallest'),
  },
  build({ world, params: { orders, customers, limit }, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('orders');
    const table = Array.from({ length: orders }, () => ({
      customer: randomInteger(stream, 1, customers),
      amount: randomInteger(stream, 1, 1_000_000_000),
    }));
    const smallestAmount = Math.min(...table.map(({ amount }) => amount));
    return study
      .next(() => {
        const { rows, entries, heapReads } = smallest(table, limit, rules);
        study.observes('entries read', entries, '', metrics.entries);
        study.observes('rows of the table read', heapReads, '', metrics.heap);
        study.holds(
          'reads-as-many-as-shown',
          entries === rows.length,
          `${inDigits(entries)} index entries are read, although only ${inDigits(rows.length)} rows are asked for`,
        );
        study.holds(
          'no-heap-read',
          heapReads === 0,
          `${inDigits(heapReads)} rows of the table are read, although the index should have every column that is asked for`,
        );
        const amounts = table.map(({ amount }) => amount).sort((a, b) => a - b);
        const wrong = rows.filter(({ amount }, place) => amount !== amounts[place]).length;
        study.observes('rows that are not the smallest', wrong, '', metrics.wrong);
      })
      .next(() => {
        const { entries } = smallest(table, limit, { ...rules, 'sort-matches-index': false });
        study.observes(
          'entries read of an index on customer and amount',
          entries,
          '',
          metrics.otherEntries,
        );
      })
      .next(() => {
        const { heapReads } = smallest(table, limit, { ...rules, 'index-covers-the-query': false });
        study.observes('rows read if the index lacks a column', heapReads, '', metrics.otherHeap);
      })
      .next(() => study.observes('smallest amount', smallestAmount))
      .next(() => study.observes('customers', customers))
      .next(() => study.observes('orders', orders))
      .next(() => study.observes('shown', limit))
      .next(() => study.observes('orders of a customer, mean', orders / customers))
      .next(() => study.observes('share of the table that is shown', limit / orders));
  },
  expect: ({ orders, limit }) => [
    exactly(limit, 'entries', 'entries').says(
      'index entries read, if the index has the order of the query',
    ),
    exactly(0, 'heap', 'heap').says(
      'rows of the table read, if the index has all columns that are asked for',
    ),
    exactly(orders, 'otherEntries', 'other').says(
      'index entries read, if the index is on customer and amount: all, which are then sorted',
    ),
    exactly(limit, 'otherHeap', 'lacks').says(
      'rows of the table read, if the index lacks a column',
    ),
    exactly(0, 'wrong', 'wrong').says('rows returned that are not among the smallest'),
  ],
  tells: ({ params: { limit }, metrics: m }) =>
    `${inDigits(m.entries.value ?? 0)} entries and ${m.heap.value} rows of the table, if the index begins with the column of ORDER BY and has every column that is asked for (covering index). With an index on customer and amount all ${inDigits(m.otherEntries.value ?? 0)} entries are read and sorted, because amounts are in order for each customer only. If the index lacks one column, ${inDigits(limit)} rows of the table are read as well.`,
});

// Left out: an index on customer that is skipped through, if there are few customers.
