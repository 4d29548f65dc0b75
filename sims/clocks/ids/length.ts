/** How long the text of an id is, and since when. */
import { bitsOf, bitsOfField, type IdLayout } from './layout.ts';

/**
 * The first moment at which every new id of the layout needs more than that many digits of the
 * base, in ms since 1970.
 */
export function outgrowsAtMs(layout: IdLayout, base: number, digits: number): number {
  const below = BigInt(bitsOf(layout) - bitsOfField(layout, 'time'));
  const largest = BigInt(base) ** BigInt(digits);
  return Number((largest - 1n) >> below) * layout.unitMs + layout.unitMs + layout.epochMs;
}

/** Whether a double holds an id exactly, as JSON readers use for every number. */
export const survivesJson = (id: bigint): boolean => BigInt(Number(id)) === id;
