/** What callers and their policies record in the trace, as data and in plain words. */
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import type { BreakerState } from './breaker/breaker-chart.ts';
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
  /** A policy of the caller did not let a call through. */
  rejects: { request: number; by: string };
  /** `attempt` is the next one, `failure` the outcome of the last. */
  retries: { request: number; attempt: number; waitMs: number; failure: FailureKind };
  /**
   * No further attempt: because of a rule, or because the attempts are used up or would be useless.
   */
  'gives-up': {
    request: number;
    attempts: number;
    failure: FailureKind;
    because: 'maxAttempts' | 'not retryable' | 'rule';
    rule: ResilienceRule | undefined;
  };
  /** The answer is late: the request is sent again. */
  hedges: { request: number; attempt: number };
  'times-out': { request: number; timeoutMs: number };
  /** Another caller's call in progress will serve this one as well. */
  coalesces: { request: number; key: string };
  'falls-back': { request: number; failure: FailureKind };
}

export type ResilienceNote = NoteOf<ResilienceNotes>;

/**
 * Only the transitions of breakers are told: the rest would be at least a line for every request.
 */
export const resilienceNotes = new NoteBook<ResilienceNotes>({
  'breaker-moved': (note) => movedInWords(note),
  rejects: routine,
  retries: routine,
  'gives-up': routine,
  hedges: routine,
  'times-out': routine,
  coalesces: routine,
  'falls-back': routine,
});

function movedInWords(note: ResilienceNotes['breaker-moved']): string {
  const { breaker, from, to, calls, failures, slow } = note;
  const slowOnes = slow === 0 ? '' : `, ${slow} slow`;
  const counts = `${failures} of ${calls} calls failed${slowOnes}`;
  switch (to) {
    case 'open':
      return `${breaker} opens${from === 'closed' ? '' : ' again'}: ${counts}`;
    case 'halfOpen':
      return `${breaker} is half-open: lets probes through`;
    case 'closed':
      return `${breaker} closes: ${counts}`;
  }
}
