/** `lab check <history>`: is a history of your own linearizable, or its transactions isolated? */
import { checkIsolation, type IsolationVerdict } from '../../check/isolation/check.ts';
import { type Level, levels } from '../../check/isolation/level.ts';
import {
  defaultCheckOptions,
  type LinearizabilityVerdict,
} from '../../check/linearizability/check.ts';
import { HistoryError } from '../../check/linearizability/history.ts';
import type { AnyModel } from '../../check/linearizability/model.ts';
import { models } from '../../check/linearizability/models.ts';
import { mebibyte } from '../../host/input.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { type CheckRequest, checkHistory } from '../../tools/check/check-history.ts';
import { valueFromEdn } from '../../tools/check/edn.ts';
import { historyReader, operationsMaxDefault } from '../../tools/check/read-history.ts';
import { transactionReader } from '../../tools/check/read-transactions.ts';
import { shown } from '../../words/shown.ts';
import { type CommandLine, withFileLimits } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import {
  type InputFlags,
  inputLimits,
  type SecondsFlags,
  secondsLimit,
  wholeNumber,
} from '../limits.ts';
import { checkAsJson, checkAsText } from '../render/check-text.ts';
import { consistencyAsJson, consistencyAsText } from '../render/consistency-text.ts';

const inputs = `
Input: a history in one of these formats, UTF-8 or UTF-16 with its mark, gzip or not.
  EDN, as Jepsen and Knossos write it, a map a line or one list of them:
    {:process 0, :type :invoke, :f :write, :value 1}
    {:process 0, :type :ok, :f :write, :value 1}
  The same in JSON or JSON Lines, with a "key" if there are several objects:
    {"process": 0, "type": "invoke", "f": "get", "key": "x", "value": null}
  The log of a Jepsen run:
    INFO  jepsen.util - 0  :invoke  :cas  [1 2]
  Operations or events of Porcupine in JSON, of its key-value store, register or etcd:
    [{"ClientId":0,"Input":{"Op":1,"Key":"x","Value":"1"},"Call":1,"Output":{"Value":""},"Return":5}]
  Transactions of one operation, as of Elle's workloads:
    {:process 0, :type :invoke, :f :txn, :value [[:append 5 1]]}
  With --consistency, transactions of any length, of lists and of registers:
    {:process 0, :type :ok, :f :txn, :value [[:append :x 1] [:r :x [1]] [:w :y 2]]}
    {"process": 0, "type": "ok", "f": "txn", "value": [["append", "x", 1], ["r", "x", [1]]]}

Exit status: 0 linearizable, 1 not linearizable, 2 bad input, 3 unknown within the budget.
With --consistency: 0 the level holds, 1 it does not, 2 bad input, 3 no transaction depends on another.

Examples:
  check history.edn --model cas-register
  check txns.edn --consistency serializable`;

export function register({ lab, io, done }: CommandLine): void {
  withFileLimits(lab.command('check <history>'))
    .description(
      'check whether a history of your own is linearizable, or keeps an isolation level; - is standard input',
    )
    .option(
      '--consistency <level>',
      `judge transactions by an isolation level: ${levelIds()} (default: linearizability)`,
    )
    .option('--model <name>', `${modelIds()} (default: what fits the operations)`)
    .option('--initial <value>', 'what each object holds before the history begins, in EDN')
    .option(
      '--nil-reads <meaning>',
      'a read of nil says: unknown, or absent (default: unknown; absent for Porcupine and txn)',
    )
    .option(
      '--failed <meaning>',
      "a failed cas says: no-effect as in Jepsen, or definite as in Porcupine's etcd: the value differed (default: no-effect; definite for Porcupine)",
    )
    .option('--independent', 'every value is a pair [key value]', false)
    .option('--budget <tries>', 'how long to search before the verdict is unknown', '20000000')
    .option(
      '--search-mib-max <count>',
      'how much memory the search may take',
      String(defaultCheckOptions.bytesMax / mebibyte),
    )
    .option(
      '--operations-max <count>',
      'read no more operations than so many',
      String(operationsMaxDefault),
    )
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', inputs)
    .action(async (history, flags) => done(await checkCommand(history, flags, io)));
}

