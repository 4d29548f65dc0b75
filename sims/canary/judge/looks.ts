/** One of several planned looks at the same growing data: each may spend a part of alpha. */
import { must } from '../../../src/kernel/must.ts';
import { normalTwoSided } from '../../../src/statistics/distributions.ts';
import { obrienFlemingSpending, spendingBounds } from '../../../src/statistics/group-sequential.ts';

/** The third of five: { look: 3, looks: 5 }. Each adds as much data as the one before. */
export interface Look {
  readonly look: number;
  readonly looks: number;
}

/**
 * The p-value below which this look stops the release: all looks together stop a share alpha of the
 * good ones.
 */
export function alphaAtLook(look: Look | undefined, alpha: number): number {
  if (look === undefined || look.looks === 1) return alpha;
  const information = Array.from({ length: look.look }, (_, place) => (place + 1) / look.looks);
  return normalTwoSided(
    must(
      spendingBounds(information, obrienFlemingSpending, alpha).at(-1),
      'bound of the last look',
    ),
  );
}
