import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { LsmTree } from '../../sims/access/lsm/lsm-tree.ts';
import type { AccessRules } from '../../sims/access/rules.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { shuffled } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  keys: whole(2_000, 20_000, 4_000, 'of the table'),
  deleted: whole(2, 400, 100, 'keys that are deleted'),
  overwritten: whole(1, 400, 100, 'keys that are written twice more'),
});
type Params = z.output<typeof params>;

const options = {
  memtableEntries: 100,
  entriesPerPage: 20,
  bitsPerKey: 10,
  level0Runs: 4,
  sizeRatio: 4,
  policy: 'levelled',
} as const;

export default scenario({
  ...aboutAccess,
  id: 'access/deleted-keys',
  asks: 'A key is deleted from an LSM tree, which writes a tombstone. When may the tombstone go, and what if it goes too early?',
  claims: [],
  code: ['sims/access/lsm/merge.ts#merged'],
  params,
  metrics: {
    wrong: gauge('keys', 'with another value than the last one written'),
    returned: gauge('keys', 'that were deleted and have a value again'),
    early: gauge('keys', 'that were deleted and return if tombstones go with the first compaction'),
    kept: gauge('tombstones', 'after the first compaction'),
    left: gauge('tombstones', 'after the compaction into the last level'),
    entries: gauge('entries', 'on the disk after it'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const order = shuffled(
      study.stream('keys'),
      Array.from({ length: p.keys }, (_, key) => key),
    );
    const story = new Story(p, order, rules);
    study.next(() => {
      story.loads();
      study.observes('keys in the last level', story.tree.entries);
      study.observes('key that is deleted first', order[0] ?? 0);
    });
    study.next(() => {
      story.changes();
      const { wrong, returned } = story.judged();
      study.observes('wrong values before the compaction', wrong);
      study.holds(
        'reads-newest-value',
        wrong === 0,
        `${counted(wrong, 'key returns', 'keys return')} an older value than the last one written`,
      );
      study.observes('deleted keys with a value before the compaction', returned);
      study.holds(
        'reads-newest-value',
        returned === 0,
        `${counted(returned, 'deleted key returns', 'deleted keys return')} a value`,
      );
    });
    study.next(() => {
      const before = story.answers();
      study.observes('compactions into the first level', story.compacts());
      const changed = story.answers().filter((value, place) => value !== before[place]);
      const { wrong, returned } = story.judged();
      study.observes('wrong values after it', wrong, '', metrics.wrong);
      study.observes('deleted keys that are back', returned, '', metrics.returned);
      study.observes('tombstones', story.tombstones, '', metrics.kept);
      study.holds(
        'deleted-stays-deleted',
        returned === 0,
        `${counted(returned, 'deleted key returns', 'deleted keys return')} a value again after a compaction`,
      );
      study.holds(
        'compaction-changes-no-answer',
        changed.length === 0,
        `a compaction changes what a look-up of ${counted(changed.length, 'key')} returns`,
      );
    });
    study.next(() => {
      const careless = new Story(p, order, { ...rules, 'tombstone-until-last-level': false });
      careless.loads();
      careless.changes();
      careless.compacts();
      const { returned } = careless.judged();
      study.observes('deleted keys back, tombstones dropped early', returned, '', metrics.early);
    });
    return study
      .next(() => {
        story.tree.compactAll();
        study.observes('tombstones after the last level', story.tombstones, '', metrics.left);
        study.observes('entries after it', story.tree.entries, '', metrics.entries);
      })
      .next(() => study.observes('deleted', p.deleted))
      .next(() => study.observes('overwritten', p.overwritten));
  },
  expect: (p) => [
    exactly(0, 'wrong', 'wrong').says('keys that return another value than the last one written'),
    exactly(0, 'returned', 'returned').says(
      'deleted keys that come back, if tombstones stay until the last level',
    ),
    exactly(p.deleted, 'early', 'early').says(
      'deleted keys that come back, if tombstones are dropped with the first compaction: all',
    ),
    exactly(p.deleted, 'kept', 'kept').says('tombstones left after the first compaction: all'),
    exactly(0, 'left', 'left').says('tombstones left after the compaction into the last level'),
    exactly(p.keys - p.deleted, 'entries', 'entries').says(
      'entries left after the compaction into the last level: one for each key that is not deleted',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A tombstone may go when it is merged into the last level, below which no older value is left for it to hide: ${inDigits(m.kept.value ?? 0)} tombstones survive the first compaction, and none the last, after which ${inDigits(m.entries.value ?? 0)} entries are left. If they are dropped with the first compaction, ${inDigits(m.early.value ?? 0)} of ${counted(p.deleted, 'deleted key')} come back, because the old values are still in the last level.`,
});

/** Keys in the last level, some of which are deleted and some written twice more. */
class Story {
  readonly tree: LsmTree;
  readonly #deleted: readonly number[];
  readonly #overwritten: readonly number[];
  readonly #keys: number;

  constructor(p: Params, order: readonly number[], rules: AccessRules) {
    this.tree = new LsmTree(options, rules);
    this.#keys = p.keys;
    this.#deleted = order.slice(0, p.deleted);
    this.#overwritten = order.slice(p.deleted, p.deleted + p.overwritten);
  }

  loads(): void {
    for (let key = 0; key < this.#keys; key++) this.tree.put(key, 0);
    this.tree.compactAll();
  }

  /** In four runs of level 0. */
  changes(): void {
    const { tree } = this;
    const half = Math.ceil(this.#deleted.length / 2);
    for (const value of [1, 2]) {
      for (const key of this.#overwritten) tree.set(key, value);
      tree.flush();
      const deleted = value === 1 ? this.#deleted.slice(0, half) : this.#deleted.slice(half);
      for (const key of deleted) tree.set(key, undefined);
      tree.flush();
    }
  }

  /** How many compactions were due. */
  compacts(): number {
    let done = 0;
    for (let due = this.tree.due(); due !== undefined; due = this.tree.due()) {
      this.tree.compact(due);
      done += 1;
    }
    return done;
  }

  answers(): readonly (number | undefined)[] {
    return Array.from({ length: this.#keys }, (_, key) => this.tree.get(key));
  }

  judged(): { readonly wrong: number; readonly returned: number } {
    const answers = this.answers();
    const newest = new Map(this.#overwritten.map((key) => [key, 2]));
    const deleted = new Set(this.#deleted);
    const wrong = answers.filter(
      (value, key) => !deleted.has(key) && value !== (newest.get(key) ?? 0),
    );
    return {
      wrong: wrong.length,
      returned: this.#deleted.filter((key) => answers[key] !== undefined).length,
    };
  }

  get tombstones(): number {
    return this.tree.runs.reduce((sum, { tombstones }) => sum + tombstones, 0);
  }
}

// Left out: how long a tombstone stays, which is as long as nothing is written near it.
