/** Purchases as users see them, and as an indicator counts them. */
import type { SloRules } from '../rules.ts';

/** What became of a request. */
export type Outcome = 'good' | 'failed-in-body' | 'server-down';

/** Whether users saw it fail. */
export const isFailure = (outcome: Outcome): boolean => outcome !== 'good';

/** What a server wrote into its log; undefined if it wrote nothing. */
export const loggedStatus = (outcome: Outcome): number | undefined =>
  outcome === 'server-down' ? undefined : 200;

/** Whether the indicator counts it, and as failed. */
export function countedAs(outcome: Outcome, rules: SloRules): 'good' | 'failed' | 'not at all' {
  if (outcome === 'server-down') {
    // Workbook, chapter 2: the balancer sees what a dead server cannot log.
    return rules['count-at-the-edge'] ? 'failed' : 'not at all';
  }
  if (outcome === 'failed-in-body') {
    // SRE, chapter 6: errors may be implicit, a 200 with the wrong content.
    return rules['count-outcomes-not-statuses'] ? 'failed' : 'good';
  }
  return 'good';
}
