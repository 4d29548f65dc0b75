/**
 * How a tool understood its input, printed before what it says of it: a wrong guess is seen at once.
 *
 *     read as  CSV, UTF-8, comma
 *     columns  time, baseline, canary
 *     unit     ms
 */
export interface Understood {
  /** What kind of file it is, in words. */
  readonly format: string;
  /** What was found, each with its name: columns, units, notation, time zone. */
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Rows of two cells, for whatever lays them out. Texts of the input must be `shown` before. */
export const understoodRows = ({ format, facts }: Understood): [string, string][] => [
  ['read as', format],
  ...facts.map(({ name, value }): [string, string] => [name, value]),
];
