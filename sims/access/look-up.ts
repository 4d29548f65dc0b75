/** A row by its key: by the index, or by reading the table. */
import type { AccessRules } from './rules.ts';
import type { Tree } from './tree.ts';

export interface LookedUp {
  readonly pages: number;
  readonly isFound: boolean;
}

/** Reads the row’s page last, if the index has it. */
export function lookUp(
  index: Tree,
  { rows, rowsPerPage }: { readonly rows: number; readonly rowsPerPage: number },
  key: number,
  rules: AccessRules,
): LookedUp {
  // The row may be there twice, for all that a scan knows: it reads on to the end.
  if (!rules['index-on-the-key']) {
    return { pages: Math.ceil(rows / rowsPerPage), isFound: key < rows };
  }
  const before = index.pagesRead;
  const isFound = index.has(key);
  return { pages: index.pagesRead - before + (isFound ? 1 : 0), isFound };
}
