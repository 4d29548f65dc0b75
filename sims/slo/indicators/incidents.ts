/** Incidents: what is out of order inside, and whether users suffer from it. */
import type { SloRules } from '../rules.ts';

export interface Incident {
  /** Whether an alert on a cause sees it: a busy processor, a restarted pod, a full disk. */
  readonly hasKnownCause: boolean;
  readonly hurtsUsers: boolean;
}

/** Whether somebody is paged. */
export function pages({ hasKnownCause, hurtsUsers }: Incident, rules: SloRules): boolean {
  // SRE, chapter 6: what users see is paged on, and causes help to find out why.
  return rules['page-on-symptoms'] ? hurtsUsers : hasKnownCause;
}