interface CheckFlags extends InputFlags, SecondsFlags {
  readonly consistency?: string;
  readonly model?: string;
  readonly initial?: string;
  readonly nilReads?: string;
  readonly failed?: string;
  readonly independent: boolean;
  readonly budget: string;
  readonly searchMibMax: string;
  readonly operationsMax: string;
  readonly json: boolean;
}

const statusOf: Readonly<Record<LinearizabilityVerdict, ExitStatus>> = {
  linearizable: exitStatus.pass,
  'not-linearizable': exitStatus.fail,
  unknown: exitStatus.inconclusive,
};

async function checkCommand(source: string, flags: CheckFlags, io: CommandIo): Promise<ExitStatus> {
  if (flags.consistency !== undefined) {
    return await consistencyCommand(source, levelNamed(flags.consistency), flags, io);
  }
  const { files, paint, print, printJson, say } = io;
  const limit = secondsLimit(flags, io);
  const request = { ...requestFrom(flags), ...limit };
  const reader = historyReader(wholeNumber('--operations-max', flags.operationsMax));
  const judgement = await asInput(source, async () =>
    checkHistory(await files.read(source, reader, inputLimits(flags, limit)), request),
  );
  for (const guess of judgement.guesses) say(shown(guess));
  if (flags.json) printJson(checkAsJson(source, judgement));
  else print(checkAsText(source, judgement, paint));
  return statusOf[judgement.report.verdict];
}

const statusOfIsolation: Readonly<Record<IsolationVerdict, ExitStatus>> = {
  holds: exitStatus.pass,
  violated: exitStatus.fail,
  unknown: exitStatus.inconclusive,
};

async function consistencyCommand(
  source: string,
  level: Level,
  flags: CheckFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, paint, print, printJson } = io;
  for (const flag of ['model', 'initial', 'nilReads', 'failed', 'independent'] as const) {
    if (flags[flag] === undefined || flags[flag] === false) continue;
    const name = flag === 'nilReads' ? 'nil-reads' : flag;
    throw new InputError(`--${name} is about linearizability: leave it out with --consistency.`);
  }
  const reader = transactionReader(wholeNumber('--operations-max', flags.operationsMax));
  const limits = inputLimits(flags, secondsLimit(flags, io));
  const judged = await asInput(source, async () => {
    const history = await files.read(source, reader, limits);
    return { history, report: checkIsolation(history.transactions, level) };
  });
  if (flags.json) printJson(consistencyAsJson(source, judged));
  else print(consistencyAsText(source, judged, paint));
  return statusOfIsolation[judged.report.verdict];
}

function levelNamed(name: string): Level {
  const level = levels.find(({ id }) => id === name || `${id}-isolation` === name);
  if (level !== undefined) return level;
  const ids = levels.map(({ id }) => id);
  throw unknownChoice('isolation level', name, ids, `There are: ${levelIds()}.`);
}

function levelIds(): string {
  return levels.map(({ id }) => id).join(', ');
}

function requestFrom(flags: CheckFlags): CheckRequest {
  const triesMax = Number(flags.budget.replaceAll(/[_,]/g, ''));
  if (!(triesMax >= 1)) {
    throw new InputError(`--budget must be a number of tries from 1, not "${flags.budget}".`);
  }
  return {
    model: flags.model === undefined ? undefined : modelNamed(flags.model),
    initial: flags.initial === undefined ? undefined : initialFrom(flags.initial),
    nilReads: choice('way to take nil reads', flags.nilReads, ['unknown', 'absent']),
    failed: choice('way to take a failed cas', flags.failed, ['no-effect', 'definite']),
    independent: flags.independent,
    triesMax,
    bytesMax: mebibyte * wholeNumber('--search-mib-max', flags.searchMibMax),
  };
}

function choice<Name extends string>(
  what: string,
  given: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const chosen = names.find((name) => name === given);
  if (chosen !== undefined || given === undefined) return chosen;
  throw unknownChoice(what, given, names, `There are: ${names.join(', ')}.`);
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

function initialFrom(text: string) {
  try {
    return valueFromEdn(text);
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    throw new InputError(`--initial must be one value in EDN, such as 0 or "a": ${error.reason}.`);
  }
}

/** What is wrong with a history is the user's to mend. */
async function asInput<Result>(source: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    const where = error.line === undefined ? '' : `, line ${error.line}`;
    const name = source === '-' ? 'standard input' : source;
    throw new InputError(`${name}${where}: ${shown(error.reason)}.`);
  }
}
