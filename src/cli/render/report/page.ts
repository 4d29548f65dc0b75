/**
 * A page to paste into a design document: the question, the answer, the figures, and how to get
 * them again. Commands say what is on it; Markdown and HTML are ways to write it down.
 */
export interface Page {
  readonly title: string;
  readonly question: string;
  /** One word, such as PASS. */
  readonly verdict: string;
  /** In sentences; each a paragraph. */
  readonly answer: readonly string[];
  /** What was run or read: seed, parameters, how the input was understood. */
  readonly facts: readonly Fact[];
  readonly tables: readonly Table[];
  /** A whole SVG document with its texts escaped; undefined if there is nothing to draw. */
  readonly plot: string | undefined;
  readonly token: string | undefined;
  /** The command line that gives the same again. */
  readonly command: string;
}

export type Fact = readonly [name: string, value: string];

export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  /** Rows may be shorter than the header. */
  readonly rows: readonly (readonly string[])[];
}

export interface PageOptions {
  /** The file of the plot, as the page links it. Without it the plot is part of the page. */
  readonly plotFile?: string | undefined;
}

/** What comes after the figures. */
export function factsOf({ facts, token }: Page): readonly Fact[] {
  return token === undefined ? facts : [...facts, ['token', token]];
}

/** Tables that say something. */
export const tablesOf = ({ tables }: Page): readonly Table[] =>
  tables.filter(({ rows }) => rows.length > 0);
