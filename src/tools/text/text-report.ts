/** What `lab text` prints of an editing session. */
import type { Units } from '../../../sims/crdt/text/editing-trace.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import type { OrderName } from './orders.ts';

export interface Report {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly understood: string;
  readonly guesses: readonly string[];
  readonly kind: 'sequential' | 'concurrent';
  readonly order: OrderName;
  readonly units: Units;
  readonly agents: number;
  readonly transactions: number;
  readonly patches: number;
  readonly operations: {
    readonly inserts: number;
    readonly deletes: number;
    readonly bytesAsJson: number;
  };
  readonly replicas: {
    readonly typing: number;
    readonly typingChecked: number;
    readonly receivedWhileTyping: number;
    readonly receiving: number;
    readonly wrong: readonly {
      readonly replica: number;
      readonly characters: number;
      readonly expectedCharacters: number;
      readonly firstDifferenceAt: number;
      readonly got: string;
      readonly expected: string;
    }[];
  };
  readonly hasRecordedEnd: boolean;
  /** The order that gives the recorded end, if the one that was used does not. */
  readonly recordedBy: OrderName | undefined;
  /** The units that give it, if those that were asked for do not. */
  readonly recordedIn: Units | undefined;
  readonly memory: {
    readonly characters: number;
    readonly elements: number;
    readonly tombstones: number;
    readonly treeNodes: number;
  };
}

export function asText(file: string, report: Report, paint: Paint): string {
  const { operations, replicas, memory } = report;
  const people = report.agents === 1 ? 'one author' : `${inDigits(report.agents)} authors`;
  const share = memory.elements === 0 ? 0 : (100 * memory.tombstones) / memory.elements;
  const lines = columns([
    ['trace', `${file}, ${people}`],
    ['read as', shown(report.understood)],
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
      `${counted(memory.elements, 'element')} a replica, ${inDigits(memory.tombstones)} of them tombstones (${share.toFixed(1)}%), in a tree of ${counted(memory.treeNodes, 'node')}`,
    ],
    ['text', `${inDigits(memory.characters)} characters at the end`],
  ]);
  return [...lines, '', ...verdictLines(report, paint)].join('\n');
}

function verdictLines(report: Report, paint: Paint): string[] {
  const { replicas, order, recordedBy, verdict } = report;
  const [wrong] = replicas.wrong;
  if (wrong === undefined) return [`${paint.green('PASS')}  ${endsIn(report)}`];
  const count = replicas.typingChecked + replicas.receiving;
  const difference = [
    `the first has ${inDigits(wrong.characters)} characters instead of ${inDigits(wrong.expectedCharacters)}, and differs from character ${inDigits(wrong.firstDifferenceAt)} on:`,
    `${quoted(wrong.got)} instead of ${quoted(wrong.expected)}`,
  ].map((line) => `      ${line}`);
  if (verdict === 'fail') {
    return [
      `${paint.red('FAIL')}  ${replicas.wrong.length} of ${count} replicas do not end with the recorded text`,
      ...difference,
      ...(report.recordedIn === undefined
        ? []
        : [`      Positions in other units give the recorded text: --units ${report.recordedIn}`]),
    ];
  }
  const remedy =
    recordedBy === undefined
      ? 'None of the known orders gives the recorded one: the algorithm that recorded it may have yet another.'
      : `The recorded one is that of --order ${recordedBy}.`;
  return [
    `${paint.yellow('INCONCLUSIVE')}  the end depends on the order of concurrent inserts, and order ${order} is not the recorded one`,
    ...difference,
    wrapped(
      `Both orders are legitimate: authors typed at the same place at once, and each algorithm decides for itself who comes first. ${remedy}`,
      '      ',
    ),
  ];
}

function quoted(text: string): string {
  return shown(JSON.stringify(text));
}

/** Of a trace with many branches, not every replica that typed one is brought up to date. */
function endsIn({ replicas, hasRecordedEnd }: Report): string {
  const { typing, typingChecked, receiving } = replicas;
  const end = hasRecordedEnd ? 'the recorded text' : 'the same text; no end was recorded';
  if (typingChecked === typing) return `every replica ends with ${end}`;
  return `${typingChecked + receiving} replicas received everything, and end with ${end}`;
}
