/**
 * Load shedding by criticality: under overload a service refuses the least critical requests first.
 *
 * Each class may fill the service up to a limit of its own, higher for more critical classes (Site
 * Reliability Engineering, ch. 21 §Criticality and §Utilization Signals). The number of requests that
 * are present stands for the utilization.
 */
import type { Request } from '../call.ts';
import type { ResilienceRules } from '../rules.ts';
import { criticalityByDefault, limitOf } from './criticality.ts';

/** `room`: how many requests may be present at all, waiting or in progress. */
export function mayEnter(
  rules: ResilienceRules,
  { criticality = criticalityByDefault }: Request,
  present: number,
  room: number,
): boolean {
  const limit = rules['shed-least-critical-first'] ? limitOf(criticality, room) : room;
  return present < limit;
}

/** The request that a tier sends to the next on behalf of one that it works on. */
export function onBehalfOf(rules: ResilienceRules, request: Request): Request {
  return rules['propagate-criticality']
    ? request
    : { ...request, criticality: criticalityByDefault };
}
