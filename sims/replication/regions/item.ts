/** An item of a multi-region table: last writer wins, for the whole item or for each attribute. */
import { compareTimes, type HybridStamp } from '../../crdt/clocks/hybrid-logical-clock.ts';
import type { RegionRules } from './rules.ts';

/** What the last write of an attribute left. */
export interface Cell {
  /** Name of the write, unique in the table. */
  readonly write: string;
  readonly stamp: HybridStamp;
}

export interface Item {
  /** Of the last write of any attribute. */
  readonly stamp: HybridStamp;
  readonly cells: Readonly<Record<string, Cell>>;
}

export type Unit = 'item' | 'attribute';

export function isLater(rules: RegionRules, one: HybridStamp, other: HybridStamp): boolean {
  if (!rules['later-stamp-wins']) return true;
  const order = compareTimes(one, other);
  if (order !== 0) return order > 0;
  return rules['region-breaks-ties'] && one.replica > other.replica;
}

/** What a region holds after a write of another has arrived. */
export function merged(rules: RegionRules, unit: Unit, held: Item | undefined, came: Item): Item {
  if (held === undefined) return came;
  const isLast = isLater(rules, came.stamp, held.stamp);
  if (unit === 'item' && rules['item-is-replaced-whole']) return isLast ? came : held;
  const cells = { ...held.cells };
  for (const [attribute, cell] of Object.entries(came.cells)) {
    const own = cells[attribute];
    if (own === undefined || isLater(rules, cell.stamp, own.stamp)) cells[attribute] = cell;
  }
  return { stamp: isLast ? came.stamp : held.stamp, cells };
}
