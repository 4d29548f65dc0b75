/**
 * `lab text <editing-trace>`: a recorded editing session through a text type. It is typed at one
 * replica, or at as many as a concurrent trace has branches at once, and received by the others; all
 * must end with the recorded text. Counts go to stdout, what was timed to stderr.
 */
import { basename } from 'node:path';
import {
  type EditingTrace,
  TraceError,
  type Units,
} from '../../../sims/crdt/text/editing-trace.ts';
import type { TextReplica } from '../../../sims/crdt/text/text-replica.ts';
import { InputError } from '../../lab/input-error.ts';
import { limitOperations, operationsIn, operationsMaxDefault } from '../../tools/text/limit.ts';
import { type OrderName, orderNames } from '../../tools/text/orders.ts';
import { textInputReader } from '../../tools/text/read-input.ts';
import {
  inWords,
  judgeSession,
  type SessionJudgement,
  type Timed,
} from '../../tools/text/replay-session.ts';
import { judgeYjs } from '../../tools/text/yjs-session.ts';
import { readYjsUpdates, type YjsLibrary } from '../../tools/text/yjs-update.ts';
import { counted, inDigits } from '../../words/numbers.ts';
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
import { asText, type Report } from '../render/text-report.ts';

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
      'replay no more operations than so many, at all replicas together',
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
    if ('updates' in input) return yjsReport(input, order, units, { replicas, operationsMax });
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

function traceReport(
  trace: EditingTrace,
  { typed, order, units, ends, ...judgement }: SessionJudgement,
  wanted: number,
): Report {
  const ops = typed.operations.flat() as readonly object[];
  const inserts = ops.filter((op) => 'insert' in op).length;
  const patches = trace.transactions.reduce((sum, each) => sum + each.patches.length, 0);
  return {
    verdict: judgement.verdict,
    understood: `an editing trace: ${trace.kind}, ${inDigits(trace.transactions.length)} transactions, ${inDigits(patches)} patches; order ${order}, positions in ${inWords(units)}`,
    guesses: judgement.guesses,
    kind: trace.kind,
    order,
    units,
    agents: trace.agents,
    transactions: trace.transactions.length,
    patches,
    operations: {
      inserts,
      deletes: ops.length - inserts,
      bytesAsJson: ops.reduce((sum, op) => sum + JSON.stringify(op).length, 0),
    },
    replicas: {
      typing: typed.typing,
      typingChecked: typed.replicas.length,
      receivedWhileTyping: typed.received,
      receiving: Math.max(0, wanted - typed.replicas.length),
      wrong: wrongOf(ends, trace.endContent ?? ends[0] ?? ''),
    },
    hasRecordedEnd: trace.endContent !== undefined,
    recordedBy: judgement.recordedBy,
    recordedIn: judgement.recordedIn,
    memory: memoryOf(judgement.replicas[0]),
  };
}

async function yjsReport(
  { updates, format }: { readonly updates: readonly Uint8Array[]; readonly format: string },
  order: OrderName | undefined,
  units: Units | undefined,
  { replicas: wanted, operationsMax }: { replicas: number; operationsMax: number },
): Promise<Report> {
  if (order === 'rga') {
    throw new TraceError(
      'RGA orders by Lamport counts, and updates of Yjs have none: --order yjs or fugue',
    );
  }
  if (units === 'code-points') throw new TraceError('Yjs counts UTF-16 units: --units utf16');
  const text = readYjsUpdates(updates, await yjsLibrary(), (operations) =>
    limitOperations(operations, wanted, operationsMax),
  );
  const inserts = text.inserts.reduce((sum, ops) => sum + ops.length, 0);
  const { ends, replicas, verdict, order: used } = judgeYjs(text, order ?? 'yjs', wanted);
  const ops = [...text.inserts.flat(), ...text.deletes];
  return {
    verdict,
    understood: `${format}: ${inDigits(updates.length)} updates of the text ${JSON.stringify(text.name)}; order ${used}, positions in UTF-16 units`,
    guesses: [],
    kind: 'concurrent',
    order: used,
    units: 'utf16',
    agents: text.clients,
    transactions: updates.length,
    patches: 0,
    operations: {
      inserts,
      deletes: text.deletes.length,
      bytesAsJson: ops.reduce((sum, op) => sum + JSON.stringify(op).length, 0),
    },
    replicas: {
      ...{ typing: 0, typingChecked: 0, receivedWhileTyping: 0, receiving: replicas.length },
      wrong: wrongOf(ends, text.endContent),
    },
    hasRecordedEnd: true,
    recordedBy: used === 'yjs' ? undefined : 'yjs',
    recordedIn: undefined,
    memory: memoryOf(replicas[0]),
  };
}

async function yjsLibrary(): Promise<YjsLibrary> {
  try {
    return (await import('yjs')) as unknown as YjsLibrary;
  } catch {
    throw new InputError('Updates of Yjs need its own package: npm install yjs.');
  }
}

function wrongOf(ends: readonly string[], expected: string): Report['replicas']['wrong'] {
  return ends.flatMap((text, replica) =>
    text === expected ? [] : [{ replica, ...differenceOf(text, expected) }],
  );
}

function memoryOf(
  replica: TextReplica<never> | TextReplica<unknown> | undefined,
): Report['memory'] {
  const { length = 0, elements = 0, treeNodes = 0 } = replica ?? {};
  return { characters: length, elements, tombstones: elements - length, treeNodes };
}

function differenceOf(text: string, expected: string) {
  const got = [...text];
  const want = [...expected];
  let at = 0;
  while (at < got.length && got[at] === want[at]) at += 1;
  const excerpt = (characters: readonly string[]) => characters.slice(at, at + 20).join('');
  return {
    characters: got.length,
    expectedCharacters: want.length,
    firstDifferenceAt: at,
    got: excerpt(got),
    expected: excerpt(want),
  };
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
