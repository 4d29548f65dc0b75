/**
 * The tests of Hermitage (Kleppmann 2014, commit 000346f): for each anomaly a small program, and
 * how the anomaly shows in what the transactions read and leave. Where the original fixes one order
 * of the statements, here every order is tried.
 */

import type { Outcome, Program, Reply } from './interleaving.ts';
import type { LevelId } from './level.ts';
import { isNotSerial } from './serial.ts';
import { insert, type Row, remove, rollback, type Statement, select, update } from './statement.ts';

export const anomalies = {
  G0: 'dirty write',
  G1a: 'aborted read',
  G1b: 'intermediate read',
  G1c: 'circular information flow',
  OTV: 'observed transaction vanishes',
  PMP: 'phantom read',
  P4: 'lost update',
  'G-single': 'read skew',
  'G2-item': 'write skew',
  G2: 'anti-dependency cycle on a predicate',
} as const;

export type AnomalyId = keyof typeof anomalies;
export const anomalyIds = Object.keys(anomalies) as readonly AnomalyId[];

export interface AnomalyTest {
  readonly anomaly: AnomalyId;
  /** What distinguishes it from other tests of the same anomaly. */
  readonly variant?: 'write predicate' | 'predicates' | 'two edges';
  readonly program: Program;
  readonly isShown: (outcome: Outcome) => boolean;
}

const rows: readonly Row[] = [
  { id: 1, value: 10 },
  { id: 2, value: 20 },
];
const all = {};
const [one, two] = [{ id: 1 }, { id: 2 }];
const sets = (value: number, where: { id: number }): Statement => update({ value }, where);

const programOf = (...transactions: readonly (readonly Statement[])[]): Program => ({
  rows,
  transactions,
});

/** The value of a row in a reply. */
const valueIn = (reply: Reply | undefined, id: number): number | undefined =>
  reply !== undefined && 'rows' in reply
    ? reply.rows.find((row) => row['id'] === id)?.['value']
    : undefined;
const leaves = ({ rows: left }: Outcome, id: number): number | undefined =>
  left.find((row) => row['id'] === id)?.['value'];

const hasRead = (id: number, value: number, reader: number) => (outcome: Outcome) =>
  outcome.replies[reader]?.some((reply) => valueIn(reply, id) === value) === true;

const notSerial = (
  anomaly: AnomalyId,
  program: Program,
  variant?: AnomalyTest['variant'],
): AnomalyTest => ({
  anomaly,
  ...(variant === undefined ? {} : { variant }),
  program,
  isShown: isNotSerial(program),
});

export const hermitage: readonly AnomalyTest[] = [
  {
    anomaly: 'G0',
    program: programOf([sets(11, one), sets(21, two)], [sets(12, one), sets(22, two)]),
    isShown: (outcome) => Math.abs((leaves(outcome, 2) ?? 0) - (leaves(outcome, 1) ?? 0)) !== 10,
  },
  {
    anomaly: 'G1a',
    program: programOf([sets(101, one), rollback], [select(all), select(all)]),
    isShown: hasRead(1, 101, 1),
  },
  {
    anomaly: 'G1b',
    program: programOf([sets(101, one), sets(11, one)], [select(all), select(all)]),
    isShown: hasRead(1, 101, 1),
  },
  {
    anomaly: 'G1c',
    program: programOf([sets(11, one), select(two)], [sets(22, two), select(one)]),
    isShown: (outcome) =>
      outcome.commits.length === 2 && hasRead(2, 22, 0)(outcome) && hasRead(1, 11, 1)(outcome),
  },
  {
    anomaly: 'OTV',
    program: programOf(
      [sets(11, one), sets(19, two)],
      [sets(12, one), sets(18, two)],
      [select(one), select(two)],
    ),
    isShown: vanishes,
  },
  notSerial(
    'PMP',
    programOf(
      [select({ value: 30 }), select({ value: { multipleOf: 3 } })],
      [insert({ id: 3, value: 30 })],
    ),
  ),
  notSerial(
    'PMP',
    programOf(
      [update({ value: { plus: 10 } }, all)],
      [select({ value: 20 }), remove({ value: 20 })],
    ),
    'write predicate',
  ),
  notSerial('P4', programOf([select(one), sets(11, one)], [select(one), sets(12, one)])),
  notSerial('G-single', programOf([select(one), select(two)], [sets(12, one), sets(18, two)])),
  notSerial(
    'G-single',
    programOf(
      [select({ value: { multipleOf: 5 } }), select({ value: { multipleOf: 3 } })],
      [update({ value: 12 }, { value: 10 })],
    ),
    'predicates',
  ),
  notSerial(
    'G-single',
    programOf([select(one), remove({ value: 20 })], [sets(12, one), sets(18, two)]),
    'write predicate',
  ),
  notSerial(
    'G2-item',
    programOf(
      [select({ id: { oneOf: [1, 2] } }), sets(11, one)],
      [select({ id: { oneOf: [1, 2] } }), sets(21, two)],
    ),
  ),
  notSerial(
    'G2',
    programOf(
      [select({ value: { multipleOf: 3 } }), insert({ id: 3, value: 30 })],
      [select({ value: { multipleOf: 3 } }), insert({ id: 4, value: 42 })],
    ),
  ),
  notSerial(
    'G2',
    programOf([select(all), sets(0, one)], [update({ value: { plus: 5 } }, two)], [select(all)]),
    'two edges',
  ),
];

/**
 * T3 has seen a write of one transaction, and later misses another write of the same or of a later
 * one.
 */
function vanishes({ replies, commits }: Outcome): boolean {
  const writes = [
    [11, 19],
    [12, 18],
  ] as const;
  const [first, second] = commits.filter((of) => of < 2);
  /** Which transaction wrote a value, counted in commit order; 0 for the initial value. */
  const placeOf = (value: number | undefined, row: 0 | 1): number => {
    if (first !== undefined && value === writes[first as 0 | 1][row]) return 1;
    return second !== undefined && value === writes[second as 0 | 1][row] ? 2 : 0;
  };
  const [ofOne, ofTwo] = replies[2] ?? [];
  return placeOf(valueIn(ofTwo, 2), 1) < placeOf(valueIn(ofOne, 1), 0);
}

/** Whether it can occur; `only with writes`: not in a read-only transaction. */
export type Cell = 'prevented' | 'possible' | 'only with writes';

/**
 * What the tests of Hermitage found on PostgreSQL 9.3 and MySQL 5.6.
 *
 * MySQL's read committed has the same row as PostgreSQL's.
 */
export const published: Readonly<Record<LevelId, Readonly<Record<AnomalyId, Cell>>>> = {
  'read-uncommitted': rowOf('+ - - - - - - - - -'),
  'read-committed': rowOf('+ + + + + - - - - -'),
  'current-writes': rowOf('+ + + + + w - w - -'),
  snapshot: rowOf('+ + + + + + + + - -'),
  serializable: rowOf('+ + + + + + + + + +'),
  'two-phase-locking': rowOf('+ + + + + + + + + +'),
};

function rowOf(cells: string): Readonly<Record<AnomalyId, Cell>> {
  const words = new Map<string, Cell>([
    ['+', 'prevented'],
    ['-', 'possible'],
    ['w', 'only with writes'],
  ]);
  const entries = cells.split(' ').map((cell, place) => [anomalyIds[place], words.get(cell)]);
  return Object.fromEntries(entries) as Record<AnomalyId, Cell>;
}
