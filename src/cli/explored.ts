/** A search that is over, with its stories played in the timed world. */
import type { ScenarioModel } from '../explore/of-scenario.ts';
import { type Traps, trapsOf } from '../explore/reachability.ts';
import { type Replay, replay, replayToEnd } from '../explore/replay.ts';
import type { SearchReport } from '../explore/search.ts';
import type { StagedSearch } from '../explore/stages.ts';

export interface Explored {
  readonly model: ScenarioModel;
  readonly search: StagedSearch;
  readonly report: SearchReport;
  readonly replays: ReadonlyMap<string, Replay>;
  /** A goal that is to be reachable from every state, if that was asked and the search is complete. */
  readonly reachability: Reachability | undefined;
}

export interface Reachability {
  readonly goal: string;
  readonly traps: (Traps & { readonly replayed: Replay }) | undefined;
}

export function exploredBy(
  model: ScenarioModel,
  search: StagedSearch,
  reachable?: string,
): Explored {
  const replays = new Map(
    search.breaches.map((breach) => [breach.property, replay(model, breach)]),
  );
  const report = search.report();
  const isAsked = reachable !== undefined && report.ended === 'complete';
  const reachability = isAsked ? reachabilityOf(model, search, reachable) : undefined;
  return { model, search, report, replays, reachability };
}

function reachabilityOf(model: ScenarioModel, search: StagedSearch, goal: string): Reachability {
  const found = trapsOf(search.search, goal);
  if (found === undefined) return { goal, traps: undefined };
  const story = [...search.before, ...found.story];
  const message = `from here ${goal} is never reached`;
  return { goal, traps: { ...found, story, replayed: replayToEnd(model, story, message) } };
}

/** Whether nothing was left to search within the bounds. */
export function isDone({ report, search }: Explored): boolean {
  return report.ended === 'complete' && search.awaited === undefined;
}
