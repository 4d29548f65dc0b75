/** What callers and their policies say in the trace, as data and in plain words. */
import type { BreakerState } from './breaker-chart.ts';
import type { FailureKind } from './failure.ts';
import type { ResilienceRule } from './rules.ts';

interface ResilienceNotes {
  'breaker-moved': {
    breaker: string;
    from: BreakerState;
    to: BreakerState;
    calls: number;
    failures: number;
    slow: number;
  };
  /** A policy of the caller's own did not let a call through. */
  rejects: { request: number; by: string };
  /** `attempt` is the next one, `failure` what became of the last. */
  retries: { request: number; attempt: number; waitMs: number; failure: FailureKind };
  /** No further try: because of a rule, or because the tries are used up or would be of no use. */
  'gives-up': {
    request: number;
    attempts: number;
    failure: FailureKind;
    because: 'maxAttempts' | 'not retryable' | 'rule';
    rule: ResilienceRule | undefined;
  };
  /** The answer is late: the request is sent once more. */
  hedges: { request: number; attempt: number };
  'times-out': { request: number; timeoutMs: number };
  /** The call that another caller has under way will do for this one. */
  coalesces: { request: number; key: string };
  'falls-back': { request: number; failure: FailureKind };
}

export type ResilienceNote = {
  [Kind in keyof ResilienceNotes]: { readonly kind: Kind } & Readonly<ResilienceNotes[Kind]>;
}[keyof ResilienceNotes];

/** Only the moves of breakers are told: the rest is routine, a line or more for every request. */
export function resilienceNoteInWords(note: ResilienceNote): string | undefined {
  return note.kind === 'breaker-moved' ? movedInWords(note) : undefined;
}

function movedInWords(note: ResilienceNote & { kind: 'breaker-moved' }): string {
  const { breaker, from, to, calls, failures, slow } = note;
  const slowOnes = slow === 0 ? '' : `, ${slow} slow`;
  const counted = `${failures} of ${calls} calls failed${slowOnes}`;
  switch (to) {
    case 'open':
      return `${breaker} opens${from === 'closed' ? '' : ' again'}: ${counted}`;
    case 'halfOpen':
      return `${breaker} is half-open: lets probes through`;
    case 'closed':
      return `${breaker} closes: ${counted}`;
  }
}
