/**
 * Cold starts that were published: maxday/lambda-perf, data/last.json; a function that does nothing, zip, 128 MB, arm64, the
 * mean of ten starts of one day each. Ten starts of two days are no law: a range of days says more than either.
 */
export interface PublishedStart {
  readonly runtime: string;
  /** On 2024-10-23 and on 2026-08-22, ms. */
  readonly ms: readonly [number, number];
}

export const publishedStarts: readonly PublishedStart[] = [
  { runtime: 'Rust', ms: [12.1, 13.9] },
  { runtime: 'C++', ms: [11.6, 50.7] },
  { runtime: 'LLRT', ms: [38, 59] },
  { runtime: 'Go', ms: [41, 42] },
  { runtime: '.NET 8 AOT', ms: [78, 76] },
  { runtime: 'Python 3.12', ms: [86, 73] },
  { runtime: 'GraalVM 21', ms: [123, 119] },
  { runtime: 'Node 20', ms: [139, 123] },
  { runtime: 'Ruby 3.2', ms: [216, 253] },
  { runtime: 'Java 21', ms: [277, 254] },
  { runtime: 'Java 11', ms: [286, 360] },
  { runtime: 'Bun', ms: [300, 287] },
];
