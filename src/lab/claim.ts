/**
 * Claims: what people say of distributed systems, each with what a run makes of it. Together they are
 * the ledger.
 */
import { inDigits } from '../words/numbers.ts';
import type { RunResult } from './run.ts';
import type { AnyScenario } from './scenario.ts';

/** `depends` says under `instead` on what. */
export type ClaimVerdict = 'confirmed' | 'refuted' | 'depends';

export interface ClaimWords {
  /** The claim, in a sentence. */
  readonly says: string;
  readonly verdict: ClaimVerdict;
  /** What is true instead, or on what it depends; of every claim that is not confirmed. */
  readonly instead?: string;
  /** The scenario that decides it, if that is not the first that names it. */
  readonly shownBy?: string;
}

/** The claims of a wing, by id. */
export type Claims = Readonly<Record<string, ClaimWords>>;

/** What decides a claim: a scenario, and what its run with `ledgerSeed` measured. */
export interface ClaimFigure {
  readonly scenario: string;
  readonly figure: string;
}

export type ClaimFigures = Readonly<Record<string, ClaimFigure>>;

/** A row of the ledger. */
export interface Claim extends ClaimWords, ClaimFigure {
  readonly id: string;
}

/** The seed of the runs that the ledger's figures come from. */
export const ledgerSeed = '1';

/**
 * The scenario that decides a claim: the one that is given, or else the first with an expectation that
 * names the claim, or else the first that names it.
 */
export function deciding(
  id: string,
  { shownBy }: ClaimWords,
  scenarios: readonly AnyScenario[],
): AnyScenario | undefined {
  const naming = scenarios.filter(({ claims }) => claims.includes(id));
  if (shownBy !== undefined) return naming.find((scenario) => scenario.id === shownBy);
  return naming.find((scenario) => hasExpectationOf(id, scenario)) ?? naming[0];
}

function hasExpectationOf(id: string, { expect, params }: AnyScenario): boolean {
  return expect(params.parse({})).some(({ claim }: { claim?: string }) => claim === id);
}

/** What a run measured that decides the claim; its story if no expectation names the claim. */
export function figureFrom(result: RunResult, id: string): string {
  const decisive = result.expectations.filter(({ claim }) => claim === id);
  if (decisive.length === 0) return result.story;
  return decisive.map(measuredInWords).join('; ');
}

/** An expectation with what was measured. */
export function measuredInWords({
  text,
  measured,
}: Pick<RunResult['expectations'][number], 'text' | 'measured'>): string {
  return `${text}: ${measured === null ? '—' : inDigits(measured)}`;
}
