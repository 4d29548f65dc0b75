/** The ledger: every claim that a scenario bears on, with its verdict and what decides it. */
import type { Claim } from '../src/lab/claim.ts';
import { claimFigures } from './claim-figures.ts';
import { claimsOfWings } from './claims.ts';

export const ledger: readonly Claim[] = [...claimsOfWings.values()].flatMap((claims) =>
  Object.entries(claims).map(([id, words]) => ({ id, ...words, ...decidedBy(id) })),
);

function decidedBy(id: string) {
  const figure = claimFigures[id];
  if (figure === undefined) throw new Error(`${id} has no figure yet: run npm run ledger`);
  return figure;
}
