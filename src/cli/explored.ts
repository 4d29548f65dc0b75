/** A search that is over, with its stories played in the timed world. */
import { exploredSeed, type ScenarioModel } from '../explore/of-scenario.ts';
import { type Replay, replay } from '../explore/replay.ts';
import type { SearchReport } from '../explore/search.ts';
import type { StagedSearch } from '../explore/stages.ts';
import { parseParams } from '../lab/params.ts';
import { encodeToken, type RunIdentity } from '../lab/token.ts';

export interface Explored {
  readonly model: ScenarioModel;
  readonly search: StagedSearch;
  readonly report: SearchReport;
  readonly replays: ReadonlyMap<string, Replay>;
}

export function exploredBy(model: ScenarioModel, search: StagedSearch): Explored {
  const replays = new Map(
    search.breaches.map((breach) => [breach.property, replay(model, breach)]),
  );
  return { model, search, report: search.report(), replays };
}

/** Whether nothing was left to search within the bounds. */
export function isDone({ report, search }: Explored): boolean {
  return report.ended === 'complete' && search.awaited === undefined;
}

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
