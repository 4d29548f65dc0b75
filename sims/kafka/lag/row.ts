/** Rows of a file as they are read, before anything is made of their cells. */
import type { Column } from './columns.ts';

export interface Row {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
}

/** A row, or a line that should be one, which cannot be used. */
export interface Problem {
  readonly line: number;
  readonly problem: string;
}

export interface Table {
  readonly format: 'csv' | 'jsonl' | 'describe';
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  /** What had to be assumed to read it. */
  readonly assumptions: readonly string[];
  /** What the columns that are used were called. */
  readonly headings: Readonly<Partial<Record<Column, string>>>;
  /** How often the tool said that the group was rebalancing. */
  readonly rebalances: number;
}
