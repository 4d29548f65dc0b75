/** Timing two ways of doing the same in turn, so that a machine whose speed drifts is fair to both. */
import { must } from '../../src/kernel/must.ts';

export interface Figure {
  /** How the subject compares to the reference; what that means is in `meaning`. */
  readonly ratio: number;
  readonly reference: string;
  readonly meaning: string;
  /** The figures behind the ratio, in words. */
  readonly detail: string;
  /** What the ratio must reach; undefined for what is printed for information. */
  readonly atLeast?: number;
  /** What it must not exceed. */
  readonly atMost?: number;
}

export interface Comparison {
  /** Median over the rounds of reference time / subject time: 0.8 means 80% of the reference's speed. */
  readonly ratio: number;
  /** The lowest and the highest ratio of a round. */
  readonly lowest: number;
  readonly highest: number;
  /** Medians, in nanoseconds an operation. */
  readonly subjectNs: number;
  readonly referenceNs: number;
}

const rounds = 9;

/** Both run `operations` operations a call. The first two rounds warm up and do not count. */
export function compare(
  operations: number,
  subject: () => void,
  reference: () => void,
): Comparison {
  const ratios: number[] = [];
  const subjects: number[] = [];
  const references: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const subjectNs = timeNs(subject) / operations;
    const referenceNs = timeNs(reference) / operations;
    if (round < 0) continue;
    ratios.push(referenceNs / subjectNs);
    subjects.push(subjectNs);
    references.push(referenceNs);
  }
  return {
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    subjectNs: median(subjects),
    referenceNs: median(references),
  };
}

export function timeNs(action: () => void): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return must(sorted[Math.floor(sorted.length / 2)], 'middle value');
}
