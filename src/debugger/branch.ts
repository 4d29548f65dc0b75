/**
 * Branches: futures that were left when something was done by hand before their end. Each is a
 * session, so nothing of it has to be kept but what is done by hand in it.
 */
import { brokenIn } from '../lab/broken.ts';
import { type RunResult, run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Session } from '../lab/session.ts';
import type { TraceEvent } from '../trace/event.ts';

export interface Branch {
  readonly session: Session;
  /** When it was left. */
  readonly leftAtMs: number;
}

/** The number of the future in which nothing is done by hand. */
export const ownCourse = 0;

/**
 * Keeps a future, and gives its number: that of the one like it if there is one, `ownCourse` if
 * nothing is done by hand in it.
 */
export function keepFuture(branches: Branch[], session: Session, leftAtMs: number): number {
  if (session.interventions.length === 0) return ownCourse;
  const done = JSON.stringify(session.interventions);
  const same = branches.findIndex(
    (branch) => JSON.stringify(branch.session.interventions) === done,
  );
  if (same !== -1) return same + 1;
  branches.push({ session, leftAtMs });
  return branches.length;
}

/** A future, carried out to its end. */
export interface Outcome {
  readonly events: readonly TraceEvent[];
  readonly metrics: RunResult['metrics'];
  readonly verdict: RunResult['verdict'];
  /** The ids of the properties that it breaks. */
  readonly broken: readonly string[];
}

/** O(events). */
export function outcomeOf(scenario: AnyScenario, session: Session): Outcome {
  const { at, untilMs, ...options } = session;
  const events: TraceEvent[] = [];
  const result = run(scenario, options, {
    listen: (trace) => trace.onEvery((event) => events.push(event)),
  });
  return { events, metrics: result.metrics, verdict: result.verdict, broken: brokenIn(result) };
}
