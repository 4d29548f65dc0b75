import * as z from 'zod';
import { entriesPerLeaf, leavesAfter, leavesChanged } from '../../sims/access/btree/fringe.ts';
import { IndexLoad } from '../../sims/access/btree/index-load.ts';
import { type KeyOrder, keyOf, keyOrders } from '../../sims/access/btree/key-orders.ts';
import { filledEntries, splitPoint } from '../../sims/access/btree/split-point.ts';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { accessRules } from '../../sims/access/rules.ts';
import { around } from '../../src/check/bounds.ts';
import { exactly, none, type Valued, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  rows: whole(2_000, 15_000, 10_000, 'of the table before the first checkpoint'),
  rowsBetween: whole(50, 1_000, 500, 'that are inserted between two checkpoints'),
  perPage: whole(16, 64, 32, 'entries of a leaf of the index'),
  fillFactor: whole(50, 100, 90, '% of a leaf that stay in it if it is split at the right end'),
  pagesInMemory: whole(50, 2_000, 100, 'of the buffer pool'),
  rowsPerMs: whole(1, 100, 4, 'inserted in one millisecond of a time-ordered key'),
});
type Params = z.output<typeof params>;

const figures = ['leaves', 'full', 'changed', 'hits', 'read', 'written'] as const;
type Figure = (typeof figures)[number];

/** By how many deviations a right figure may miss its mean. */
const deviations = 5.5;

