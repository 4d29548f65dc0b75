/** What decides the claims of a wing, and what the runs measured. */
import { claimsOfWings } from '../../scenarios/claims.ts';
import { catalogue } from '../../scenarios/index.ts';
import { type ClaimFigures, deciding, figureFrom, ledgerSeed } from '../../src/lab/claim.ts';
import { runOnce } from './memo-run.ts';

export async function figuresOfWing(wing: string): Promise<ClaimFigures> {
  const { scenarios: entries } = await catalogue.wing(wing);
  const scenarios = await Promise.all(entries.map(async ({ load }) => (await load()).default));
  const claims = claimsOfWings.get(wing) ?? {};
  const figures = Object.entries(claims).map(([id, words]) => {
    const scenario = deciding(id, words, scenarios);
    if (scenario === undefined) throw new Error(`no scenario of ${wing} bears on ${id}`);
    const result = runOnce(scenario, { seed: ledgerSeed });
    if (result.verdict !== 'pass') throw new Error(`${scenario.id} does not pass`);
    return [id, { scenario: scenario.id, figure: figureFrom(result, id) }] as const;
  });
  return Object.fromEntries(figures);
}
