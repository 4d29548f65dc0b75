/** What can be found on the page. */
import type { Findable } from '../../lab/find/find.ts';
import { builtFile } from '../built-file.ts';

/** Rejects if the file cannot be loaded. */
export const findables = (): Promise<readonly Findable[]> => builtFile('./find.json');
