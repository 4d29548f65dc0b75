/** A story of an exploration as a token, which the debugger and the page open. */
import { parseParams } from '../lab/params.ts';
import { encodeToken, type RunIdentity } from '../lab/token.ts';
import { exploredSeed, type ScenarioModel } from './of-scenario.ts';
import type { Replay } from './replay.ts';

/** The token of a story's session. */
export function tokenOf(
  { scenario, params, without }: ScenarioModel,
  replayed: Replay,
): string | undefined {
  if ('untimed' in replayed) return undefined;
  const { interventions, digest } = replayed;
  const whole = parseParams(scenario.params, params) as Record<string, unknown>;
  const defaults = parseParams(scenario.params, {}) as Record<string, unknown>;
  const changed = Object.entries(whole).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  const identity: RunIdentity = {
    scenario: scenario.id,
    seed: exploredSeed,
    params: Object.fromEntries(changed),
    without: [...without],
    plan: [],
    interventions,
    digest,
  };
  return encodeToken(identity);
}
