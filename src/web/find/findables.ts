/** What can be found on the page: the file that the build has written. */
import type { Findable } from '../../lab/find.ts';

export interface PageFindable extends Findable {
  /** For a claim: the scenario that decides it. */
  readonly decidedBy?: string;
}

let loaded: Promise<readonly PageFindable[]> | undefined;

/** Rejects if the file cannot be loaded; the next call tries again. */
export function findables(): Promise<readonly PageFindable[]> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<readonly PageFindable[]> {
  const response = await fetch('./find.json');
  if (!response.ok)
    throw new Error(`The list of what can be found could not be loaded (${response.status}).`);
  return (await response.json()) as readonly PageFindable[];
}
