import * as z from 'zod';
import { GrowingTree } from '../../sims/access/growing-tree.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { vainReads, writeAmplification } from '../../sims/access/lsm/costs.ts';
import { LsmTree, type Policy, policies } from '../../sims/access/lsm/lsm-tree.ts';
import {
  drawWorkload,
  insertAll,
  type PagedMap,
  readAll,
  readsWithoutFilters,
} from '../../sims/access/workload.ts';
import { type Interval, near, poissonInterval } from '../../src/check/bounds.ts';
import { exactly, type Valued, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  flushes: whole(20, 250, 127, 'of the memtable, so many times its size is inserted'),
  memtablePages: whole(2, 8, 4, 'that the memtable fills'),
  entriesPerPage: whole(16, 64, 32, 'of the pages of all three'),
  sizeRatio: whole(2, 10, 4, 'by which a level is larger than the one above it'),
  level0Runs: whole(2, 8, 4, 'of level 0 that are merged into the next one'),
  bitsPerKey: whole(4, 16, 10, 'of the Bloom filters'),
  rangeRows: whole(1, 1_000, 50, 'rows of a range that is read'),
});
type Params = z.output<typeof params>;

const structures = ['b-tree', ...policies] as const;
type Structure = (typeof structures)[number];

const inName = (of: Structure) =>
  of === 'b-tree' ? 'in the B-tree' : `in the LSM tree with ${of} compaction`;
const lookUps = 1_000;

const hundredths = (value: number) => Math.round(100 * value) / 100;
const keysOf = (p: Params) => p.flushes * p.memtablePages * p.entriesPerPage;
const shapeOf = (p: Params, policy: Policy) => ({
  ...p,
  policy,
  memtableEntries: p.memtablePages * p.entriesPerPage,
});

/** Reads in vain are at most as spread as a Poisson number; the filters differ a little. */
function boundsOf(mean: number, deviation: number): Interval {
  const [least, most] = [Math.max(0, mean - 5 * deviation), mean + 5 * deviation];
  return {
    atLeast: poissonInterval(lookUps * least).atLeast / lookUps,
    atMost: poissonInterval(lookUps * most).atMost / lookUps,
  };
}

