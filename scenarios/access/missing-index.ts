import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { lookUp } from '../../sims/access/look-up.ts';
import { heightOf, Tree } from '../../sims/access/tree.ts';
import { near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { log, pow } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  rows: whole(1_000, 100_000, 30_000, 'of the table that is built'),
  fanOut: whole(10, 500, 300, 'entries of a page of the index'),
  rowsPerPage: whole(10, 200, 50, 'of the table'),
  millions: real(0.1, 10_000, 5, 'rows of the table that is computed, in millions'),
  randomPageMs: real(0.01, 20, 0.15, 'to read a page at random'),
  pagesPerMs: real(0.1, 1_000, 125, 'read one after the other: 125 are 1 GB/s'),
});
type Params = z.output<typeof params>;

const lookUps = 100;
const largeRows = ({ millions }: Params) => millions * 1e6;

export default scenario({
  ...aboutAccess,
  id: 'access/missing-index',
  asks: 'A look-up by key takes 1 to 5 ms. What does it take with a full table scan, if the index is missing?',
  claims: ['q1-missing-index-500ms'],
  code: ['sims/access/look-up.ts#lookUp', 'sims/access/tree.ts#heightOf'],
  params,
  metrics: {
    read: gauge('pages', 'of a look-up by the index, built and counted'),
    scanned: gauge('pages', 'of a look-up without it'),
    found: gauge('look-ups', 'that find their row'),
    large: gauge('pages', 'of a look-up in the large table by the index'),
    largeMs: gauge('ms', 'of a look-up in the large table by the index, nothing in memory'),
    largeScanMs: gauge('ms', 'of a look-up in the large table without it'),
    billion: gauge('levels', 'of an index over a billion rows'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const stream = study.stream('keys');
    const tree = new Tree(p.rows, p.fanOut);
    study.next(() => {
      let [found, read, most, last] = [0, 0, 0, 0];
      for (let look = 0; look < lookUps; look++) {
        const key = randomInteger(stream, 0, p.rows - 1);
        const { pages, isFound } = lookUp(
          tree,
          { rows: p.rows, rowsPerPage: p.rowsPerPage },
          key,
          rules,
        );
        last = key;
        if (isFound) found += 1;
        read += pages;
        most = Math.max(most, pages);
      }
      study.observes('look-ups that find their row', found, `of ${lookUps}`, metrics.found);
      study.observes('key that is looked up last', last);
      study.observes('pages of a look-up', read / lookUps, '', metrics.read);
      study.holds(
        'look-up-reads-a-path',
        most <= tree.height + 1,
        `a look-up reads ${inDigits(most)} pages, although the index has only ${tree.height} levels`,
      );
    });
    study.next(() =>
      study.observes('pages of the table', Math.ceil(p.rows / p.rowsPerPage), '', metrics.scanned),
    );
    study.next(() => study.observes('pages of the index', tree.pages));
    for (const rows of [1e3, 1e6, 1e9]) {
      study.next(() => {
        const levels = study.observes(
          `levels over ${inDigits(rows)} rows`,
          heightOf(rows, p.fanOut),
        );
        if (rows === 1e9) metrics.billion.set(levels);
      });
    }
    return study
      .next(() => {
        const pages = heightOf(largeRows(p), p.fanOut) + 1;
        study.observes('pages of a look-up in the large table', pages, '', metrics.large);
        study.observes('its time', pages * p.randomPageMs, 'ms', metrics.largeMs);
      })
      .next(() => {
        const pages = Math.ceil(largeRows(p) / p.rowsPerPage);
        study.observes('pages of the large table', pages);
        study.observes('time to read them', pages / p.pagesPerMs, 'ms', metrics.largeScanMs);
      });
  },
  expect: (p) => {
    /** Not by multiplying up: by the logarithm, with the roundings of whole powers put right. */
    const levels = (rows: number) => {
      const about = Math.round(log(rows) / log(p.fanOut));
      return Math.max(1, pow(p.fanOut, about) >= rows ? about : about + 1);
    };
    return [
      exactly(levels(p.rows) + 1, 'read', 'read').says(
        'pages that a look-up by the index reads: one for each level, log of the rows to the base of the fan-out, rounded up, and the row’s',
        'q1-missing-index-500ms',
      ),
      exactly(Math.ceil(p.rows / p.rowsPerPage), 'scanned', 'scanned').says(
        'pages that a look-up without the index reads: all',
        'q1-missing-index-500ms',
      ),
      exactly(lookUps, 'found', 'found').says('look-ups that find their row, by the index'),
      exactly(levels(1e9), 'billion', 'billion').says('levels of a B-tree over a billion rows'),
      within('largeMs', 'large', near((levels(largeRows(p)) + 1) * p.randomPageMs)).says(
        'ms of a look-up in the large table by the index: pages x time of a page read at random',
        'q1-missing-index-500ms',
      ),
      within(
        'largeScanMs',
        'large-scan',
        near(Math.ceil(largeRows(p) / p.rowsPerPage) / p.pagesPerMs),
      ).says(
        'ms of a look-up in the large table without the index: all pages, read in order',
        'q1-missing-index-500ms',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `${inTime(m.largeScanMs.value ?? 0)} instead of ${inTime(m.largeMs.value ?? 0)} with ${inDigits(p.millions)} million rows, ${inDigits(Math.round((m.largeScanMs.value ?? 0) / (m.largeMs.value ?? 1)))} times as long: without the index every page of the table is read (full table scan), with it ${inDigits(m.large.value ?? 0)} pages: one for each level of a B-tree, a sorted tree of keys, and the page of the row. In the table of the run it is ${inDigits(m.read.value ?? 0)} pages instead of ${inDigits(m.scanned.value ?? 0)}. The scan grows with the table; the index hardly does: a billion rows take ${inDigits(m.billion.value ?? 0)} levels.`,
});

// Left out: pages that are in memory, which are most of the index, and several processes that scan together.
