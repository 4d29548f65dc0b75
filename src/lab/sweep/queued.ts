/**
 * Work on many seeds as tasks for a queue, and their results as text. A task is a range of places in
 * the list of seeds, so that the answer of a hunt is the first place whatever task finds something
 * first.
 */
import * as z from 'zod';
import { InputError } from '../input-error.ts';
import type { SampleData } from '../sample.ts';
import { digestOfWork } from './identity.ts';
import { checkOf, plain, tallySchema } from './shard-file.ts';
import type { Tally } from './tally.ts';
import type { Job } from './work.ts';

/** A sweep, a hunt or a search through random schedules that is in a queue. */
export interface QueuedWork {
  /** The digest of the version, the jobs and the number of shards. */
  readonly id: string;
  readonly version: string;
  /** Such as `sweep of raft/storm`. */
  readonly says: string;
  readonly shards: number;
  /** One for each combination of what is varied, all of the same seeds. */
  readonly jobs: readonly Job[];
}

/** Places `from` to `to`, `to` excluded, of every job. */
export interface Task {
  readonly from: number;
  readonly to: number;
  /** Whether it is run a second time, to compare the results. */
  readonly isCheck: boolean;
}

/** What a task has found. */
export interface Part {
  /** One for each job. */
  readonly tallies: readonly Tally[];
  /** The first place at which a hunt found something, if it did. */
  readonly foundAt: number | undefined;
}

export function queuedWork(given: Omit<QueuedWork, 'id'>): QueuedWork {
  return { ...given, id: idOf(given) };
}

function idOf({ version, jobs, shards }: Omit<QueuedWork, 'id'>): string {
  return digestOfWork(version, { jobs, shards });
}

/** Unique within its work. */
export function nameOf({ from, to, isCheck }: Task): string {
  return `${from}-${to}${isCheck ? '-again' : ''}`;
}

/** The task whose result a check is compared with. */
export function originalOf(task: Task): Task {
  return { ...task, isCheck: false };
}

/** Of the shards, the last tenth is cut finer, so that all workers end at about the same time. */
const lastShare = 0.1;
const lastPieces = 4;

/**
 * Ranges that cover `count` places, each once, and the checks after them: so large a share of the
 * ranges, and at least one if the share is not 0, is run twice.
 */
export function cutIntoTasks(count: number, shards: number, checkedShare: number): Task[] {
  const whole = Math.min(shards, count);
  const lastFrom = whole - (whole > 1 ? Math.ceil(whole * lastShare) : 0);
  const ranges: Task[] = [];
  const cut = (from: number, to: number, pieces: number): void => {
    for (let piece = 0; piece < pieces; piece++) {
      const at = (part: number) => from + Math.floor(((to - from) * part) / pieces);
      if (at(piece) < at(piece + 1)) {
        ranges.push({ from: at(piece), to: at(piece + 1), isCheck: false });
      }
    }
  };
  const start = (shard: number) => Math.floor((count * shard) / whole);
  for (let shard = 0; shard < whole; shard++) {
    cut(start(shard), start(shard + 1), shard < lastFrom ? 1 : lastPieces);
  }
  const isChecked = (place: number) =>
    Math.ceil((place + 1) * checkedShare) > Math.ceil(place * checkedShare);
  const checks = ranges.filter((_, place) => isChecked(place));
  return [...ranges, ...checks.map((range) => ({ ...range, isCheck: true }))];
}

/** The job with the places of a task only; they keep their numbers in the list of seeds. */
export function jobOfTask(job: Job, { from, to }: Task): Job {
  return { ...job, seeds: { ...job.seeds, count: to }, shard: { part: from + 1, of: 1 } };
}

export function writeWork(work: QueuedWork): string {
  return JSON.stringify(work, (_, value) =>
    value instanceof Float64Array ? { numbers: [...value] } : value,
  );
}

/** Throws InputError if the text is not that work. */
export function readWork(id: string, text: string): QueuedWork {
  let work: QueuedWork | undefined;
  try {
    work = JSON.parse(text, (_, value) =>
      Array.isArray(value?.numbers) ? Float64Array.from(value.numbers) : value,
    ) as QueuedWork;
    if (work.id === id && idOf(work) === id && hasItsNumbers(work)) return work;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new InputError(`Work ${id} in the queue was changed after it was written.`);
}

function hasItsNumbers({ jobs }: QueuedWork): boolean {
  const samples = jobs.flatMap(({ samples }) => samples ?? []);
  return samples.every(({ values }: SampleData) => values instanceof Float64Array);
}

/** The same bytes for the same results, whatever machine they come from. */
export function writePart({ tallies, foundAt }: Part): string {
  const body = { tallies: tallies.map(plain), foundAt: foundAt ?? null };
  return JSON.stringify({ ...body, check: checkOf(body) });
}

/** Throws InputError if the text is not what `writePart` wrote. */
export function readPart(text: string): Part {
  try {
    const { check, ...body } = JSON.parse(text) as { check: string };
    const parsed = partSchema.safeParse(body);
    if (parsed.success && check === checkOf(body)) {
      const { tallies, foundAt } = parsed.data;
      return { tallies, foundAt: foundAt ?? undefined };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new InputError('A result in the queue was changed after it was written.');
}

const partSchema = z.strictObject({
  tallies: z.array(tallySchema).min(1),
  foundAt: z.int().min(0).nullable(),
});

/**
 * Whether two results of one task contradict each other. A run that died or was given up depends on
 * the memory and the speed of its machine, so such results are not compared.
 */
export function contradict(one: string, other: string): boolean {
  if (one === other) return false;
  return [one, other].every((text) =>
    readPart(text).tallies.every(({ outcomes: { died, timeout } }) => died + timeout === 0),
  );
}
