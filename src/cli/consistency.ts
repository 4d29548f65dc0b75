/** `lab check --consistency <model>`: isolation levels of transactions, consistency models of single operations. */
import type { ConsistencyVerdict } from '../check/consistency/check.ts';
import { type GuaranteeId, guaranteeIds } from '../check/consistency/guarantee.ts';
import { checkIsolation, type IsolationVerdict } from '../check/isolation/check.ts';
import { type Level, levels } from '../check/isolation/level.ts';
import { mebibyte } from '../host/input.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { checkSessions } from '../tools/check/check-sessions.ts';
import { consistencyAsJson, consistencyAsText } from '../tools/check/consistency-text.ts';
import { guaranteeAsJson, guaranteeAsText } from '../tools/check/guarantee-text.ts';
import { historyReader } from '../tools/check/read-history.ts';
import { transactionReader } from '../tools/check/read-transactions.ts';
import { shown } from '../words/shown.ts';
import { asInput, type CheckFlags, initialFrom, nilReadsFrom, triesFrom } from './checking.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { CommandIo } from './io.ts';
import { inputLimits, secondsLimit, wholeNumber } from './limits.ts';

/** What `check` does without the flag. */
export const linearizable = 'linearizable';

/** Of transactions. */
export const levelIds = levels.map(({ id }) => id).join(', ');
/** Of single operations. */
export const modelIds = [linearizable, ...guaranteeIds].join(', ');

const statusOf: Readonly<Record<ConsistencyVerdict & IsolationVerdict, ExitStatus>> = {
  holds: exitStatus.pass,
  violated: exitStatus.fail,
  unknown: exitStatus.inconclusive,
};

export async function consistencyCommand(
  source: string,
  name: string,
  flags: CheckFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const guarantee = guaranteeIds.find((id) => id === name);
  if (guarantee !== undefined) return await ofOperations(source, guarantee, flags, io);
  return await ofTransactions(source, levelNamed(name), flags, io);
}

async function ofTransactions(
  source: string,
  level: Level,
  flags: CheckFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, paint, print, printJson } = io;
  refuse(['model', 'initial', 'nilReads', 'failed', 'independent'], flags);
  const reader = transactionReader(wholeNumber('--operations-max', flags.operationsMax));
  const limits = inputLimits(flags, secondsLimit(flags, io));
  const judged = await asInput(source, async () => {
    const history = await files.read(source, reader, limits);
    return { history, report: checkIsolation(history.transactions, level) };
  });
  if (flags.json) printJson(consistencyAsJson(source, judged));
  else print(consistencyAsText(source, judged, paint));
  return statusOf[judged.report.verdict];
}

async function ofOperations(
  source: string,
  guarantee: GuaranteeId,
  flags: CheckFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, paint, print, printJson, say } = io;
  refuse(['model', 'failed'], flags);
  const limit = secondsLimit(flags, io);
  const request = {
    guarantee,
    initial: initialFrom(flags),
    nilReads: nilReadsFrom(flags),
    independent: flags.independent,
    triesMax: triesFrom(flags.budget),
    bytesMax: mebibyte * wholeNumber('--search-mib-max', flags.searchMibMax),
    ...limit,
  };
  const reader = historyReader(wholeNumber('--operations-max', flags.operationsMax));
  const judged = await asInput(source, async () =>
    checkSessions(await files.read(source, reader, inputLimits(flags, limit)), request),
  );
  for (const guess of judged.guesses) say(shown(guess));
  if (flags.json) printJson(guaranteeAsJson(source, judged));
  else print(guaranteeAsText(source, judged, paint));
  return statusOf[judged.report.verdict];
}

type OtherFlag = 'model' | 'initial' | 'nilReads' | 'failed' | 'independent';

function refuse(others: readonly OtherFlag[], flags: CheckFlags): void {
  for (const flag of others) {
    if (flags[flag] === undefined || flags[flag] === false) continue;
    const name = flag === 'nilReads' ? 'nil-reads' : flag;
    throw new InputError(
      `--${name} is about linearizability: leave it out with --consistency ${flags.consistency}.`,
    );
  }
}

function levelNamed(name: string): Level {
  const level = levels.find(({ id }) => id === name || `${id}-isolation` === name);
  if (level !== undefined) return level;
  const ids = [linearizable, ...guaranteeIds, ...levels.map(({ id }) => id)];
  throw unknownChoice(
    'consistency model or isolation level',
    name,
    ids,
    `There are, of single operations: ${modelIds}; of transactions: ${levelIds}.`,
  );
}
