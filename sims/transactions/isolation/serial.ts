/** What transactions read and leave if they run one after the other, on a table without versions. */
import type { Outcome, Program, Reply } from './interleaving.ts';
import { changed, matches, type Row, type Statement } from './statement.ts';

/** What the committed transactions read, and the final rows, as text. */
type Told = string;

/** Whether no serial order of the committed transactions explains what they read and left. */
export function isNotSerial(program: Program): (outcome: Outcome) => boolean {
  const known = new Map<string, ReadonlySet<Told>>();
  return ({ commits, replies, rows }) => {
    const committed = commits.toSorted((a, b) => a - b);
    const key = committed.join();
    let serial = known.get(key);
    if (serial === undefined) {
      serial = new Set(permutations(committed).map((order) => serially(program, order)));
      known.set(key, serial);
    }
    // The reply to COMMIT comes last, and a serial run has none.
    const told = (of: number) => replies[of]?.slice(0, program.transactions[of]?.length) ?? [];
    return !serial.has(textOfAll(committed, told, rows));
  };
}

function serially({ rows, transactions }: Program, order: readonly number[]): Told {
  let table: readonly Row[] = rows;
  const replies = new Map<number, Reply[]>();
  for (const of of order) {
    const told: Reply[] = [];
    for (const statement of transactions[of] ?? []) {
      const found =
        'where' in statement ? table.filter((row) => matches(row, statement.where)) : [];
      told.push(
        statement.do === 'select' ? { rows: found, count: found.length } : wrote(statement, found),
      );
      table = after(table, statement);
    }
    replies.set(of, told);
  }
  const sorted = order.toSorted((a, b) => a - b);
  return textOfAll(sorted, (of) => replies.get(of) ?? [], table);
}

const wrote = (statement: Statement, found: readonly Row[]): Reply => ({
  rows: [],
  count: statement.do === 'insert' ? 1 : found.length,
});

function after(table: readonly Row[], statement: Statement): readonly Row[] {
  switch (statement.do) {
    case 'insert':
      return [...table, statement.row];
    case 'update':
      return table.map((row) =>
        matches(row, statement.where) ? changed(row, statement.set) : row,
      );
    case 'delete':
      return table.filter((row) => !matches(row, statement.where));
    default:
      return table;
  }
}

function textOfAll(
  committed: readonly number[],
  repliesOf: (of: number) => readonly Reply[],
  rows: readonly Row[],
): Told {
  return JSON.stringify([committed.map((of) => repliesOf(of).map(replyText)), textOf(rows)]);
}

export const replyText = (reply: Reply): string =>
  'failure' in reply ? reply.failure : `${reply.count}: ${textOf(reply.rows)}`;

/** Rows have no order. */
export const textOf = (rows: readonly Row[]): string =>
  rows
    .map((row) =>
      Object.entries(row)
        .map(([column, value]) => `${column}=${value}`)
        .join(' '),
    )
    .sort()
    .join(', ');

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) =>
    permutations(of.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}
