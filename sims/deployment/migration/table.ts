/**
 * A table whose column is renamed while it is in use. Of a value only one thing matters: whether it is the last one
 * that was written to its row. So rows have few states, however many writes there are.
 */

/** Null: the column has no value. */
export type Held = 'current' | 'stale' | null;

export interface Row {
  readonly old: Held;
  readonly new: Held;
}

export const columns = ['old', 'new'] as const;
export type Column = (typeof columns)[number];

/** Of each column: absent, optional (NULL is allowed), or required (NOT NULL, without a default). */
export type Schema = Readonly<Record<Column, 'absent' | 'optional' | 'required'>>;

/** Why the database refuses a statement. */
export type Refused = { readonly refused: string };

export const isRefused = (result: Row | Held | Refused): result is Refused =>
  result !== null && typeof result === 'object' && 'refused' in result;

/** SELECT of one column. */
export function selected(schema: Schema, row: Row, column: Column): Held | Refused {
  if (schema[column] === 'absent') return { refused: `column ${column} does not exist` };
  return row[column];
}

/**
 * INSERT or UPDATE of these columns with a new value, in one statement: the other column keeps what is stale now. A
 * constraint is checked for the rows that a statement writes, as by `ADD CHECK … NOT VALID`.
 */
export function written(
  schema: Schema,
  row: Row | undefined,
  values: Partial<Record<Column, Held>>,
): Row | Refused {
  const before = row ?? { old: null, new: null };
  const after = { ...before, ...values };
  for (const column of columns) {
    if (values[column] !== undefined && schema[column] === 'absent') {
      return { refused: `column ${column} does not exist` };
    }
    if (schema[column] === 'required' && after[column] === null) {
      return { refused: `column ${column} must not be NULL` };
    }
  }
  return after;
}

/** What a row is once another value has been written to it. */
export const outdated = (held: Held): Held => (held === null ? null : 'stale');