export default scenario({
  ...aboutAccess,
  id: 'access/random-keys',
  asks: 'Rows get random keys (UUIDv4), time-ordered ones (UUIDv7), or numbers in order. What do random keys cost in pages, checkpoints and memory?',
  claims: [],
  code: [
    'sims/access/btree/split-point.ts#splitPoint',
    'sims/access/btree/buffer-pool.ts#BufferPool',
    'sims/access/btree/key-orders.ts#keyOf',
  ],
  params,
  metrics: {
    ...gaugePer(keyOrders, 'leaves', 'pages', (of) => `${of}: leaves after the first rows`),
    ...gaugePer(keyOrders, 'full', '', (of) => `${of}: share of the leaves that has entries`),
    ...gaugePer(keyOrders, 'changed', 'pages', (of) => `${of}: for the checkpoint to write`),
    ...gaugePer(keyOrders, 'hits', '', (of) => `${of}: rows whose leaf is in memory, of all`),
    ...gaugePer(keyOrders, 'read', 'pages', (of) => `${of}: between the checkpoints`),
    ...gaugePer(keyOrders, 'written', 'pages', (of) => `${of}: evicted, and by the checkpoint`),
    inMemory: gauge('', 'share of the entries that are in memory, with random keys'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    for (const order of keyOrders) {
      const stream = study.stream(order);
      const index = new IndexLoad(p, p.pagesInMemory, rules);
      const observes = (figure: Figure, value: number) =>
        study.observes(`${order}: ${figure}`, value, '', metrics[`${order}.${figure}`]);
      study.next(() => {
        for (let row = 0; row < p.rows; row++) index.insert(keyOf(order, row, p.rowsPerMs, stream));
        const leaves = observes('leaves', index.tree.rowPages);
        observes('full', p.rows / (leaves * p.perPage));
        holdLeaves(study, order, index, p);
        index.checkpoint();
      });
      study.next(() => {
        const before = { ...index.part };
        const { written } = index.whole;
        let inMemory = 0;
        for (let row = p.rows; row < p.rows + p.rowsBetween; row++) {
          if (order === 'random') inMemory += index.shareInMemory / p.rowsBetween;
          index.insert(keyOf(order, row, p.rowsPerMs, stream));
        }
        const changed = observes('changed', index.checkpoint());
        observes('hits', (index.part.hits - before.hits) / p.rowsBetween);
        observes('read', index.part.reads - before.reads);
        observes('written', index.part.written - before.written);
        const writes = index.whole.written - written;
        study.holds(
          'page-once-a-checkpoint',
          writes <= changed,
          `with ${order} keys ${inDigits(writes)} pages are written to the disk, although only ${inDigits(changed)} have changed`,
        );
        if (order !== 'random') return;
        study.observes('random: share in memory', inMemory, '', metrics.inMemory);
      });
    }
    return study;
  },
  expect: (p) => [...randomCosts(p), ...serialCosts(p), ...timeOrderedCosts(p)],
  tells: ({ params: p, metrics: m }) => {
    const of = (order: KeyOrder, figure: Figure) => m[`${order}.${figure}`].value ?? 0;
    const count = (order: KeyOrder, figure: Figure) => inDigits(of(order, figure));
    const share = (order: KeyOrder, figure: Figure) => percent(of(order, figure), 0);
    return (
      `Random keys cost most, so take UUIDv7 or a counter: each random key can belong in any leaf (a page at the bottom of the index), so leaves split in the middle and end up ${share('random', 'full')} full: ${count('random', 'leaves')} leaves, against ${count('serial', 'leaves')} for keys in order, which go to the last leaf and fill each to ${p.fillFactor}% (the fill factor). ` +
      `Between two checkpoints ${inDigits(p.rowsBetween)} rows change ${count('random', 'changed')} leaves instead of ${count('serial', 'changed')}; a checkpoint writes each changed page once, and PostgreSQL logs the whole page at its first change. ` +
      `A buffer pool of ${inDigits(p.pagesInMemory)} pages holds the leaf of ${share('random', 'hits')} of the random keys, and for the others ${count('random', 'read')} pages are read from the disk; keys in order find the last leaf in memory each time. ` +
      `UUIDv7 keys are out of order only within a millisecond: ${count('time-ordered', 'leaves')} leaves, ${count('time-ordered', 'changed')} changed, ${count('time-ordered', 'read')} read.\n\n` +
      plainTable([
        ['keys', 'leaves', 'full', 'changed', 'hits', 'read', 'written'],
        ...keyOrders.map((order) => [
          order,
          count(order, 'leaves'),
          share(order, 'full'),
          count(order, 'changed'),
          share(order, 'hits'),
          count(order, 'read'),
          count(order, 'written'),
        ]),
      ])
    );
  },
});

/** Of the leaves but the last: half full, and with ascending keys as full as they may be. */
function holdLeaves(
  study: Study<AccessLaw>,
  order: KeyOrder,
  { tree }: IndexLoad,
  p: Params,
): void {
  const closed = [...tree.leaves()].slice(0, -1);
  const least = Math.min(...closed.map(({ keys }) => keys.length));
  study.holds(
    'leaf-half-full',
    least >= Math.floor(p.perPage / 2),
    `with ${order} keys a leaf has only ${inDigits(least)} of ${p.perPage} entries, although a split in the middle leaves half`,
  );
  study.holds(
    'ascending-keys-fill-leaves',
    order !== 'serial' || least >= filledEntries(p),
    `with ${order} keys a full leaf keeps only ${inDigits(least)} entries, although the fill factor allows ${filledEntries(p)}`,
  );
}

/** Leaves are an urn; a random key finds its leaf in memory as likely as its neighbour is there. */
function randomCosts(p: Params) {
  const fringe = {
    perPage: p.perPage,
    splitPoint: (entries: number, isLast: boolean) =>
      splitPoint(p, entries, isLast, accessRules.without()),
  };
  const leaves = leavesAfter(fringe, p.rows);
  const changed = leavesChanged(fringe, p.rows, p.rowsBetween);
  const full = percent(entriesPerLeaf(fringe) / p.perPage, 0);
  const missedBy = (m: Valued<'inMemory' | 'random.hits'>) => {
    const [share, hits] = [m.inMemory.value, m['random.hits'].value];
    if (share === undefined || hits === undefined) return undefined;
    if (share > 1 - 1e-9) return hits === 1 ? 0 : Infinity;
    // Draws of unequal probabilities are spread no more than those of their mean.
    return (hits - share) / Math.sqrt((share * (1 - share)) / p.rowsBetween);
  };
  return [
    within(
      'random.leaves',
      'random-leaves',
      around(leaves.mean, leaves.deviation, deviations),
    ).says(
      `leaves of the index with random keys: each is ${full} full in the long run (ln 2, after splits in the middle)`,
    ),
    within(
      'random.changed',
      'random-changed',
      around(changed.mean, changed.deviation, deviations),
    ).says(
      `leaves that ${inDigits(p.rowsBetween)} rows with random keys change between two checkpoints`,
    ),
    within(missedBy, 'random-hits', around(0, 1, deviations)).says(
      'share of rows with random keys whose leaf is in memory, in standard errors from the share of all entries that is there',
    ),
  ];
}

/** Each split leaves a leaf that never changes again. */
function serialCosts(p: Params) {
  const leaves = (rows: number) => 1 + Math.ceil((rows - p.perPage) / filledEntries(p));
  const changed = 1 + leaves(p.rows + p.rowsBetween) - leaves(p.rows);
  return [
    exactly(leaves(p.rows), 'serial.leaves', 'serial-leaves').says(
      'leaves of the index with numbers in order: all but the last as full as the fill factor allows',
    ),
    exactly(changed, 'serial.changed', 'serial-changed').says(
      'leaves that a checkpoint writes with numbers in order: the last one, and the new ones',
    ),
    exactly(changed, 'serial.written', 'serial-written').says(
      'pages written to the disk in all with numbers in order: each of those leaves once',
    ),
    none('serial.read', 'serial-read').says('pages read from the disk with numbers in order'),
  ];
}

/** Late keys fill the room that the fill factor leaves; if they are more, leaves in the middle split. */
function timeOrderedCosts(p: Params) {
  const filled = filledEntries(p);
  const isRoomEnough = p.rowsPerMs - 1 <= p.perPage - filled;
  const least = isRoomEnough ? filled : Math.floor(p.perPage / 2);
  return [
    within('time-ordered.leaves', 'time-ordered-leaves', {
      atLeast: Math.ceil(p.rows / p.perPage),
      atMost: 1 + p.rows / least,
    }).says(
      'leaves of the index with time-ordered keys (UUIDv7): between all full and all as empty as a split leaves them',
    ),
    within('time-ordered.changed', 'time-ordered-changed', {
      atLeast: Math.ceil(p.rowsBetween / p.perPage),
      atMost: 2 + (p.rowsBetween + 2 * p.rowsPerMs) / least,
    }).says('leaves that a checkpoint writes with time-ordered keys: those of the latest keys'),
    none('time-ordered.read', 'time-ordered-read').says(
      'pages read from the disk with time-ordered keys',
    ),
  ];
}

// Left out: inner pages, of which there is one for some hundred leaves and which stay in memory; the rows themselves,
// which a heap takes in the order of their arrival, and InnoDB keeps in the leaves of the primary key.
