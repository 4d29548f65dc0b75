/** Events that should keep coming: after which silence something is wrong. */
import { log } from '../../../src/kernel/elementary.ts';
import type { SloRules } from '../rules.ts';

const hoursPerYear = 8_766;

/**
 * The silence after which an alert of so many false alarms a year fires, if events come at random: each gap exceeds it
 * with e^(-rate x silence). In hours; at least that of one event.
 */
export const silenceHours = (eventsPerHour: number, falseAlarmsPerYear: number): number =>
  log(Math.max(Math.E, (eventsPerHour * hoursPerYear) / falseAlarmsPerYear)) / eventsPerHour;

/** When an alert notices that events have stopped; undefined if it looks at failures only, of which there are none. */
export function noticedHours(
  lastEventHours: number,
  silence: number,
  rules: SloRules,
): number | undefined {
  // SRE, chapter 10: what never arrives has no status.
  return rules['alert-on-absence'] ? lastEventHours + silence : undefined;
}
