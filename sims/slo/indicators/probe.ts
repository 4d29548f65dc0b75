/** A synthetic check that goes through a journey now and then. */
import { chance, type RandomStream } from '../../../src/kernel/random.ts';
import type { SloRules } from '../rules.ts';

export interface ProbedFailure {
  readonly everyMs: number;
  /** How often the broken step fails. */
  readonly failedShare: number;
  readonly givenUpMs: number;
}

/** How long a failure goes unnoticed that begins at any time between two probes; undefined if until the end. */
export function unnoticedMs(
  { everyMs, failedShare, givenUpMs }: ProbedFailure,
  stream: RandomStream,
  rules: SloRules,
): number | undefined {
  const toFirstMs = everyMs * stream();
  for (let afterMs = toFirstMs; afterMs <= givenUpMs; afterMs += everyMs) {
    // SRE, chapter 6: a probe sees what it passes through; a health check does not come to the broken step.
    const sees = rules['probe-the-whole-journey'] && chance(stream, failedShare);
    if (sees) return afterMs;
  }
  return undefined;
}
