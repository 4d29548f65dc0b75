/**
 * A part of a sweep as text, to be added to the other parts: on another day, from another machine.
 * Everything in it is exact, so that the parts add up to what one sweep of all seeds would be.
 */

import * as z from 'zod';
import { must } from '../../kernel/must.ts';
import { Digest } from '../../trace/digest.ts';
import { counted } from '../../words/numbers.ts';
import { jsonLine } from '../../words/shown.ts';
import { planSchema } from '../../world/plan.ts';
import { InputError } from '../input-error.ts';
import { covered } from './coverage.ts';
import { combinations, type SweepPlan } from './plan.ts';
import { parseSeeds, type Shard, shardLength } from './seeds.ts';
import { emptyTally, mergeTally, outcomes, type Tally } from './tally.ts';

export interface ShardFile {
  /** Of the lab that ran it: another version may run differently. */
  readonly version: string;
  readonly plan: SweepPlan;
  readonly shard: Shard;
  /** Whether every seed of the shard was run. */
  readonly isComplete: boolean;
  /** One for each combination of what is varied. */
  readonly tallies: readonly Tally[];
}

const format = 'seedlab-shard-1';

export function writeShard({ version, plan, shard, isComplete, tallies }: ShardFile): string {
  const body = { version, plan, shard, isComplete, tallies: tallies.map(plain) };
  return `${jsonLine({ format, ...body, check: checkOf(body) })}\n`;
}

/** Throws InputError with the name of the file. */
export function readShard(name: string, text: string): ShardFile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError(`"${name}" is not a shard of a sweep, or is cut off: it is not JSON.`);
  }
  const parsed = fileSchema.safeParse(data);
  if (!parsed.success) {
    throw new InputError(`"${name}" is not a shard of a sweep.`, {
      says: 'Write one with',
      words: 'sweep … --shard 1/2 --out file',
    });
  }
  const { format: _, check, ...body } = data as { format: string; check: string };
  if (check !== checkOf(body)) throw new InputError(`"${name}" was changed after it was written.`);
  return parsed.data;
}

export function checkOf(body: unknown): string {
  const digest = new Digest();
  digest.text(JSON.stringify(body));
  return digest.hex();
}

