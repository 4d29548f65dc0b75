import * as z from 'zod';
import {
  CompositeIndex,
  type IndexRead,
  indexFor,
  orderOf,
  type Query,
  type Row,
  type Sorting,
} from '../../sims/access/composite.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  rows: whole(10_000, 40_000, 10_000, 'of the table'),
  valuesOfA: whole(20, 200, 100, 'different values of column a'),
  valuesOfB: whole(20, 2_000, 1_000, 'different values of column b'),
  rangeValues: whole(2, 15, 10, 'values of a in a range'),
  limit: whole(1, 15, 10, 'rows that are shown of an order'),
});
type Params = z.output<typeof params>;

const names = [
  'a =',
  'a = and b =',
  'b =',
  'a between and b =',
  'a = order by b',
  'order by a, b',
  'order by a desc, b desc',
  'order by a desc, b',
  'order by b',
] as const;
type Name = (typeof names)[number];

const [one, other] = [3, 7];
const equal = (value: number) => ({ from: value, to: value });
const sort = (column: 'a' | 'b', direction: 'asc' | 'desc' = 'asc') => ({ column, direction });

const queriesOf = ({ rangeValues, limit }: Params): Readonly<Record<Name, Query>> => ({
  'a =': { where: { a: equal(one) } },
  'a = and b =': { where: { a: equal(one), b: equal(other) } },
  'b =': { where: { b: equal(other) } },
  'a between and b =': { where: { a: { from: 1, to: rangeValues }, b: equal(other) } },
  'a = order by b': { where: { a: equal(one) }, orderBy: [sort('b')], limit },
  'order by a, b': { orderBy: [sort('a'), sort('b')], limit },
  'order by a desc, b desc': { orderBy: [sort('a', 'desc'), sort('b', 'desc')], limit },
  'order by a desc, b': { orderBy: [sort('a', 'desc'), sort('b')], limit },
  'order by b': { orderBy: [sort('b')], limit },
});

const sortingWords: Readonly<Record<Sorting, string>> = {
  none: 'no sort',
  groups: 'sorts each a',
  all: 'sorts all',
};

const sortOf = (query: Query): string =>
  query.orderBy === undefined ? '' : sortingWords[orderOf(query, ['a', 'b']).sorting];

/** With an index on (a, b) alone: which entries are read for the query. */
function expectedEntries(p: Params, name: Name): Bound {
  const { rows, limit } = p;
  const all = { atLeast: rows, atMost: rows };
  const shown = { atLeast: limit, atMost: limit };
  const group = binomialBounds(rows, 1 / p.valuesOfA);
  const bounds: Readonly<Record<Name, Bound>> = {
    'a =': group,
    'a = and b =': binomialBounds(rows, 1 / (p.valuesOfA * p.valuesOfB)),
    'b =': all,
    'a between and b =': binomialBounds(rows, p.rangeValues / p.valuesOfA),
    'a = order by b': shown,
    'order by a, b': shown,
    'order by a desc, b desc': shown,
    // All of the largest a, and the entry that tells that there are no more of it.
    'order by a desc, b': { atLeast: (group.atLeast ?? 0) + 1, atMost: (group.atMost ?? 0) + 1 },
    'order by b': all,
  };
  return bounds[name];
}

