/**
 * How often a killer kills. With a rule off, a share p of a scenario's seeds breaks the property that
 * the rule protects. A rule that has silently stopped working breaks it as often, so n seeds with the
 * rule *on* miss that with probability (1 - p)^n, and the law of rules asks for the n that makes this
 * less than 5%.
 *
 * `npm run rates` measures p and keeps it in `test/scenarios/kill-rates/<wing>.json`; a deep test
 * measures it anew, from other seeds. The seeds run the killer's scenario and parameters, and the
 * scenario's own plan: a killer's plan is a script for one story, of which a seed changes little.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { propertyBroken } from '../../src/lab/broken.ts';
import type { Killer, Wing } from '../../src/lab/catalogue.ts';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

type KillingRun = Extract<Killer, { scenario: string }>;

export interface KillRate {
  /** How many of the seeds broke the property with the rule off. */
  readonly found: number;
  readonly tried: number;
}

/**
 * If 15 of the first 20 seeds kill, the rate is above 54% (Clopper and Pearson, one-sided 95%), and
 * the least number of seeds is enough. Otherwise the rate decides the number, and is measured over
 * 200.
 */
const firstTries = 20;
const plainlyOften = 15;
const tries = 200;

const missedShare = 0.05;
const seedsMin = 5;

/** The least n, at least 5, for which n seeds miss a defect of this rate with less than 5%. */
export function seedsToCatch({ found, tried }: KillRate = { found: 0, tried: 0 }): number {
  if (found === 0) throw new RangeError('no seed kills: `npm run rates`, or another killer');
  // At a rate of 1 this is 0: one seed is enough.
  const bound = Math.log(missedShare) / Math.log1p(-found / tried);
  return Math.max(seedsMin, Math.floor(bound) + 1);
}

/** The killers of a wing that are runs, by rule. */
export function killingRuns({ sim, killers }: Wing): [rule: string, KillingRun][] {
  return sim.rules.ids.flatMap((rule) => {
    const killer = killers[rule];
    return killer === undefined || 'tried' in killer
      ? []
      : [[rule, killer] as [string, KillingRun]];
  });
}

/** Runs 20 seeds with the rule off, and 180 more unless at least 15 of them kill. */
export function measureKillRate(
  scenario: AnyScenario,
  rule: string,
  { params = {} }: KillingRun,
  seedPrefix: string,
): KillRate {
  const { protects } = scenario.sim.rules.get(rule);
  let found = 0;
  for (let tried = 0; tried < tries; tried++) {
    if (tried === firstTries && found >= plainlyOften) return { found, tried };
    const options = { seed: `${seedPrefix} ${tried}`, params, without: [rule] };
    const result = run(scenario, options, { stopAtViolation: protects });
    if (propertyBroken(result, protects) !== undefined) found += 1;
  }
  return { found, tried: tries };
}

/** The rates of a wing that were measured and checked in, by rule. */
export function killRates(wing: string): ReadonlyMap<string, KillRate> {
  return new Map(Object.entries(JSON.parse(readFileSync(ratesFile(wing), 'utf8'))));
}

export function ratesFile(wing: string): string {
  return fileURLToPath(new URL(`../scenarios/kill-rates/${wing}.json`, import.meta.url));
}