/** Whether a text is that very part of that very sweep, whole or not. */
export function isShardOf(text: string, plan: SweepPlan, { part, of }: Shard): boolean {
  try {
    const file = readShard('', text);
    const isSame = JSON.stringify(file.plan) === JSON.stringify(plan);
    return isSame && file.shard.part === part && file.shard.of === of;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** How many seeds of a shard were not run, in words. */
export function missingIn({ plan, shard, tallies }: ShardFile): string {
  const each = shardLength(parseSeeds(plan.seeds).count, shard);
  const all = each * combinations(plan.vary).length;
  const done = tallies.reduce((sum, { runs }) => sum + runs, 0);
  return `${all - done} of the ${counted(all, 'run')} of shard ${shard.part}/${shard.of} are missing`;
}

/** All parts of one sweep as one. Throws InputError where they do not belong together. */
export function mergeShards(files: readonly { name: string; file: ShardFile }[]): ShardFile {
  const [first, ...others] = files;
  if (first === undefined) throw new InputError('Name the files of the shards to be merged.');
  const { version, plan, shard } = first.file;
  const { of } = shard;
  for (const { name, file } of others) {
    if (file.version !== version) {
      throw new InputError(
        `"${name}" was run by version ${file.version} of the lab, and "${first.name}" by ${version}.`,
      );
    }
    if (JSON.stringify(file.plan) !== JSON.stringify(plan)) {
      throw new InputError(`"${name}" is of another sweep than "${first.name}".`);
    }
    if (file.shard.of !== of) {
      throw new InputError(
        `"${name}" is one of ${file.shard.of} shards, and "${first.name}" one of ${of}.`,
      );
    }
  }
  const named = new Map<number, string>();
  for (const { name, file } of files) {
    const { part } = file.shard;
    const other = named.get(part);
    if (other !== undefined) {
      throw new InputError(`"${other}" and "${name}" are both shard ${part}/${of}.`);
    }
    named.set(part, name);
  }
  const missing = Array.from({ length: of }, (_, part) => part + 1).filter((p) => !named.has(p));
  if (missing.length > 0) {
    const parts = missing.map((part) => `${part}/${of}`).join(', ');
    throw new InputError(`Missing: shard ${parts}. All ${of} make the sweep.`);
  }
  const tallies = first.file.tallies.map((_, cell) => {
    const tally = emptyTally();
    for (const { file } of files) mergeTally(tally, must(file.tallies[cell], 'tally of the cell'));
    return tally;
  });
  const isComplete = files.every(({ file }) => file.isComplete);
  return { version, plan, shard: { part: 1, of: 1 }, isComplete, tallies };
}

/** Maps become lists in the order of their keys, and bigints text in hexadecimal. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value < 0n ? '-' : ''}0x${abs(value).toString(16)}`;
  if (value === Infinity || value === -Infinity) return String(value);
  if (value instanceof Map) {
    const entries = [...value] as [string | number, unknown][];
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, field]) => [key, plain(field)]);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

const abs = (value: bigint) => (value < 0n ? -value : value);

const count = z.int().min(0);
const whole = z
  .string()
  .regex(/^-?0x[0-9a-f]+$/)
  .transform((text) => (text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text)));
const limit = z.union([
  z.number(),
  z.enum(['Infinity', '-Infinity']).transform((text) => Number(text)),
]);
const mapOf = <Key extends string | number, Value>(key: z.ZodType<Key>, value: z.ZodType<Value>) =>
  z.array(z.tuple([key, value])).transform((entries) => new Map(entries as [Key, Value][]));

const distribution = z.strictObject({
  count,
  min: limit,
  max: limit,
  isExact: z.boolean(),
  counts: mapOf(z.number(), count),
});
const property = z.strictObject({
  place: count,
  says: z.string(),
  firstIndex: count,
  runs: count,
  good: count,
  bad: count,
  firstNotGood: z.strictObject({ index: count, seed: z.string() }).nullable(),
});
const metric = z.strictObject({
  place: count,
  perRun: z.strictObject({ distribution, sum: whole, sumOfSquares: whole }),
  pooled: z.strictObject({ distribution, sum: whole }).nullable(),
  unmeasured: count,
  infinite: count,
});
export const tallySchema = z.strictObject({
  runs: count,
  outcomes: z.record(z.enum(outcomes), count),
  digest: whole,
  events: whole,
  held: count.optional(),
  invariants: mapOf(z.string(), property),
  goals: mapOf(z.string(), property),
  expectations: mapOf(z.string(), property),
  metrics: mapOf(z.string(), metric),
  cases: z.array(
    z.strictObject({
      index: count,
      seed: z.string(),
      outcome: z.enum(outcomes).exclude(['pass']),
      why: z.string(),
      drawn: z.array(z.string()),
    }),
  ),
  coverage: z.strictObject({
    runs: count,
    ...(Object.fromEntries(covered.map((what) => [what, mapOf(z.string(), count)])) as Record<
      (typeof covered)[number],
      ReturnType<typeof mapOf<string, number>>
    >),
  }),
});
const fileSchema = z.strictObject({
  format: z.literal(format),
  version: z.string(),
  plan: z.strictObject({
    scenario: z.string(),
    seeds: z.string(),
    set: z.array(z.string()),
    vary: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    without: z.array(z.string()),
    swarm: z.boolean(),
    eventsMax: count,
    planFile: z.strictObject({ name: z.string(), plan: planSchema }).optional(),
  }),
  shard: z.strictObject({ part: count.min(1), of: count.min(1) }),
  isComplete: z.boolean(),
  tallies: z.array(tallySchema).min(1),
  check: z.string(),
});