export default scenario({
  ...aboutAccess,
  id: 'access/composite-index',
  asks: 'There is an index on (a, b). Does it help WHERE b = ?, ORDER BY b, or ORDER BY a DESC, b?',
  claims: [],
  code: [
    'sims/access/composite.ts#boundColumns',
    'sims/access/composite.ts#orderOf',
    'sims/access/composite.ts#indexFor',
  ],
  params,
  metrics: {
    ...gaugePer(names, 'entries', 'entries', (name) => `read of the index on (a, b) for ${name}`),
    ...gaugePer(names, 'both', 'entries', (name) => `for ${name}, with an index on (b, a) as well`),
    wrong: gauge('queries', 'whose rows are not those of a scan and a sort'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('rows');
    const table: readonly Row[] = Array.from({ length: p.rows }, () => ({
      a: randomInteger(stream, 1, p.valuesOfA),
      b: randomInteger(stream, 1, p.valuesOfB),
    }));
    const indexes = [new CompositeIndex(table, ['a', 'b']), new CompositeIndex(table, ['b', 'a'])];
    const first = indexes.slice(0, 1);
    let wrong = 0;
    for (const [name, query] of Object.entries(queriesOf(p)) as [Name, Query][]) {
      study.next(() => {
        const read = indexFor(query, first, rules).read(query);
        const chosen = indexFor(query, indexes, rules).read(query);
        const scanned = textByScan(table, query);
        wrong += [read, chosen].filter(({ rows }) => textOf(rows, query) !== scanned).length;
        study.observes(`entries for ${name}`, read.entries, '', metrics[`${name}.entries`]);
        study.observes(`with both indexes`, chosen.entries, '', metrics[`${name}.both`]);
        holds(study, name, query, chosen);
      });
    }
    return study.next(() =>
      study.observes('queries with other rows than a scan', wrong, '', metrics.wrong),
    );
  },
  expect: (p) => [
    ...names.map((name) =>
      within(`${name}.entries`, `entries ${name}`, expectedEntries(p, name)).says(
        `entries of the index (a, b) that are read for ${name}`,
      ),
    ),
    within('b =.both', 'both b =', binomialBounds(p.rows, 1 / p.valuesOfB)).says(
      'entries of an index (b, a) that are read for b =: those that match',
    ),
    within(
      'a between and b =.both',
      'both a between',
      binomialBounds(p.rows, p.rangeValues / (p.valuesOfA * p.valuesOfB)),
    ).says('entries of an index (b, a) that are read for a range of a and b =: those that match'),
    exactly(p.limit, 'order by b.both', 'both order by b').says(
      'entries of an index (b, a) that are read for ORDER BY b: as many as are shown',
    ),
    exactly(0, 'wrong', 'wrong').says(
      'queries whose rows differ from those of a table scan and a sort',
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const of = (name: Name, figure: 'entries' | 'both') =>
      inDigits(m[`${name}.${figure}`].value ?? 0);
    return (
      `Columns compared with = come first, then a range or what is sorted by: for a BETWEEN ? AND ? AND b = ? the index (a, b) reads ${of('a between and b =', 'entries')} entries, since behind a range b can only filter, and (b, a) reads ${of('a between and b =', 'both')}. ` +
      `It does not help WHERE b = ?: an index is sorted by its first column (leftmost prefix), so one b is spread over every a, and all ${of('b =', 'entries')} entries are read; an index that begins with b reads ${of('b =', 'both')}. ` +
      `Not for ORDER BY b either, which reads all and sorts them. ORDER BY a DESC, b DESC reads the index backwards, ${of('order by a desc, b desc', 'entries')} entries; ORDER BY a DESC, b reads the ${of('order by a desc, b', 'entries')} of the last a, and sorts those. Each further index is written with every insert.\n\n` +
      plainTable([
        ['query', '(a, b)', '', '(a, b) and (b, a)'],
        ...names.map((name) => [
          name,
          of(name, 'entries'),
          sortOf(queriesOf(p)[name]),
          of(name, 'both'),
        ]),
      ])
    );
  },
});

/** Without an index: every row, and a sort; as text, in which rows that the order does not tell apart are alike. */
function textByScan(table: readonly Row[], query: Query): string {
  const { where = {}, orderBy = [], limit } = query;
  const isMatch = (row: Row) =>
    (['a', 'b'] as const).every((column) => {
      const { from = -Infinity, to = Infinity } = where[column] ?? {};
      return row[column] >= from && row[column] <= to;
    });
  const sorted = table.filter(isMatch).sort((x, y) => {
    for (const { column, direction } of [...orderBy, sort('a'), sort('b')]) {
      const difference = (x[column] - y[column]) * (direction === 'asc' ? 1 : -1);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return textOf(sorted.slice(0, limit), query);
}

function textOf(rows: readonly Row[], { orderBy }: Query): string {
  if (orderBy !== undefined)
    return JSON.stringify(rows.map((row) => orderBy.map(({ column }) => row[column])));
  return JSON.stringify([...rows].sort((x, y) => x.a - y.a || x.b - y.b));
}

function holds(study: Study<AccessLaw>, name: Name, query: Query, read: IndexRead): void {
  const { entries, rows } = read;
  const how = `for ${name} the index reads ${inDigits(entries)} entries, although only ${inDigits(rows.length)} rows are asked for`;
  if (query.orderBy === undefined) {
    study.holds('reads-entries-that-match', entries === rows.length, how);
  } else if (name !== 'order by a desc, b') {
    study.holds('reads-as-many-as-shown', entries === rows.length, how);
  }
}

// Left out: skip scans, which look up each a (PostgreSQL 18 has them), and what the planner does about statistics.
