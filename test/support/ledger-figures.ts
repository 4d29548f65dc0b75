/** What decides the claims of a wing, and what the runs measured. */
import { claimsOfWings } from '../../scenarios/claims.ts';
import { catalogue } from '../../scenarios/index.ts';
import { type ClaimFigures, deciding, figureFrom, ledgerSeed } from '../../src/lab/claim.ts';
import type { RunResult } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { runOnce } from './memo-run.ts';

const runForLedger = (scenario: AnyScenario) => runOnce(scenario, { seed: ledgerSeed });

/** `runOf` gives the result with `ledgerSeed` and the defaults. */
export async function figuresOfWing(
  wing: string,
  runOf: (scenario: AnyScenario) => RunResult = runForLedger,
): Promise<ClaimFigures> {
  const { scenarios: entries } = await catalogue.wing(wing);
  const scenarios = await Promise.all(entries.map(async ({ load }) => (await load()).default));
  const claims = claimsOfWings.get(wing) ?? {};
  const figures = Object.entries(claims).map(([id, words]) => {
    const scenario = deciding(id, words, scenarios);
    if (scenario === undefined) throw new Error(`no scenario of ${wing} bears on ${id}`);
    const result = runOf(scenario);
    if (result.verdict !== 'pass') throw new Error(`${scenario.id} does not pass`);
    return [id, { scenario: scenario.id, figure: figureFrom(result, id) }] as const;
  });
  return Object.fromEntries(figures);
}
