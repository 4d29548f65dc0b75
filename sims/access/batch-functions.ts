/** What a batch function makes of the rows that IN (…) returns: in an order of their own, and none for what is missing. */
import type { Outcome } from './loader.ts';
import type { AccessRules } from './rules.ts';

export interface Row {
  readonly id: number;
  readonly name: string;
}

/** A row for each key, in the order of the keys. */
export function rowsForKeys(
  keys: readonly number[],
  rows: readonly Row[],
  rules: AccessRules,
): readonly Outcome<string>[] {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const ofKey = (key: number): Outcome<string> => ({ value: names.get(key) ?? 'nobody' });
  if (!rules['missing-row-keeps-its-place']) {
    return keys.filter((key) => names.has(key)).map(ofKey);
  }
  if (rules['rows-in-key-order']) return keys.map(ofKey);
  const missing = keys.filter((key) => !names.has(key));
  return [...rows.map(({ id }) => id), ...missing].map(ofKey);
}

/** The newest rows of each parent, `limit` of each. `rows` are those of all parents, newest first. */
export function newestForKeys(
  parents: readonly number[],
  rows: readonly { readonly parent: number; readonly id: number }[],
  limit: number,
  rules: AccessRules,
): readonly (readonly number[])[] {
  const kept = rules['limit-for-each-parent'] ? rows : rows.slice(0, limit);
  return parents.map((parent) =>
    kept
      .filter((row) => row.parent === parent)
      .slice(0, limit)
      .map(({ id }) => id),
  );
}
