/** Plots: lines over a common axis, as data. Drawn as text, as SVG or on the page. */

export interface Plot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly PlotLine[];
  /** Moments worth a word: `{ x: 10_000, label: 'outage ends' }`. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
}

export interface PlotLine {
  readonly name: string;
  /** In ascending order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}
