import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { entriesOf } from '../../sims/access/partial.ts';
import { chosenPlan, indexOver, pricedPlans } from '../../sims/access/planner.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inPercent, percent } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  rows: whole(10_000, 200_000, 100_000, 'of the table'),
  liveShare: real(0.9, 0.999, 0.99, 'of rows whose deleted_at is NULL'),
  rowsPerPage: whole(20, 100, 50, 'of the table'),
});

export default scenario({
  ...aboutAccess,
  id: 'access/soft-delete',
  asks: 'Rows are marked as deleted, and 99% are not. Does an index on deleted_at help, and how much smaller is a partial one?',
  claims: ['qf-soft-delete-not-selective', 'qf-partial-index-much-smaller'],
  code: ['sims/access/partial.ts#entriesOf', 'sims/access/planner.ts#chosenPlan'],
  params,
  metrics: {
    full: gauge('entries', 'of an index over all rows'),
    live: gauge('entries', 'of a partial index over the live rows'),
    deleted: gauge('entries', 'of a partial index over the deleted rows'),
    liveScans: gauge('plans', 'for the live rows that read the whole table'),
    deletedByIndex: gauge('plans', 'for the deleted rows that use the index'),
  },
  build({ world, params: { rows, liveShare, rowsPerPage }, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('rows');
    const isLive = Array.from({ length: rows }, () => chance(stream, liveShare));
    const count = isLive.filter(Boolean).length;
    const table = { rows, pages: Math.ceil(rows / rowsPerPage) };
    const planFor = (matched: number) =>
      chosenPlan(pricedPlans(table, indexOver(rows), matched, false), rules).plan;
    const holds = (what: string, entries: number, asked: number) =>
      study.holds(
        'index-holds-what-is-asked',
        entries === asked,
        `a partial index for the ${what} rows has ${inDigits(entries)} entries, although only ${inDigits(asked)} rows are ${what}`,
      );
    return study
      .next(() => study.observes('entries over all rows', isLive.length, '', metrics.full))
      .next(() => {
        const entries = entriesOf(isLive, (live) => live, rules);
        study.observes('entries over the live rows', entries, '', metrics.live);
        holds('live', entries, count);
      })
      .next(() => {
        const entries = entriesOf(isLive, (live) => !live, rules);
        study.observes('entries over the deleted rows', entries, '', metrics.deleted);
        holds('deleted', entries, rows - count);
      })
      .next(() => {
        const scans = planFor(count) === 'sequential' ? 1 : 0;
        study.observes('plans for the live rows that scan', scans, 'of 1', metrics.liveScans);
      })
      .next(() => {
        const indexed = planFor(rows - count) === 'sequential' ? 0 : 1;
        study.observes(
          'plans for the deleted rows by the index',
          indexed,
          'of 1',
          metrics.deletedByIndex,
        );
      })
      .next(() => {
        for (const { plan, cost } of pricedPlans(table, indexOver(rows), count, false))
          study.observes(`cost for the live rows, ${plan}`, cost);
      })
      .next(() => {
        for (const { plan, cost } of pricedPlans(table, indexOver(rows), rows - count, false))
          study.observes(`cost for the deleted rows, ${plan}`, cost);
      });
  },
  expect: ({ rows, liveShare, rowsPerPage }) => {
    const live = binomialBounds(rows, liveShare);
    /** Most of the deleted rows that there may be: pages at random, four for each, against all pages in turn. */
    const deletedMost = rows - (live.atLeast ?? 0);
    const isSelective = deletedMost * 4 < rows / rowsPerPage / 2;
    return [
      within(quotient('live', 'full'), 'smaller', {
        atLeast: (live.atLeast ?? 0) / rows,
        atMost: (live.atMost ?? 0) / rows,
      }).says(
        'size of a partial index over the live rows, as a share of the full index',
        'qf-partial-index-much-smaller',
      ),
      within(quotient('deleted', 'full'), 'deleted', {
        atLeast: 1 - (live.atMost ?? 0) / rows,
        atMost: 1 - (live.atLeast ?? 0) / rows,
      }).says(
        'size of a partial index over the deleted rows, as a share of the full index',
        'qf-partial-index-much-smaller',
      ),
      exactly(1, 'liveScans', 'scan').says(
        'whether the planner reads the whole table for the live rows (1 yes, 0 no)',
        'qf-soft-delete-not-selective',
      ),
      ...(isSelective
        ? [
            exactly(1, 'deletedByIndex', 'by-index').says(
              'whether the planner uses the index for the deleted rows (1 yes, 0 no)',
              'qf-soft-delete-not-selective',
            ),
          ]
        : []),
    ];
  },
  tells: ({ params: { liveShare }, metrics: m }) =>
    `Hardly, so index only the rare rows that are asked for (a partial index): for the live rows, ${inPercent(liveShare)} of all, the planner ignores it and reads the table, because a condition that most rows meet selects nothing; for the deleted ones ${m.deletedByIndex.value === 1 ? 'it uses the index' : 'it reads the table, too'}. A partial index over the live rows is ${percent((m.live.value ?? 0) / (m.full.value ?? 1))} as large as the full one, so it saves next to nothing. One over the deleted rows is ${percent((m.deleted.value ?? 0) / (m.full.value ?? 1))} as large.`,
});

// Left out: other columns in the index, for which the condition on deleted_at comes for free.
