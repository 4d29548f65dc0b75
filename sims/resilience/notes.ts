/** What callers and their policies say in the trace, as data and in plain words. */
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

export type ResilienceNote = NoteOf<ResilienceNotes>;

/** Only the moves of breakers are told: the rest is a line or more for every request. */
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
