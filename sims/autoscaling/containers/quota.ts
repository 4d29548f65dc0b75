/** Processors of containers: shares while there is contention, a quota always (CFS bandwidth control). */
import type { AutoscalingRules } from '../rules.ts';

/** How often a quota is filled up. */
export const periodMs = 100;

export interface Quota {
  /** Processors, such as 2 or 0.4. */
  readonly cpus: number;
  readonly threads: number;
}

/** How many threads a program starts: as many as its quota has processors, or as the machine has. */
export function threadsFor(cpus: number, machineCpus: number, rules: AutoscalingRules): number {
  // Turner et al. 2010, §3: a group's threads run at once until its quota is used up.
  return rules['threads-follow-quota'] ? Math.max(1, Math.round(cpus)) : machineCpus;
}

/** Of each period busy threads run so long, and then all of them stand still. */
export const runsMs = ({ cpus, threads }: Quota): number =>
  Math.min(periodMs, (periodMs * cpus) / threads);

/** How long so much work of one thread takes, from the start of a period. */
export function finishedMs(workMs: number, { cpus, threads }: Quota): number {
  const each = runsMs({ cpus, threads });
  const periods = Math.max(0, Math.ceil(workMs / each - 1e-9) - 1);
  return periods * periodMs + (workMs - periods * each);
}

export interface Wanting {
  /** Requested processors: the weight. */
  readonly request: number;
  readonly wants: number;
  /** At most; undefined without a limit. */
  readonly limit?: number;
}

/** What each gets of so many processors: by weight, and what one does not want the others share. O(n²). */
export function shares(cpus: number, list: readonly Wanting[]): number[] {
  const most = list.map(({ wants, limit = Infinity }) => Math.min(wants, limit));
  const got = list.map(() => 0);
  let left = cpus;
  let open = list.map((_, place) => place);
  while (open.length > 0 && left > 1e-12) {
    const weights = open.reduce((sum, place) => sum + (list[place]?.request ?? 0), 0);
    const fair = (place: number) => (left * (list[place]?.request ?? 0)) / weights;
    const full = open.filter((place) => (most[place] ?? 0) <= fair(place) + 1e-12);
    if (full.length === 0) {
      for (const place of open) got[place] = fair(place);
      break;
    }
    for (const place of full) got[place] = most[place] ?? 0;
    left -= full.reduce((sum, place) => sum + (most[place] ?? 0), 0);
    open = open.filter((place) => !full.includes(place));
  }
  return got;
}
