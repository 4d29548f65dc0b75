/** A cycle as a short story: T1 did this, T2 did that after it, … and T1 comes after itself. */
import { must } from '../../kernel/must.ts';
import { inWords, type Value } from '../linearizability/value.ts';
import type { Anomaly } from './anomaly.ts';
import type { Cycle } from './cycles.ts';
import type { Dependency } from './dependency.ts';
import type { Transaction } from './transaction.ts';

export function storyOf({ kind, edges }: Cycle, transactions: readonly Transaction[]): Anomaly {
  const cycle = fromAnAntiDependency(edges);
  const ids = cycle.map(({ from }) => from);
  const nameOf = (id: number) => `T${ids.indexOf(id) + 1}`;
  return {
    kind,
    cycle,
    transactions: ids.map((id) => must(transactions[id], 'transaction of that number')),
    story: cycle.map((edge) => sentenceOf(edge, nameOf(edge.from), nameOf(edge.to))),
  };
}

/** The story of a skew begins with the read that missed something. */
function fromAnAntiDependency(edges: readonly Dependency[]): readonly Dependency[] {
  const first = Math.max(
    0,
    edges.findIndex(({ kind }) => kind === 'rw'),
  );
  return [...edges.slice(first), ...edges.slice(0, first)];
}

function sentenceOf(edge: Dependency, from: string, to: string): string {
  const key = inWords(edge.key ?? null);
  const version = (value: Value | undefined) =>
    value === undefined ? 'the initial version' : `version ${inWords(value)}`;
  const order = `${from} before ${to}`;
  switch (edge.kind) {
    case 'ww':
      return `${order}: ${from} wrote ${version(edge.value)} of ${key}, and ${to} wrote ${version(edge.next)} after it (ww)`;
    case 'wr':
      return `${order}: ${from} wrote ${version(edge.value)} of ${key}, and ${to} read it (wr)`;
    case 'rw':
      return `${order}: ${from} read ${version(edge.value)} of ${key}, and ${to} wrote ${version(edge.next)} after it (rw)`;
    case 'realtime':
      return `${order}: ${from} had returned when ${to} was invoked (real time)`;
  }
}
