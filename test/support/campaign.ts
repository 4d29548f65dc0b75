/**
 * How much a test tries. `npm test` tries as much as a defect that matters would not survive;
 * `npm run test:deep` runs the same body for more: its file imports the other.
 */

/** As the configuration of the deep tests says. */
export const isDeep = process.env['SEEDLAB_DEEP'] !== undefined;

export function countOf({ unit, deep }: { readonly unit: number; readonly deep: number }): number {
  return isDeep ? deep : unit;
}
