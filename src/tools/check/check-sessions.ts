/** The judgement of a history by a consistency model that knows sessions: how it was understood, and the answer. */
import { type ConsistencyReport, checkConsistency } from '../../check/consistency/check.ts';
import type { GuaranteeId } from '../../check/consistency/guarantee.ts';
import type { SearchLimits } from '../../check/consistency/sequential.ts';
import {
  type ReadingOptions,
  type Sessions,
  sessionsOf,
} from '../../check/consistency/sessions.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { keyed } from './check-history.ts';
import type { History } from './read-history.ts';

/** What is not said is guessed from the history. */
export interface SessionsRequest extends SearchLimits {
  readonly guarantee: GuaranteeId;
  readonly initial: Value | undefined;
  readonly nilReads: ReadingOptions['nilReads'] | undefined;
  /** Every value is a pair [key value]. */
  readonly independent: boolean;
}

export interface JudgedSessions {
  readonly history: History;
  readonly sessions: Sessions;
  readonly options: ReadingOptions;
  readonly report: ConsistencyReport;
  /** What of this was guessed: a sentence each. */
  readonly guesses: readonly string[];
}

/**
 * A read of nil says that nothing was there, unless the request says otherwise: that a session's own write is
 * missing shows in no other way. Throws HistoryError.
 */
export function checkSessions(history: History, request: SessionsRequest): JudgedSessions {
  const options: ReadingOptions = {
    nilReads: request.nilReads ?? 'absent',
    initial: request.initial ?? history.initial,
  };
  const guesses: string[] = [];
  const operations = keyed([...history.operations], request.independent, guesses);
  const sessions = sessionsOf(operations, options);
  const report = checkConsistency(sessions, request.guarantee, request);
  return { history, sessions, options, report, guesses };
}