export default scenario({
  ...aboutAccess,
  id: 'access/btree-or-lsm',
  asks: 'A table gets far more writes than reads. Does a B-tree or an LSM tree cost less, and what do reads pay for it?',
  claims: [],
  code: [
    'sims/access/lsm/costs.ts#writeAmplification',
    'sims/access/lsm/lsm-tree.ts#get',
    'sims/access/lsm/costs.ts#vainReads',
  ],
  params,
  metrics: {
    ...gaugePer(structures, 'written', 'entries', (of) => `${of}: written for each one inserted`),
    ...gaugePer(structures, 'found', 'pages', (of) => `${of}: read for a key that is there`),
    ...gaugePer(structures, 'absent', 'pages', (of) => `${of}: read for a key that is not there`),
    ...gaugePer(structures, 'range', 'pages', (of) => `${of}: read for a range of rows`),
    ...gaugePer(structures, 'space', 'entries', (of) => `${of}: room on the disk for each key`),
    ...gaugePer(policies, 'runs', 'runs', (of) => `${of}: on the disk`),
    ...gaugePer(policies, 'unfiltered', 'pages', (of) => `${of}: for an absent key, no filters`),
    ...gaugePer(['b-tree'], 'splits', 'pages', () => 'b-tree: splits of a page'),
    ...gaugePer(structures, 'right', 'look-ups', (of) => `${of}: with the right answer`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const all = keysOf(p);
    const streams = { order: study.stream('order'), reads: study.stream('reads') };
    const workload = drawWorkload(all, lookUps, { count: 50, rows: p.rangeRows }, streams);
    const measure = (of: Structure, map: PagedMap) =>
      study
        .next(() => {
          const written = (insertAll(map, workload) * p.entriesPerPage) / all;
          const room = (map.rowPages * p.entriesPerPage) / all;
          study.observes(`${of}: entries written for each`, written, '', metrics[`${of}.written`]);
          study.observes(`${of}: room for each key`, room, '', metrics[`${of}.space`]);
        })
        .next(() => {
          const reads = readAll(map, workload);
          for (const figure of ['found', 'absent', 'range', 'right'] as const)
            study.observes(`${of}: ${figure}`, reads[figure], '', metrics[`${of}.${figure}`]);
          if (of === 'b-tree') return;
          const { absent, deviation } = vainReads(p.flushes, shapeOf(p, of), p.bitsPerKey);
          study.holds(
            'absent-key-reads-no-page',
            reads.absent <= boundsOf(absent, deviation).atMost,
            `${inDigits(reads.absent)} pages are read for an absent key ${inName(of)}, although the Bloom filters should leave ${inDigits(absent)}`,
          );
        });
    const bTree = new GrowingTree(p.entriesPerPage);
    measure('b-tree', bTree).next(() => {
      study.observes('b-tree: splits', bTree.pages - bTree.height, '', metrics['b-tree.splits']);
      study.observes('b-tree: levels', bTree.height);
      study.observes('last key inserted', workload.inserted.at(-1) ?? 0);
    });
    for (const policy of policies) {
      const tree = new LsmTree(shapeOf(p, policy), rules);
      measure(policy, tree).next(() => {
        study.observes(`${policy}: runs`, tree.runs.length, '', metrics[`${policy}.runs`]);
        const pages = readsWithoutFilters(tree, workload);
        study.observes(`${policy}: no filters`, pages, '', metrics[`${policy}.unfiltered`]);
      });
    }
    return study;
  },
  expect: (p) => [
    // What each structure writes, and then the rest.
    ...bTreeCosts(p).slice(0, 1),
    ...policies.flatMap((policy) => lsmCosts(p, policy).slice(0, 1)),
    ...bTreeCosts(p).slice(1),
    ...policies.flatMap((policy) => lsmCosts(p, policy).slice(1)),
    ...structures.map((of) =>
      exactly(2 * lookUps, `${of}.right`, `${of}-right`).says(
        `look-ups of ${2 * lookUps} with the right answer, ${inName(of)}`,
      ),
    ),
  ],
  tells: ({ params: p, metrics: m }) => {
    const of = (structure: Structure, figure: 'written' | 'found' | 'absent' | 'range' | 'space') =>
      inDigits(hundredths(m[`${structure}.${figure}`].value ?? 0));
    return (
      `The LSM tree costs less: it writes ${of('levelled', 'written')} entries for each one inserted (write amplification) with levelled compaction and ${of('tiered', 'written')} with tiered, because it writes whole sorted runs; the B-tree writes ${of('b-tree', 'written')}: for each insert the whole page of ${p.entriesPerPage} entries to which the key belongs, and two pages more when that one is full and splits. ` +
      `A look-up of a key reads ${of('levelled', 'found')} pages, because Bloom filters of ${p.bitsPerKey} bits a key skip the other runs; without them an absent key reads a page of each run, ${m['levelled.unfiltered'].value}. ` +
      `Ranges pay, because no filter helps them: ${of('levelled', 'range')} pages (levelled) and ${of('tiered', 'range')} (tiered), against ${of('b-tree', 'range')} in the B-tree.\n\n` +
      plainTable([
        ['store', 'written', 'key', 'absent key', 'range', 'room'],
        ...structures.map((structure) => [
          structure,
          of(structure, 'written'),
          of(structure, 'found'),
          of(structure, 'absent'),
          of(structure, 'range'),
          of(structure, 'space'),
        ]),
      ])
    );
  },
});

/** An insert writes its leaf; a split the new page, and the one that points to it. */
function bTreeCosts(p: Params) {
  const pages = keysOf(p) / p.entriesPerPage;
  const halves = Math.floor((p.entriesPerPage + 1) / 2) / p.entriesPerPage;
  const withoutSplits = (m: Valued<'b-tree.written' | 'b-tree.splits'>) => {
    const [written, splits] = [m['b-tree.written'].value, m['b-tree.splits'].value];
    return written === undefined || splits === undefined
      ? undefined
      : written - (2 * splits) / pages;
  };
  return [
    within(withoutSplits, 'b-tree-written', near(p.entriesPerPage)).says(
      'entries written for each one inserted, in the B-tree, without splits: the page of the key',
    ),
    exactly(1, 'b-tree.found', 'b-tree-found').says(
      'pages read for a key in the B-tree: one, because the levels above are in memory',
    ),
    exactly(1, 'b-tree.absent', 'b-tree-absent').says('pages read for an absent key in the B-tree'),
    within('b-tree.space', 'b-tree-space', { atLeast: 1, atMost: 1 / halves }).says(
      'room that a key takes in the B-tree, in entries: pages are between half full and full',
    ),
  ];
}

/** The runs are the digits of the number of compactions; filters err as Bloom filters do. */
function lsmCosts(p: Params, policy: Policy) {
  const shape = shapeOf(p, policy);
  const { runs, absent, present, deviation } = vainReads(p.flushes, shape, p.bitsPerKey);
  const vain = boundsOf(present, deviation);
  return [
    within(
      `${policy}.written`,
      `${policy}-written`,
      near(writeAmplification(p.flushes, shape)),
    ).says(
      `entries written for each one inserted (write amplification), ${inName(policy)}: about ${policy === 'levelled' ? '(T - 1) / 2' : '(T - 1) / T'} for each level, where a level is T times as large as the one above`,
    ),
    exactly(runs, `${policy}.runs`, `${policy}-runs`).says(
      `sorted runs on the disk, ${inName(policy)}: the digits of the number of flushes in base T decide`,
    ),
    exactly(runs, `${policy}.unfiltered`, `${policy}-unfiltered`).says(
      `pages read for an absent key without Bloom filters, ${inName(policy)}: one for each run`,
    ),
    within(`${policy}.absent`, `${policy}-absent`, boundsOf(absent, deviation)).says(
      `pages read for an absent key, ${inName(policy)}: the sum of the filters’ false-positive rates`,
    ),
    within(`${policy}.found`, `${policy}-found`, {
      atLeast: 1 + vain.atLeast,
      atMost: 1 + vain.atMost,
    }).says(`pages read for a key, ${inName(policy)}: its own, and false positives of newer runs`),
    exactly(1, `${policy}.space`, `${policy}-space`).says(
      `room that a key takes, in entries, ${inName(policy)}: pages are full, and no key is there twice`,
    ),
  ];
}

// Left out: a buffer pool, in which several inserts into one page become one write; the log, which both write; and
// compaction of parts of a level, as in RocksDB.
