/** Statements on one table as data: the store runs them, and a real database runs their SQL. */

export type Row = Readonly<Record<string, number>>;

/** A condition on a column: this value, one of these, or a multiple of one. */
export type Condition =
  | number
  | { readonly oneOf: readonly number[] }
  | { readonly multipleOf: number };

/** Every condition must hold; none means every row. */
export type Where = Readonly<Record<string, Condition>>;

/** A new value, or `column * times + plus`. */
export type Assigned = number | { readonly times?: number; readonly plus: number };

export type Statement =
  | {
      readonly do: 'select';
      readonly where: Where;
      readonly forUpdate?: boolean;
      /** Leaves out rows that another transaction has locked, and does not wait for them. */
      readonly skipLocked?: boolean;
      /** So many rows at most, those with the smallest ids. */
      readonly limit?: number;
    }
  | {
      readonly do: 'update';
      readonly set: Readonly<Record<string, Assigned>>;
      readonly where: Where;
    }
  | { readonly do: 'delete'; readonly where: Where }
  | { readonly do: 'insert'; readonly row: Row }
  | { readonly do: 'commit' | 'rollback' };

export const commit: Statement = { do: 'commit' };
export const rollback: Statement = { do: 'rollback' };
export const select = (where: Where): Statement => ({ do: 'select', where });
export const selectForUpdate = (where: Where): Statement => ({
  do: 'select',
  where,
  forUpdate: true,
});
export const update = (set: Readonly<Record<string, Assigned>>, where: Where): Statement => ({
  do: 'update',
  set,
  where,
});
export const remove = (where: Where): Statement => ({ do: 'delete', where });
export const insert = (row: Row): Statement => ({ do: 'insert', row });

export function matches(row: Row, where: Where): boolean {
  for (const column of Object.keys(where)) {
    const condition = where[column];
    if (condition !== undefined && !isMet(condition, row[column])) return false;
  }
  return true;
}

function isMet(condition: Condition, value: number | undefined): boolean {
  if (value === undefined) return false;
  if (typeof condition === 'number') return value === condition;
  if ('oneOf' in condition) return condition.oneOf.includes(value);
  return value % condition.multipleOf === 0;
}

/** The row as an UPDATE leaves it. */
export function changed(row: Row, set: Readonly<Record<string, Assigned>>): Row {
  const after: Record<string, number> = { ...row };
  for (const [column, assigned] of Object.entries(set)) {
    after[column] =
      typeof assigned === 'number'
        ? assigned
        : (row[column] ?? 0) * (assigned.times ?? 1) + assigned.plus;
  }
  return after;
}

/**
 * The keys that a statement names, if it finds its rows by key; undefined if it scans the table.
 */
export function keysIn(where: Where): readonly number[] | undefined {
  const key = where['id'];
  if (typeof key === 'number') return [key];
  return typeof key === 'object' && 'oneOf' in key ? key.oneOf : undefined;
}

/** In SQL, for the table `test`. */
export function sqlOf(statement: Statement): string {
  switch (statement.do) {
    case 'select': {
      const { where, limit, forUpdate, skipLocked } = statement;
      const first = limit === undefined ? '' : ` order by id limit ${limit}`;
      const locked = skipLocked === true ? ' for update skip locked' : ' for update';
      return `select * from test${whereSql(where)}${first}${forUpdate === true ? locked : ''}`;
    }
    case 'update': {
      const set = Object.entries(statement.set).map(
        ([column, assigned]) => `${column} = ${assignedSql(column, assigned)}`,
      );
      return `update test set ${set.join(', ')}${whereSql(statement.where)}`;
    }
    case 'delete':
      return `delete from test${whereSql(statement.where)}`;
    case 'insert':
      return `insert into test (${Object.keys(statement.row).join(', ')}) values (${Object.values(statement.row).join(', ')})`;
    default:
      return statement.do;
  }
}

function assignedSql(column: string, assigned: Assigned): string {
  if (typeof assigned === 'number') return String(assigned);
  const { times = 1, plus } = assigned;
  const product = times === 1 ? column : `${column} * ${times}`;
  return plus < 0 ? `${product} - ${-plus}` : `${product} + ${plus}`;
}

function whereSql(where: Where): string {
  const conditions = Object.entries(where).map(([column, condition]) => {
    if (typeof condition === 'number') return `${column} = ${condition}`;
    if ('oneOf' in condition) return `${column} in (${condition.oneOf.join(', ')})`;
    return `${column} % ${condition.multipleOf} = 0`;
  });
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
