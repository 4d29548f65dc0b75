/** Which seeds a sweep runs, as they are written on the command line, and how shards divide them. */
import { InputError } from '../input-error.ts';

/** Whole numbers from one to another, both included, or a seed by itself. */
export type SeedSpan = { readonly from: number; readonly to: number } | { readonly seed: string };

/** Seeds in their order, without a place in memory for each. */
export interface SeedList {
  /** As it was written. */
  readonly text: string;
  readonly spans: readonly SeedSpan[];
  readonly count: number;
}

/** The k-th of n parts, from 1: every n-th seed, beginning with the k-th. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

const rangePattern = /^(\d+)\.\.(\d+)$/;
/** As a range is written elsewhere, which would otherwise be the name of one seed. */
const looksLikeRange = /\.\.|^\d+\s*(?:-|–|:|\bto\b)\s*\d+$/;
const seedsMax = 1e9;

/**
 * `1..10000`, `a,b,7`, or several of these with commas between them; a whole number by itself is
 * how many: `500` is `1..500`. Throws InputError.
 */
export function parseSeeds(written: string): SeedList {
  const text = /^\d+$/.test(written) ? `1..${written}` : written;
  const spans = text.split(',').map((part) => spanFromText(part.trim(), text));
  const count = spans.reduce((sum, span) => sum + lengthOf(span), 0);
  if (count > seedsMax) {
    throw new InputError(`"--seeds ${text}" are ${count} seeds: at most ${seedsMax} can be swept.`);
  }
  refuseTwice(spans);
  return { text, spans, count };
}

function spanFromText(part: string, text: string): SeedSpan {
  if (part === '') {
    throw new InputError(
      `"--seeds ${text}" leaves a seed empty: write --seeds 1..1000, or a list such as 1,2,7.`,
    );
  }
  const [, from, to] = rangePattern.exec(part) ?? [];
  if (from === undefined || to === undefined) {
    if (!looksLikeRange.test(part)) return { seed: part };
    throw new InputError(
      `"${part}" is not a range of seeds: write two whole numbers, as in 1..1000.`,
    );
  }
  const span = { from: Number(from), to: Number(to) };
  if (!Number.isSafeInteger(span.to) || span.from > span.to) {
    throw new InputError(
      `"${part}" is not a range of seeds: the first must not be above the last.`,
    );
  }
  return span;
}

function lengthOf(span: SeedSpan): number {
  return 'seed' in span ? 1 : span.to - span.from + 1;
}

/** A seed that counted twice would make every interval too narrow. */
function refuseTwice(spans: readonly SeedSpan[]): void {
  const seeds = new Set<string>();
  const ranges: { from: number; to: number }[] = [];
  for (const span of spans) {
    const isNumber = 'seed' in span && /^(0|[1-9]\d*)$/.test(span.seed);
    if ('seed' in span) {
      if (seeds.has(span.seed)) throw twice(span.seed);
      seeds.add(span.seed);
      if (isNumber) ranges.push({ from: Number(span.seed), to: Number(span.seed) });
    } else {
      ranges.push(span);
    }
  }
  ranges.sort((a, b) => a.from - b.from);
  for (const [index, { from }] of ranges.entries()) {
    if (index > 0 && from <= (ranges[index - 1]?.to ?? -1)) throw twice(String(from));
  }
}

function twice(seed: string): InputError {
  return new InputError(`Seed ${seed} is in the list twice: name each once.`);
}

/** The seed at a place in the list, from 0. O(spans). */
export function seedAt({ spans }: SeedList, index: number): string {
  let before = 0;
  for (const span of spans) {
    const length = lengthOf(span);
    if (index < before + length) {
      return 'seed' in span ? span.seed : String(span.from + index - before);
    }
    before += length;
  }
  throw new RangeError(`the list has no seed at ${index}`);
}

/** `2/3`. Throws InputError. */
export function parseShard(text: string): Shard {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { part: Number(part), of: Number(of) };
  if (shard.part >= 1 && shard.part <= shard.of && shard.of <= 10_000) return shard;
  throw new InputError(
    `"--shard ${text}" is not a shard: write --shard 2/3 for the second of three.`,
  );
}

export const wholeShard: Shard = { part: 1, of: 1 };

/** How many of so many seeds are in the shard. */
export function shardLength(count: number, { part, of }: Shard): number {
  return Math.max(0, Math.ceil((count - (part - 1)) / of));
}

/** Where in the whole list the place of a shard is. */
export function indexInList(place: number, { part, of }: Shard): number {
  return part - 1 + place * of;
}
