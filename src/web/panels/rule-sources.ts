/** The code of rules, a file for each sim, which the build has written. */
import type { Token } from '../build/highlight.ts';

export interface ShownExcerpt {
  readonly file: string;
  readonly firstLine: number;
  readonly lines: readonly (readonly Token[])[];
  readonly marked: readonly number[];
}

type SourcesOfSim = Readonly<Record<string, readonly ShownExcerpt[]>>;

const loaded = new Map<string, Promise<SourcesOfSim>>();

/** Every place at which a rule is asked for. Rejects if the file cannot be loaded. */
export async function excerptsOf(sim: string, rule: string): Promise<readonly ShownExcerpt[]> {
  let sources = loaded.get(sim);
  if (sources === undefined) {
    sources = fetch(`./rules/${sim}.json`).then((response) => response.json());
    loaded.set(sim, sources);
  }
  const all = await sources;
  return Object.hasOwn(all, rule) ? (all[rule] ?? []) : [];
}
