/** A question that several scenarios answer side by side. */

export interface Comparison {
  readonly title: string;
  /** By what else it is looked for. */
  readonly words: string;
  /** Which to choose when, in one sentence: the sides say why, with their figures. */
  readonly decides?: string;
  /** What each scenario says something of. */
  readonly sides: Readonly<Record<string, string>>;
  /** The rules that it hangs on, such as `raft/pre-vote`: at most two, in place of those that its sides' code has. */
  readonly rules?: readonly string[];
}
