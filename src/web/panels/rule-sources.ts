/** The code of rules, a file for each sim, which the build has written. */

import type { Token } from '../../draw/code.ts';
import { builtFile } from '../built-file.ts';

export interface ShownExcerpt {
  readonly file: string;
  readonly firstLine: number;
  readonly lines: readonly (readonly Token[])[];
  readonly marked: readonly number[];
}

type SourcesOfSim = Readonly<Record<string, readonly ShownExcerpt[]>>;

/** Every place at which a rule is asked for. Rejects if the file cannot be loaded. */
export async function excerptsOf(sim: string, rule: string): Promise<readonly ShownExcerpt[]> {
  const all = await builtFile<SourcesOfSim>(`./rules/${sim}.json`);
  return Object.hasOwn(all, rule) ? (all[rule] ?? []) : [];
}
