/** `lab check <history>`: is a history of your own linearizable, does it keep a weaker model, or an isolation level? */
import {
  defaultCheckOptions,
  type LinearizabilityVerdict,
} from '../../check/linearizability/check.ts';
import type { AnyModel } from '../../check/linearizability/model.ts';
import { models } from '../../check/linearizability/models.ts';
import { mebibyte } from '../../host/input.ts';
import { unknownChoice } from '../../lab/input-error.ts';
import { type CheckRequest, checkHistory } from '../../tools/check/check-history.ts';
import { checkAsJson, checkAsText } from '../../tools/check/check-text.ts';
import { historyReader, operationsMaxDefault } from '../../tools/check/read-history.ts';
import { shown } from '../../words/shown.ts';
import { asInput, type CheckFlags, initialFrom, nilReadsFrom, triesFrom } from '../checking.ts';
import { choice } from '../choice.ts';
import { type CommandLine, withFileLimits } from '../command-line.ts';
import {
  consistencyCommand,
  levelIds,
  linearizable,
  modelIds as weakerIds,
} from '../consistency.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { inputLimits, secondsLimit, wholeNumber } from '../limits.ts';

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
  With --consistency and an isolation level, transactions of any length, of lists and of registers:
    {:process 0, :type :ok, :f :txn, :value [[:append :x 1] [:r :x [1]] [:w :y 2]]}
    {"process": 0, "type": "ok", "f": "txn", "value": [["append", "x", 1], ["r", "x", [1]]]}

Exit status: 0 linearizable, 1 not linearizable, 2 bad input, 3 unknown within the budget.
With --consistency: 0 it holds, 1 it does not, 2 bad input, 3 unknown within the budget, or no transaction
depends on another.`;

export function register({ lab, io, done }: CommandLine): void {
  withFileLimits(lab.command('check <history>'))
    .description(
      'check whether a history of your own is linearizable, keeps a weaker consistency model, or an isolation level; - is standard input',
    )
    .option(
      '--consistency <model>',
      `judge reads and writes by a consistency model: ${weakerIds}; or transactions by an isolation level: ${levelIds} (default: linearizable)`,
    )
    .option('--model <name>', `${modelIds()} (default: what fits the operations)`)
    .option('--initial <value>', 'what each object holds before the history begins, in EDN')
    .option(
      '--nil-reads <meaning>',
      'a read of nil says: unknown, or absent (default: unknown; absent for Porcupine, txn and with --consistency)',
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
      'read at most this many operations',
      String(operationsMaxDefault),
    )
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', inputs)
    .action(async (history, flags) => done(await checkCommand(history, flags, io)));
}

const statusOf: Readonly<Record<LinearizabilityVerdict, ExitStatus>> = {
  linearizable: exitStatus.pass,
  'not-linearizable': exitStatus.fail,
  unknown: exitStatus.inconclusive,
};

async function checkCommand(source: string, flags: CheckFlags, io: CommandIo): Promise<ExitStatus> {
  if (flags.consistency !== undefined && flags.consistency !== linearizable) {
    return await consistencyCommand(source, flags.consistency, flags, io);
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

function requestFrom(flags: CheckFlags): CheckRequest {
  return {
    model: flags.model === undefined ? undefined : modelNamed(flags.model),
    initial: initialFrom(flags),
    // As the weaker models take it, so that what is linearizable keeps them.
    nilReads: nilReadsFrom(flags) ?? (flags.consistency === undefined ? undefined : 'absent'),
    failed: choice('way to take a failed cas', flags.failed, ['no-effect', 'definite']),
    independent: flags.independent,
    triesMax: triesFrom(flags.budget),
    bytesMax: mebibyte * wholeNumber('--search-mib-max', flags.searchMibMax),
  };
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
