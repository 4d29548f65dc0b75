/**
 * `lab text <editing-trace>`: a recorded editing session through a text type. It is typed at one
 * replica, or at as many as a concurrent trace has branches at once, and received by the others; all
 * must end with the recorded text. Counts go to stdout, what was timed to stderr.
 */
import { basename } from 'node:path';
import { TraceError } from '../../../sims/crdt/text/editing-trace.ts';
import { InputError } from '../../lab/input-error.ts';
import { limitOperations, operationsIn, operationsMaxDefault } from '../../tools/text/limit.ts';
import { orderNames } from '../../tools/text/orders.ts';
import { textInputReader } from '../../tools/text/read-input.ts';
import { judgeSession, type Timed } from '../../tools/text/replay-session.ts';
import { traceReport, yjsReport } from '../../tools/text/session-report.ts';
import { asText } from '../../tools/text/text-report.ts';
import type { YjsLibrary } from '../../tools/text/yjs-update.ts';
import { counted } from '../../words/numbers.ts';
import { choice } from '../choice.ts';
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

const inputs = `
Input: a recorded editing session, gzip or not.
  A trace in JSON, as in the editing-traces collection; endContent can be left out:
    {"startContent": "", "endContent": "hi", "txns": [{"patches": [[0, 0, "hi"]]}]}
  Of several authors, with the transactions that each follows:
    {"kind": "concurrent", "numAgents": 2, "endContent": "ab", "txns": [
      {"parents": [], "agent": 0, "patches": [[0, 0, "a"]]},
      {"parents": [], "agent": 1, "patches": [[0, 0, "b"]]}]}
  Updates of Yjs of one text: binary, in base64 or hex, or a JSON list (needs the package yjs).

Exit status: 0 every replica ends with the recorded text, 1 one does not, 2 bad input, 3 the end
depends on an order of concurrent inserts that is not the recorded one.`;

export function register({ lab, io, done }: CommandLine): void {
  withFileLimits(lab.command('text <editing-trace>'))
    .description('replay your own recorded editing session; - is standard input')
    .option(
      '--order <algorithm>',
      `who comes first of concurrent inserts: ${orderNames.join(', ')} (default: the one that fits, rga first)`,
    )
    .option(
      '--units <units>',
      'what positions count: code-points, or utf16 as most editors do (default: what fits)',
    )
    .option('--replicas <number>', 'how many replicas: one types, the others receive', '3')
    .option(
      '--operations-max <count>',
      'replay at most this many operations, all replicas together',
      String(operationsMaxDefault),
    )
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', inputs)
    .action(async (path, flags) => done(await textCommand(path, flags, io)));
}

interface TextFlags extends InputFlags, SecondsFlags {
  readonly order?: string;
  readonly units?: string;
  readonly replicas: string;
  readonly operationsMax: string;
  readonly json: boolean;
}

const replicasMax = 1_000;
const statusOf = {
  pass: exitStatus.pass,
  fail: exitStatus.fail,
  inconclusive: exitStatus.inconclusive,
} as const;

async function textCommand(path: string, flags: TextFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, paint, print, printJson, say } = io;
  const replicas = parseReplicas(flags.replicas);
  const order = choice('order', flags.order, orderNames);
  const units = choice('unit of positions', flags.units, ['code-points', 'utf16']);
  const operationsMax = wholeNumber('--operations-max', flags.operationsMax);
  const limit = secondsLimit(flags, io);
  const report = await named(path, async () => {
    const limits = { ...inputLimits(flags, limit), isWhole: true };
    const input = await files.read(path, textInputReader(), limits);
    limit.onWay?.();
    if ('updates' in input) {
      return yjsReport(input, order, units, { replicas, operationsMax }, await yjsLibrary());
    }
    limitOperations(operationsIn(input.trace), replicas, operationsMax);
    const timed: Timed = (what, action, countOf) => {
      const result = timedBy(io, what, action, countOf);
      limit.onWay?.();
      return result;
    };
    const judgement = judgeSession(input.trace, { order, units, replicas }, timed);
    return traceReport(input.trace, judgement, replicas);
  });
  for (const guess of report.guesses) say(guess);
  say(`memory  ${(io.heapUsedBytes() / 2 ** 20).toFixed(0)} MiB of heap in use`);
  if (flags.json) printJson({ file: basename(path), ...report });
  else print(asText(basename(path), report, paint));
  return statusOf[report.verdict];
}

function parseReplicas(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= replicasMax) {
    return count;
  }
  throw new InputError(
    `--replicas must be a whole number from 1 to ${replicasMax}, not "${text}".`,
  );
}

/** Says which file it is, if a trace is not what it should be. */
async function named<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new InputError(`"${path}": ${error.message}.`);
  }
}

async function yjsLibrary(): Promise<YjsLibrary> {
  try {
    return (await import('yjs')) as unknown as YjsLibrary;
  } catch {
    throw new InputError('Updates of Yjs need its own package: npm install yjs.');
  }
}

function timedBy<Result>(
  io: CommandIo,
  what: string,
  action: () => Result,
  countOf: (result: Result) => number,
): Result {
  const startMs = io.nowMs();
  const result = action();
  const ms = io.nowMs() - startMs;
  const count = countOf(result);
  const each = count === 0 ? '' : `, ${((1e3 * ms) / count).toFixed(2)} µs an operation`;
  io.say(`${what.padEnd(6)}  ${ms.toFixed(0)} ms for ${counted(count, 'operation')}${each}`);
  return result;
}
