/**
 * Diff: where two runs part.
 *
 * Two runs of one seed are the same up to the first event in which they differ, and there is
 * nothing in common after it that is not chance. Runs of different seeds differ at once in their
 * times; what is told of them may still be the same for a while, so the story is compared too.
 */
import type { MetricReport } from '../check/metric.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { Line } from './narrate.ts';

/** A run that has been carried out. */
export interface Recorded {
  readonly events: readonly TraceEvent[];
  readonly story: readonly Line[];
  readonly metrics: Readonly<Record<string, MetricReport>>;
}

/** The place of the first difference; undefined where there is none. */
export interface Difference {
  /** The id of the first event that is not the same in both. */
  readonly event: number | undefined;
  /** The place of the first line of the story that does not say the same of the same nodes. */
  readonly line: number | undefined;
}

export function differenceOf(a: Recorded, b: Recorded): Difference {
  return {
    event: firstDifference(a.events, b.events, sameEvent),
    line: firstDifference(a.story, b.story, sameLine),
  };
}

function firstDifference<Element>(
  a: readonly Element[],
  b: readonly Element[],
  same: (a: Element, b: Element) => boolean,
): number | undefined {
  const shared = Math.min(a.length, b.length);
  for (let place = 0; place < shared; place++) {
    if (!same(a[place] as Element, b[place] as Element)) return place;
  }
  return a.length === b.length ? undefined : shared;
}

function sameEvent(a: TraceEvent, b: TraceEvent): boolean {
  return (
    a.atMs === b.atMs &&
    a.cause === b.cause &&
    a.kind === b.kind &&
    a.node === b.node &&
    a.peer === b.peer &&
    JSON.stringify(a.detail) === JSON.stringify(b.detail)
  );
}

function sameLine(a: Line, b: Line): boolean {
  return a.kind === b.kind && a.text === b.text && a.nodes.join() === b.nodes.join();
}

/** A metric of both runs; null where one has not measured it, or does not know it. */
export interface MetricPair {
  readonly name: string;
  readonly a: MetricReport;
  readonly b: MetricReport;
}

export function metricsSideBySide(a: Recorded, b: Recorded): MetricPair[] {
  const names = new Set([...Object.keys(a.metrics), ...Object.keys(b.metrics)]);
  return [...names].map((name) => ({
    name,
    a: a.metrics[name] ?? null,
    b: b.metrics[name] ?? null,
  }));
}
