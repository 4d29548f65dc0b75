/** What can be found on the page. */
import type { Findable } from '../../lab/find.ts';
import { builtFile } from '../built-file.ts';

export interface PageFindable extends Findable {
  /** For a claim: the scenario that decides it. */
  readonly decidedBy?: string;
}

/** Rejects if the file cannot be loaded. */
export const findables = (): Promise<readonly PageFindable[]> => builtFile('./find.json');
