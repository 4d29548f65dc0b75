/**
 * Goal: tasks of a queue cover every seed once, however they are cut, and their results, as text and
 * in any order, add up to the one sweep of all seeds; nothing that was changed on the way is taken.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Assembly } from '../../../src/lab/sweep/assembly.ts';
import { digestOfWork } from '../../../src/lab/sweep/identity.ts';
import {
  contradict,
  cutIntoTasks,
  jobOfTask,
  nameOf,
  queuedWork,
  readPart,
  readWork,
  type Task,
  writePart,
  writeWork,
} from '../../../src/lab/sweep/queued.ts';
import { parseSeeds, shardLength, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { emptyTally } from '../../../src/lab/sweep/tally.ts';
import { type Job, performBatch } from '../../../src/lab/sweep/work.ts';
import { catalogue } from '../../support/faulty-catalogue.ts';

const scenario = await catalogue.scenario('faulty/trivial');

const jobOf = (seeds: string, more: Partial<Job> = {}): Job => ({
  scenario: scenario.id,
  seeds: parseSeeds(seeds),
  shard: wholeShard,
  set: [],
  without: [],
  swarm: false,
  eventsMax: 10_000,
  coverage: false,
  ...more,
});

function resultOf(job: Job, task: Task): string {
  const own = jobOfTask(job, task);
  const to = shardLength(own.seeds.count, own.shard);
  const { tally, foundAt } = performBatch(scenario, own, { from: 0, to });
  return writePart({ tallies: [tally], foundAt });
}

describe('cutIntoTasks', () => {
  test.prop([
    fc.integer({ min: 1, max: 3_000 }),
    fc.integer({ min: 1, max: 400 }),
    fc.constantFrom(0, 0.01, 0.5, 1),
  ])('covers every place once, and checks the share', (count, shards, share) => {
    const tasks = cutIntoTasks(count, shards, share);
    const ranges = tasks.filter(({ isCheck }) => !isCheck);
    const checks = tasks.filter(({ isCheck }) => isCheck);
    expect(ranges[0]?.from).toBe(0);
    expect(ranges.at(-1)?.to).toBe(count);
    for (const [place, { from, to }] of ranges.entries()) {
      expect(to).toBeGreaterThan(from);
      if (place > 0) expect(from).toBe(ranges[place - 1]?.to);
    }
    expect(checks.length).toBe(Math.ceil(share * ranges.length));
    const names = ranges.map(nameOf);
    for (const check of checks) expect(names).toContain(nameOf({ ...check, isCheck: false }));
    expect(new Set(tasks.map(nameOf)).size).toBe(tasks.length);
  });

  test('cuts the last tenth finer, in four', () => {
    const lengths = cutIntoTasks(2_000, 20, 0).map(({ from, to }) => to - from);
    expect(lengths).toEqual([...Array(18).fill(100), ...Array(8).fill(25)]);
    expect(cutIntoTasks(50, 1, 0)).toEqual([{ from: 0, to: 50, isCheck: false }]);
  });
});

test.prop(
  [
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 12 }),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  ],
  {
    numRuns: 15,
  },
)('results in any order, some of them twice, add up to one sweep', (count, shards, order) => {
  const job = jobOf(`5..${count + 4}`);
  const tasks = cutIntoTasks(count, shards, 0.2);
  const assembly = new Assembly({ jobs: [job] }, tasks);
  const shuffled = tasks
    .flatMap((task) => [task, task])
    .map((task) => ({ task, at: order.next().value as number }))
    .sort((a, b) => a.at - b.at);
  for (const { task } of shuffled) assembly.add(nameOf(task), resultOf(job, task));
  const whole = performBatch(scenario, job, { from: 0, to: count });
  expect(writePart({ tallies: assembly.tallies, foundAt: undefined })).toBe(
    writePart({ tallies: [whole.tally], foundAt: undefined }),
  );
  expect([assembly.missing(), assembly.runs]).toEqual([[], count]);
});

test('a result of a task that the work does not have changes nothing', () => {
  const job = jobOf('1..10');
  const assembly = new Assembly({ jobs: [job] }, cutIntoTasks(10, 2, 0));
  const other = { from: 0, to: 3, isCheck: false };
  assembly.add(nameOf(other), resultOf(job, other));
  expect([assembly.runs, assembly.missing().length]).toEqual([0, cutIntoTasks(10, 2, 0).length]);
});

test('behind what a hunt found nothing is missing, and before it everything is', () => {
  const tasks = cutIntoTasks(100, 10, 0);
  const assembly = new Assembly({ jobs: [jobOf('1..100', { hunt: {} })] }, tasks);
  const add = (place: number, foundAt: number | undefined) => {
    const task = tasks[place];
    if (task !== undefined) {
      assembly.add(nameOf(task), writePart({ tallies: [emptyTally()], foundAt }));
    }
  };
  add(3, 35);
  expect(assembly.missing().map(({ from }) => from)).toEqual([0, 10, 20]);
  add(1, 17);
  expect(assembly.missing().map(({ from }) => from)).toEqual([0]);
  add(0, undefined);
  expect([assembly.missing(), assembly.foundAt]).toEqual([[], 17]);
});

describe('text', () => {
  const samples = [
    { path: 'a.csv', column: 'ms', digest: '00ff', values: Float64Array.from([1, 2.5, 1e9]) },
  ];
  const work = queuedWork({
    version: '1',
    says: 'sweep',
    shards: 2,
    jobs: [jobOf('1..9', { samples })],
  });

  test('of work is that work again, numbers included', () => {
    expect(readWork(work.id, writeWork(work))).toEqual(work);
  });

  test.each([
    ['seeds', (text: string) => text.replace('1..9', '1..8')],
    ['version', (text: string) => text.replace('"version":"1"', '"version":"2"')],
    ['end', (text: string) => text.slice(0, -5)],
    ['all', () => 'null'],
  ])('of work that was changed is refused: %s', (_, change) => {
    expect(() => readWork(work.id, change(writeWork(work)))).toThrow('was changed');
  });

  test('of a result is that result again, and refused if it was changed', () => {
    const text = resultOf(jobOf('1..9'), { from: 2, to: 7, isCheck: false });
    expect(writePart(readPart(text))).toBe(text);
    expect(readPart(text).tallies[0]?.runs).toBe(5);
    for (const other of [text.replace('"runs":5', '"runs":6'), text.slice(1), 'null', '{}']) {
      expect(() => readPart(other)).toThrow('was changed');
    }
  });

  test('results contradict each other unless they are the same, or a run died or took too long', () => {
    const task = { from: 0, to: 3, isCheck: false };
    const [one, other] = [resultOf(jobOf('1..3'), task), resultOf(jobOf('4..6'), task)];
    const died = readPart(other);
    for (const { outcomes } of died.tallies) outcomes.died += 1;
    expect([
      contradict(one, one),
      contradict(one, other),
      contradict(one, writePart(died)),
    ]).toEqual([false, true, false]);
  });
});

test('the digest is of everything that decides the results', () => {
  const base = { jobs: [jobOf('1..9')], shards: 2 };
  const digests = [
    digestOfWork('1', base),
    digestOfWork('2', base),
    digestOfWork('1', { ...base, shards: 3 }),
    digestOfWork('1', { ...base, jobs: [jobOf('1..8')] }),
    digestOfWork('1', { ...base, jobs: [jobOf('1..9', { without: ['x'] })] }),
  ];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digestOfWork('1', structuredClone(base))).toBe(digests[0]);
});
