/**
 * Which mutants are tried: a sample of all that a wing's mechanisms have, the same for the same seed
 * and source. A mutant's portable form finds it again in a later version of the file, wherever its
 * line has gone.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { group } from 'd3-array';
import * as z from 'zod';
import { must } from '../../src/kernel/must.ts';
import { RandomStreams, shuffled } from '../../src/kernel/random.ts';
import { type Mutant, mutantsOf, operators } from './operators.ts';

/** What names a mutant without its place: the nth of those that read the same. */
export const portableSchema = z.object({
  file: z.string(),
  operator: z.enum(operators),
  lineText: z.string(),
  original: z.string(),
  mutated: z.string(),
  /** From 0, among the mutants of the file that agree in all of the above. */
  occurrence: z.number().int().nonnegative(),
});

export type Portable = z.infer<typeof portableSchema>;

/** Folders of src that are sampled as a wing is: a wrong figure of theirs is a wrong verdict of the lab. */
const rooms: ReadonlyMap<string, string> = new Map([
  ['queue', 'src/host/queue'],
  ['statistics', 'src/statistics'],
  ['sweep', 'src/lab/sweep'],
  ['tools', 'src/tools'],
]);

/** The names that a sample may have: every wing, and those rooms. */
export function sampled(project: string): string[] {
  return [...readdirSync(join(project, 'sims')), ...rooms.keys()].sort();
}

/** Every mutant of the mechanisms of a wing or room, by file and place. */
export function mutantsOfWing(project: string, wing: string): Mutant[] {
  return mechanismsOf(project, wing).flatMap((file) =>
    mutantsOf(file, readFileSync(join(project, file), 'utf8')),
  );
}

/** The files of a wing without those that hold only its words; all files of a room. */
function mechanismsOf(project: string, wing: string): string[] {
  const room = rooms.get(wing);
  const folder = room ?? `sims/${wing}`;
  const words = room !== undefined ? [] : ['rules.ts', 'notes.ts', 'view.ts', `${wing}.ts`];
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !words.includes(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/**
 * As many mutants as asked for, or all if there are fewer, by operator and file in proportion to how
 * many there are of each: every nth of the list that is ordered by operator, then file, then chance.
 * The next one stands in for a mutant that does not compile, because no test needs to kill it.
 */
export function sampleOf(
  mutants: readonly Mutant[],
  { count, seed, compiles }: { count: number; seed: string; compiles: (mutant: Mutant) => boolean },
): Mutant[] {
  const stream = new RandomStreams(seed).stream('mutants');
  const strata = group(mutants, ({ operator, file }) => `${operators.indexOf(operator)} ${file}`);
  const ordered = [...strata.keys()]
    .sort()
    .flatMap((key) => shuffled(stream, must(strata.get(key), 'mutants of the stratum')));
  const start = stream();
  const tried = new Set<Mutant>();
  const sample: Mutant[] = [];
  for (let nth = 0; nth < count; nth++) {
    const from = Math.floor(((nth + start) * ordered.length) / count);
    for (let step = 0; step < ordered.length; step++) {
      const mutant = must(ordered[(from + step) % ordered.length], 'mutant in turn');
      if (tried.has(mutant)) continue;
      tried.add(mutant);
      if (!compiles(mutant)) continue;
      sample.push(mutant);
      break;
    }
  }
  return sample.sort((a, b) => compareText(a.file, b.file) || a.start - b.start);
}

export function portable(mutant: Mutant, all: readonly Mutant[]): Portable {
  const { file, operator, lineText, original, mutated } = mutant;
  const occurrence = all
    .filter((other) => readsLike(other, mutant) && other.file === file)
    .indexOf(mutant);
  return { file, operator, lineText, original, mutated, occurrence };
}

/**
 * The mutant that a portable form names; undefined if its line is gone. If its file has not the line
 * any more, and exactly one other file of the wing has it, the mutant has moved there.
 */
export function located(wanted: Portable, all: readonly Mutant[]): Mutant | undefined {
  const alike = all.filter((mutant) => readsLike(mutant, wanted));
  const here = alike.filter(({ file }) => file === wanted.file);
  if (here.length > 0) return here[wanted.occurrence];
  return new Set(alike.map(({ file }) => file)).size === 1 ? alike[wanted.occurrence] : undefined;
}

function readsLike(a: Omit<Portable, 'occurrence'>, b: Omit<Portable, 'occurrence'>): boolean {
  return (
    a.operator === b.operator &&
    a.lineText === b.lineText &&
    a.original === b.original &&
    a.mutated === b.mutated
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
