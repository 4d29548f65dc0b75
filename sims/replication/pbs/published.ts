/**
 * What the authors of PBS got from their own simulation of these fits: 99.9th percentiles of read and write latency, and the
 * time after a commit from which 99.9% of reads are fresh, with three replicas (Bailis et al., VLDB 2012, table 4). In ms.
 */
import type { QuorumSizes } from './k-staleness.ts';
import type { Fit } from './latencies.ts';

export interface PublishedRow {
  readonly readMs: number;
  readonly writeMs: number;
  readonly freshAfterMs: number;
}

type Row = readonly [readMs: number, writeMs: number, freshAfterMs: number];

/** By `R,W`. */
const rows: Readonly<Record<Fit, Readonly<Record<string, Row>>>> = {
  'lnkd-ssd': {
    '1,1': [0.66, 0.66, 1.85],
    '1,2': [0.66, 1.63, 1.79],
    '2,1': [1.63, 0.65, 0],
    '2,2': [1.62, 1.64, 0],
    '3,1': [4.14, 0.65, 0],
    '1,3': [0.65, 4.09, 0],
  },
  'lnkd-disk': {
    '1,1': [0.66, 10.99, 45.5],
    '1,2': [0.65, 20.97, 43.3],
    '2,1': [1.63, 10.9, 13.6],
    '2,2': [1.64, 20.96, 0],
    '3,1': [4.12, 10.89, 0],
    '1,3': [0.65, 112.65, 0],
  },
  ymmr: {
    '1,1': [5.58, 10.83, 1364],
    '1,2': [5.61, 427.12, 1352],
    '2,1': [32.6, 10.73, 202],
    '2,2': [33.18, 428.11, 0],
    '3,1': [219.27, 10.79, 0],
    '1,3': [5.63, 1870.86, 0],
  },
  wan: {
    '1,1': [3.4, 55.12, 113],
    '1,2': [3.4, 167.64, 0],
    '2,1': [151.3, 56.36, 30.2],
    '2,2': [151.31, 167.72, 0],
    '3,1': [153.86, 55.19, 0],
    '1,3': [3.44, 241.55, 0],
  },
};

/** Undefined if the paper has no such row. */
export function publishedRow(
  fit: string,
  { replicas, reads, writes }: QuorumSizes,
): PublishedRow | undefined {
  const row = Object.hasOwn(rows, fit) ? rows[fit as Fit][`${reads},${writes}`] : undefined;
  if (row === undefined || replicas !== 3) return undefined;
  const [readMs, writeMs, freshAfterMs] = row;
  return { readMs, writeMs, freshAfterMs };
}
