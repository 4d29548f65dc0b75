/** `lab check <history>`: is a history of your own linearizable? */

import {
  type CheckOptions,
  checkLinearizability,
  defaultCheckOptions,
  type LinearizabilityVerdict,
} from '../../check/linearizability/check.ts';
import { valueFromEdn } from '../../check/linearizability/edn.ts';
import { topForms } from '../../check/linearizability/forms.ts';
import { HistoryError, type Operation, operationsOf } from '../../check/linearizability/history.ts';
import { hasKeysInValues, withKeysFromValues } from '../../check/linearizability/keyed.ts';
import type { AnyModel } from '../../check/linearizability/model.ts';
import { models, modelsThatFit } from '../../check/linearizability/models.ts';
import { readHistory } from '../../check/linearizability/read-history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type Checked, checkAsJson, checkAsText } from '../render/check-text.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('check <history>')
    .description('is a history of your own linearizable? EDN, JSON or a Jepsen log; - is stdin')
    .option('--model <name>', 'what its operations act on: register, cas-register, key-value, …')
    .option('--initial <value>', 'what it holds before the history begins, in EDN')
    .option('--nil-reads <meaning>', 'a read of nil says: unknown, or absent', 'unknown')
    .option('--independent', 'every value is a pair [key value]', false)
    .option('--budget <tries>', 'how long to search before it is unknown', '20000000')
    .option('--json', 'print the result as JSON', false)
    .action(async (history, flags) => done(await checkCommand(history, flags, io)));
}

export interface CheckFlags {
  readonly model?: string;
  readonly initial?: string;
  readonly nilReads: string;
  readonly independent: boolean;
  readonly budget: string;
  readonly json: boolean;
}

const statusOf: Readonly<Record<LinearizabilityVerdict, ExitStatus>> = {
  linearizable: exitStatus.pass,
  'not-linearizable': exitStatus.fail,
  unknown: exitStatus.inconclusive,
};

async function checkCommand(
  source: string,
  flags: CheckFlags,
  { files, paint, print, printJson, say }: CommandIo,
): Promise<ExitStatus> {
  const options = optionsFrom(flags);
  const named = flags.model === undefined ? undefined : modelNamed(flags.model);
  const content = await files.readText(source);
  const checked = asInput(source, () => checkText({ source, content, named, options, flags, say }));
  if (flags.json) printJson(checkAsJson(checked));
  else print(checkAsText(checked, paint));
  return statusOf[checked.report.verdict];
}

interface Question {
  readonly source: string;
  readonly content: string;
  readonly named: AnyModel | undefined;
  readonly options: CheckOptions;
  readonly flags: CheckFlags;
  readonly say: CommandIo['say'];
}

function checkText({ source, content, named, options, flags, say }: Question): Checked {
  const text = readHistory(content);
  const counts = operationsOf(text.events);
  if (counts.operations.length + counts.failed === 0) {
    throw new HistoryError(undefined, 'no client does anything in it');
  }
  if (text.otherLines > 0) say(`${text.otherLines} lines of the log are not operations: skipped`);
  const operations = keyed(counts.operations, flags.independent, say);
  const model = named ?? modelFor(operations, say);
  const report = checkLinearizability(operations, model, options);
  const asksTwice = report.nilReads > 0 && report.verdict === 'linearizable';
  const verdictWithNilAbsent = asksTwice
    ? checkLinearizability(operations, model, { ...options, nilReads: 'absent' }).verdict
    : undefined;
  return { source, text, counts, operations, model, options, report, verdictWithNilAbsent };
}

function keyed(
  operations: readonly Operation[],
  independent: boolean,
  say: CommandIo['say'],
): readonly Operation[] {
  if (!independent && !hasKeysInValues(operations)) return operations;
  if (!independent) say('every value is a pair: taken for [key value], as of jepsen.independent');
  return withKeysFromValues(operations);
}

function modelFor(operations: readonly Operation[], say: CommandIo['say']): AnyModel {
  const functions = [...new Set(operations.map(({ f }) => f))].join(', ');
  const fitting = modelsThatFit(operations);
  const [model] = fitting;
  if (model !== undefined && fitting.length === 1) {
    say(`no --model given: ${model.id} fits its operations (${functions})`);
    return model;
  }
  const which = fitting.length > 1 ? 'several models have' : 'no model has';
  throw new InputError(
    `Which model? Say --model name: ${which} all of its operations (${functions}). There are: ${modelIds()}.`,
  );
}

function modelNamed(name: string): AnyModel {
  const model = models.find(({ id }) => id === name);
  if (model !== undefined) return model;
  const ids = models.map(({ id }) => id);
  throw unknownChoice('model', name, ids, `There are: ${modelIds()}.`);
}

function modelIds(): string {
  return models.map(({ id }) => id).join(', ');
}

function optionsFrom({ nilReads, budget, initial }: CheckFlags): CheckOptions {
  if (nilReads !== 'unknown' && nilReads !== 'absent') {
    throw unknownChoice(
      'way to take nil reads',
      nilReads,
      ['unknown', 'absent'],
      'There are: unknown, absent.',
    );
  }
  const triesMax = Number(budget.replaceAll(/[_,]/g, ''));
  if (!(triesMax >= 1)) {
    throw new InputError(`--budget must be a number of tries from 1, not "${budget}".`);
  }
  return {
    ...defaultCheckOptions,
    nilReads,
    triesMax,
    initial: initial === undefined ? undefined : initialFrom(initial),
  };
}

function initialFrom(text: string): Value {
  const [form, ...others] = asInput('--initial', () => topForms(text, 'edn'));
  if (form === undefined || others.length > 0) {
    throw new InputError(`--initial must be one value in EDN, such as 0 or "a", not "${text}".`);
  }
  return asInput('--initial', () => valueFromEdn(form));
}

/** What is wrong with a history is the user's to mend. */
function asInput<Result>(source: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const where = error.line === undefined ? '' : `, line ${error.line}`;
    throw new InputError(`${source === '-' ? 'standard input' : source}${where}: ${error.reason}.`);
  }
}
