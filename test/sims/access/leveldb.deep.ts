/**
 * Goal: the LSM tree answers as LevelDB does. Method: programs that are drawn, of writes, deletions, batches, look-ups,
 * ranges, and compactions of everything, on both; LevelDB of the package `classic-level`, with its smallest memtable.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { ClassicLevel } from 'classic-level';
import { expect, test } from 'vitest';
import { type LsmOptions, LsmTree } from '../../../sims/access/lsm/lsm-tree.ts';
import { accessRules } from '../../../sims/access/rules.ts';

const keyCount = 200;
/** So long that some hundred of them fill a memtable of LevelDB, which is 64 KiB at least. */
const padding = 'x'.repeat(400);
const asText = (key: number): string => String(key).padStart(4, '0');

const key = fc.integer({ min: 0, max: keyCount - 1 });
const steps = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ put: key }) },
    { weight: 8, arbitrary: fc.record({ remove: key }) },
    { weight: 4, arbitrary: fc.record({ fill: key, count: fc.integer({ min: 1, max: 120 }) }) },
    { weight: 10, arbitrary: fc.record({ look: key }) },
    { weight: 4, arbitrary: fc.record({ from: key, to: key }) },
    { weight: 1, arbitrary: fc.constant({ compact: true }) },
  ),
  { minLength: 20, maxLength: 150 },
);
const shapes: fc.Arbitrary<LsmOptions> = fc.record({
  memtableEntries: fc.integer({ min: 2, max: 30 }),
  entriesPerPage: fc.integer({ min: 1, max: 8 }),
  bitsPerKey: fc.constantFrom(0, 4, 10),
  level0Runs: fc.integer({ min: 2, max: 5 }),
  sizeRatio: fc.integer({ min: 2, max: 6 }),
  policy: fc.constantFrom('levelled', 'tiered'),
});
type Step = typeof steps extends fc.Arbitrary<(infer Each)[]> ? Each : never;

/** The same on both, and what each of them answers. */
async function perform(tree: LsmTree, theirs: ClassicLevel, step: Step, at: number) {
  if ('put' in step) {
    tree.put(step.put, at);
    await theirs.put(asText(step.put), `${at}${padding}`);
  } else if ('remove' in step) {
    tree.put(step.remove, undefined);
    await theirs.del(asText(step.remove));
  } else if ('fill' in step) {
    const keys = Array.from({ length: step.count }, (_, more) => (step.fill + more) % keyCount);
    for (const each of keys) tree.put(each, at);
    const value = `${at}${padding}`;
    await theirs.batch(keys.map((each) => ({ type: 'put', key: asText(each), value })));
  } else if ('look' in step) {
    const found = await theirs.get(asText(step.look));
    return [tree.get(step.look), found === undefined ? undefined : Number.parseInt(found, 10)];
  } else if ('from' in step) {
    const [from, to] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
    const found = await theirs.iterator({ gte: asText(from), lte: asText(to) }).all();
    return [
      tree.between(from, to),
      found.map(([each, value]) => ({ key: Number(each), value: Number.parseInt(value, 10) })),
    ];
  } else {
    tree.compactAll();
    await theirs.compactRange('', '~');
  }
  return [0, 0];
}

test('drawn programs have the answers of LevelDB', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, steps, async (shape, drawn) => {
      const folder = mkdtempSync(join(tmpdir(), 'seedlab-leveldb-'));
      const theirs = new ClassicLevel(join(folder, 'data'), { writeBufferSize: 1 });
      try {
        const tree = new LsmTree(shape, accessRules.without());
        const everything: Step = { from: 0, to: keyCount - 1 };
        for (const [at, step] of [...drawn, everything].entries()) {
          const [ours, expected] = await perform(tree, theirs, step, at);
          expect([at, ours]).toEqual([at, expected]);
        }
      } finally {
        await theirs.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 150 },
  );
});

test('without the rule on tombstones LevelDB and the tree differ', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedlab-leveldb-'));
  const theirs = new ClassicLevel(join(folder, 'data'));
  const shape: LsmOptions = {
    memtableEntries: 2,
    entriesPerPage: 2,
    bitsPerKey: 10,
    level0Runs: 2,
    sizeRatio: 2,
    policy: 'levelled',
  };
  const program: Step[] = [
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((put) => ({ put })),
    { compact: true },
    ...[1, 2, 3, 4].map((remove) => ({ remove })),
    { from: 0, to: keyCount - 1 },
  ];
  try {
    const tree = new LsmTree(shape, accessRules.without('tombstone-until-last-level'));
    let last: readonly unknown[] = [];
    for (const [at, step] of program.entries()) last = await perform(tree, theirs, step, at);
    expect(last[0]).not.toEqual(last[1]);
    expect(last[1]).toHaveLength(4);
  } finally {
    await theirs.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
