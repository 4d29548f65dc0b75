/** The judgement of a history: which objects and which model it is of, and whether it is linearizable. */
import {
  type CheckOptions,
  type CheckReport,
  checkLinearizability,
  defaultCheckOptions,
  type LinearizabilityVerdict,
} from '../../check/linearizability/check.ts';
import type { Operation } from '../../check/linearizability/history.ts';
import { hasKeysInValues, withKeysFromValues } from '../../check/linearizability/keyed.ts';
import type { AnyModel, ModelOptions } from '../../check/linearizability/model.ts';
import { models, modelsThatFit } from '../../check/linearizability/models.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { InputError } from '../../lab/input-error.ts';
import type { History } from './read-history.ts';

/**
 * What `fail` says of a cas. `no-effect`, as in Jepsen: it did not happen, whatever the reason.
 * `definite`, as in Porcupine's model of etcd: it found another value than the one it expected.
 */
export type FailedMeaning = 'no-effect' | 'definite';

/** What is not said is guessed from the history. */
export interface CheckRequest {
  readonly model?: AnyModel | undefined;
  readonly initial?: Value | undefined;
  readonly nilReads?: ModelOptions['nilReads'] | undefined;
  readonly failed?: FailedMeaning | undefined;
  /** Every value is a pair [key value]. */
  readonly independent: boolean;
  readonly triesMax: number;
  /** How much memory the search may take; what the checker's default is, if it is not said. */
  readonly bytesMax?: number;
  /** Called between the turns of the search: what it throws ends it. */
  readonly onWay?: (() => void) | undefined;
}

/** A history, how it was understood, and what came of it. */
export interface Judgement {
  readonly history: History;
  readonly operations: readonly Operation[];
  readonly model: AnyModel;
  readonly failed: FailedMeaning;
  readonly options: CheckOptions;
  readonly report: CheckReport;
  /** What of this was guessed: a sentence each. */
  readonly guesses: readonly string[];
  /**
   * What the verdict would be if nil said that nothing was there, and if a failed cas said that the
   * value differed; undefined if it was read so, or if that makes no difference.
   */
  readonly verdictWithNilAbsent: LinearizabilityVerdict | undefined;
  readonly verdictWithFailedDefinite: LinearizabilityVerdict | undefined;
}

/** Throws HistoryError, or InputError if the history does not tell its model. */
export function checkHistory(history: History, request: CheckRequest): Judgement {
  // A transaction that came back saw what there was; so did an operation in Porcupine's models.
  const isDefinite = history.format === 'porcupine' || history.transactions > 0;
  const options: CheckOptions = {
    ...defaultCheckOptions,
    nilReads: request.nilReads ?? (isDefinite ? 'absent' : 'unknown'),
    triesMax: request.triesMax,
    ...(request.bytesMax === undefined ? {} : { bytesMax: request.bytesMax }),
    onWay: request.onWay,
    initial: request.initial ?? history.initial,
  };
  const failed = request.failed ?? (history.format === 'porcupine' ? 'definite' : 'no-effect');
  const guesses: string[] = [];
  const all = keyed([...history.operations, ...history.refused], request.independent, guesses);
  const definite = all.sort((a, b) => a.calledAt - b.calledAt);
  const lenient = definite.filter(({ refused }) => !refused);
  const operations = failed === 'definite' ? definite : lenient;
  const model = request.model ?? modelFor(definite, guesses);
  const check = (of: readonly Operation[], changed: Partial<CheckOptions> = {}) =>
    checkLinearizability(of, model, { ...options, ...changed });
  const report = check(operations);
  const isLinearizable = report.verdict === 'linearizable';
  return {
    ...{ history, operations, model, failed, options, report, guesses },
    verdictWithNilAbsent:
      isLinearizable && report.nilReads > 0
        ? check(operations, { nilReads: 'absent' }).verdict
        : undefined,
    verdictWithFailedDefinite:
      isLinearizable && operations !== definite && definite.length > lenient.length
        ? check(definite).verdict
        : undefined,
  };
}

export function keyed(
  operations: Operation[],
  independent: boolean,
  guesses: string[],
): Operation[] {
  if (!independent && !hasKeysInValues(operations)) return operations;
  if (!independent) {
    guesses.push('every value is a pair: taken for [key value], as of jepsen.independent');
  }
  return withKeysFromValues(operations);
}

function modelFor(operations: readonly Operation[], guesses: string[]): AnyModel {
  const functions = [...new Set(operations.map(({ f }) => f))].join(', ');
  const fitting = modelsThatFit(operations);
  const [model] = fitting;
  if (model !== undefined && (fitting.length === 1 || operations.length === 0)) {
    if (operations.length > 0) {
      guesses.push(`no --model given: ${model.id} fits its operations (${functions})`);
    }
    return model;
  }
  const which = fitting.length > 1 ? 'several models have' : 'no model has';
  const ids = models.map(({ id }) => id).join(', ');
  throw new InputError(
    `Which model? Say --model name: ${which} all of its operations (${functions}). There are: ${ids}.`,
  );
}
