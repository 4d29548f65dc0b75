/**
 * `lab text <editing-trace>`: a recorded editing session through the RGA. It is typed at one
 * replica, or at as many as a concurrent trace has branches at once, and received by the others; all
 * must end with the recorded text. Counts go to stdout, what was timed to stderr.
 */
import { basename } from 'node:path';
import { type EditingTrace, parseTrace, TraceError } from '../../../sims/crdt/editing-trace.ts';
import { sitesMax } from '../../../sims/crdt/element-id.ts';
import { receiveAll, type Typed, typeTrace } from '../../../sims/crdt/replay.ts';
import { elementsOf, lengthOf, type Rga, type TextOp, textOf } from '../../../sims/crdt/rga.ts';
import { crdtRules } from '../../../sims/crdt/rules.ts';
import { InputError } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import type { Paint } from '../output.ts';
import { columns, inDigits } from '../render/text.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('text <editing-trace>')
    .description('your own recorded editing session through the RGA: JSON, gzip or not')
    .option('--replicas <number>', 'how many replicas: one types, the others receive', '3')
    .option('--json', 'print the result as JSON', false)
    .action(async (path, flags) => done(await textCommand(path, flags, io)));
}

interface TextFlags {
  readonly replicas: string;
  readonly json: boolean;
}

const replicasMax = 1_000;
const rules = crdtRules.without();

async function textCommand(path: string, flags: TextFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, paint, print, printJson } = io;
  const wanted = parseReplicas(flags.replicas);
  const json = jsonIn(path, await files.readCompressedText(path));
  const trace = named(path, () => parseTrace(json));
  const typed = named(path, () =>
    timed(io, 'local', () => typeTrace(trace, rules, wanted), editsIn),
  );
  const receiving = Math.max(0, wanted - typed.replicas.length);
  const receivers = Array.from({ length: receiving }, () =>
    timed(
      io,
      'remote',
      () => receiveAll(typed.operations, sitesMax - 1, rules),
      () => opsOf(typed).length,
    ),
  );
  sayMemory([...typed.replicas, ...receivers], io);
  const report = reportOn(trace, typed, receivers);
  if (flags.json) printJson({ file: basename(path), ...report });
  else print(asText(basename(path), report, paint));
  return report.verdict === 'pass' ? exitStatus.pass : exitStatus.fail;
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

function jsonIn(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`"${path}" is not JSON: ${(error as Error).message}.`);
  }
}

/** Says whose fault it is, where a trace is not what it should be. */
function named<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new InputError(`"${path}": ${error.message}.`);
  }
}

function reportOn(trace: EditingTrace, typed: Typed, receivers: readonly Rga[]) {
  const ops = opsOf(typed);
  const inserts = ops.filter((op) => 'insert' in op).length;
  const everybody = [...typed.replicas, ...receivers];
  const wrong = everybody.flatMap((rga, replica) => {
    const text = textOf(rga);
    return text === trace.endContent ? [] : [{ replica, ...differenceOf(text, trace.endContent) }];
  });
  const [first = { held: 0 }] = everybody.map((rga) => ({ held: elementsOf(rga) }));
  const characters = everybody[0] === undefined ? 0 : lengthOf(everybody[0]);
  return {
    verdict: wrong.length === 0 ? ('pass' as const) : ('fail' as const),
    kind: trace.kind,
    agents: trace.agents,
    transactions: trace.transactions.length,
    patches: trace.transactions.reduce((sum, { patches }) => sum + patches.length, 0),
    operations: {
      inserts,
      deletes: ops.length - inserts,
      bytesAsJson: ops.reduce((sum, op) => sum + JSON.stringify(op).length, 0),
    },
    replicas: {
      typing: typed.typing,
      typingChecked: typed.replicas.length,
      receivedWhileTyping: typed.received,
      receiving: receivers.length,
      wrong,
    },
    memory: {
      characters,
      elements: first.held,
      tombstones: first.held - characters,
      treeNodes: everybody[0]?.list.nodes.length ?? 0,
    },
  };
}

type Report = ReturnType<typeof reportOn>;

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

function asText(file: string, report: Report, paint: Paint): string {
  const { operations, replicas, memory } = report;
  const people = report.agents === 1 ? 'one author' : `${inDigits(report.agents)} authors`;
  const share = memory.elements === 0 ? 0 : (100 * memory.tombstones) / memory.elements;
  const lines = columns([
    [
      'trace',
      `${file}: ${report.kind}, ${people}, ${inDigits(report.transactions)} transactions, ${inDigits(report.patches)} patches`,
    ],
    [
      'ops',
      `${inDigits(operations.inserts)} inserts and ${inDigits(operations.deletes)} deletes of one character, ${inDigits(operations.bytesAsJson)} bytes as JSON`,
    ],
    [
      'replicas',
      `${replicas.typing} typed (and received ${inDigits(replicas.receivedWhileTyping)} ops of one another), ${replicas.receiving} received everything`,
    ],
    [
      'memory',
      `${inDigits(memory.elements)} elements a replica, ${inDigits(memory.tombstones)} of them tombstones (${share.toFixed(1)}%), in a tree of ${inDigits(memory.treeNodes)} nodes`,
    ],
    ['text', `${inDigits(memory.characters)} characters at the end`],
  ]);
  const [wrong] = replicas.wrong;
  if (wrong === undefined) {
    lines.push('', `${paint.green('PASS')}  ${endsIn(replicas)}`);
  } else {
    lines.push(
      '',
      `${paint.red('FAIL')}  ${replicas.wrong.length} of ${replicas.typingChecked + replicas.receiving} replicas do not end with the recorded text`,
      `      the first has ${inDigits(wrong.characters)} characters instead of ${inDigits(wrong.expectedCharacters)}, and differs from character ${inDigits(wrong.firstDifferenceAt)} on:`,
      `      ${JSON.stringify(wrong.got)} instead of ${JSON.stringify(wrong.expected)}`,
    );
  }
  return lines.join('\n');
}

/** Of a trace with many branches, not every replica that typed one is brought up to date. */
function endsIn({ typing, typingChecked, receiving }: Report['replicas']): string {
  const checked = typingChecked + receiving;
  if (typingChecked === typing) return 'every replica ends with the recorded text';
  return `${checked} replicas received everything, and end with the recorded text`;
}

function opsOf({ operations }: Typed): TextOp[] {
  return operations.flat();
}

function editsIn(typed: Typed): number {
  return opsOf(typed).length + typed.received;
}

function timed<Result>(
  { nowMs, say }: CommandIo,
  what: string,
  action: () => Result,
  countOf: (result: Result) => number,
): Result {
  const startMs = nowMs();
  const result = action();
  const ms = nowMs() - startMs;
  const count = countOf(result);
  const each = count === 0 ? '' : `, ${((1e3 * ms) / count).toFixed(2)} µs an operation`;
  say(`${what.padEnd(6)}  ${ms.toFixed(0)} ms for ${inDigits(count)} operations${each}`);
  return result;
}

function sayMemory(replicas: readonly Rga[], { heapUsedBytes, say }: CommandIo): void {
  say(
    `memory  ${(heapUsedBytes() / 2 ** 20).toFixed(0)} MiB of heap in use, with ${replicas.length} replicas and the trace`,
  );
}
