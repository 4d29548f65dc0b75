/** What the scenarios of transactions share, whichever part of the wing they run. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';

export interface TransactionsSubject {
  /** How each law was first broken. */
  readonly breaches: { of(law: string): string | undefined };
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
}

/** A machine by what it knows, one column per item. */
export const stateRow = ({ self, state }: Node): ViewRow => ({
  name: self,
  cells: Object.entries((state ?? {}) as object).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]),
});
