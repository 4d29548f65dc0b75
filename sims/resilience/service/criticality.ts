/** How critical a request is, by the mark of its caller, and how far each class may fill a service. */

/**
 * The classes of Google’s RPC system, the most critical first (Site Reliability Engineering, ch. 21
 * §Criticality).
 */
export const criticalities = ['CRITICAL_PLUS', 'CRITICAL', 'SHEDDABLE_PLUS', 'SHEDDABLE'] as const;

export type Criticality = (typeof criticalities)[number];

/** “The default value for requests sent from production jobs” (§Criticality). */
export const criticalityByDefault: Criticality = 'CRITICAL';

/** How many requests may be present after one of this class is let in: an equal step for each class. */
export function limitOf(criticality: Criticality, room: number): number {
  const lower = criticalities.length - criticalities.indexOf(criticality);
  return Math.ceil((room * lower) / criticalities.length);
}
