/** What `lab check` prints of a history. */
import type {
  CheckOptions,
  CheckReport,
  KeyReport,
  LinearizabilityVerdict,
} from '../../check/linearizability/check.ts';
import type { Violation } from '../../check/linearizability/explain.ts';
import { isPending, type Operation, type Operations } from '../../check/linearizability/history.ts';
import { asJson } from '../../check/linearizability/json.ts';
import type { AnyModel } from '../../check/linearizability/model.ts';
import type { HistoryText } from '../../check/linearizability/read-history.ts';
import { inWords, type Value } from '../../check/linearizability/value.ts';
import type { Step } from '../../check/linearizability/wgl.ts';
import type { Paint } from './colour.ts';
import { columns, inDigits, wrapped } from './text.ts';

/** A history, what it was checked against, and what came of it. */
export interface Checked {
  readonly source: string;
  readonly text: HistoryText;
  readonly counts: Operations;
  readonly operations: readonly Operation[];
  readonly model: AnyModel;
  readonly options: CheckOptions;
  readonly report: CheckReport;
  /**
   * What the verdict would be if nil said that nothing was there; undefined where that is how it was
   * read, or where no read came back with nil.
   */
  readonly verdictWithNilAbsent: LinearizabilityVerdict | undefined;
}

const shownLast = 8;
const statesShown = 6;
const othersShown = 8;

export function checkAsText(checked: Checked, paint: Paint): string {
  const { source, text, operations, model, options, report, counts } = checked;
  const processes = new Set(operations.map(({ process }) => process)).size;
  const pending = operations.filter(isPending).length;
  const facts = [
    ['history', `${source === '-' ? 'standard input' : source} (${text.format})`],
    ['model', `${model.id}: ${model.says}`],
    [
      'content',
      `${plural(operations.length, 'operation')} of ${plural(processes, 'process', 'es')} on ${plural(report.keys.length, keyNoun(report.keys))}; ${[
        `${pending} pending`,
        `${counts.failed} failed, left out`,
        `${report.unconstrained} legal anywhere`,
      ].join('; ')}`,
    ],
    ['search', `${inDigits(report.tries)} of ${inDigits(options.triesMax)} tries`],
  ];
  return [
    ...columns(facts.map(([name = '', says = '']) => [paint.dim(name), says])),
    '',
    ...verdictLines(checked, paint),
    '',
  ].join('\n');
}

function verdictLines(checked: Checked, paint: Paint): string[] {
  const { report, verdictWithNilAbsent } = checked;
  switch (report.verdict) {
    case 'linearizable':
      return [
        `${paint.green('LINEARIZABLE')}  each operation can have taken effect at one instant while it was open`,
        ...(verdictWithNilAbsent === undefined || verdictWithNilAbsent === 'linearizable'
          ? []
          : [
              wrapped(
                `Note: ${plural(report.nilReads, 'read')} came back with nil, which was taken for "not known", as Jepsen does. If nil says that nothing was there, this history is ${verdictWithNilAbsent === 'unknown' ? 'undecided' : 'not linearizable'}: see --nil-reads absent.`,
              ),
            ]),
      ];
    case 'unknown': {
      const undecided = report.keys.filter(({ verdict }) => verdict === 'unknown');
      return [
        `${paint.yellow('UNKNOWN')}  the budget ran out before the search ended: nothing is proved`,
        `undecided: ${undecided.map(nameOf).join(', ')}`,
        'A larger one: --budget 200000000',
      ];
    }
    case 'not-linearizable':
      return violationLines(report.violation as Violation, paint);
  }
}

function violationLines(violation: Violation, paint: Paint): string[] {
  const { key, linearized, stuck, states, alsoOpen: others } = violation;
  const last = linearized.slice(-shownLast);
  const skipped = linearized.length - last.length;
  const what = key === undefined ? 'it' : `key ${inWords(key)}`;
  return [
    `${paint.red('NOT LINEARIZABLE')}  ${what} is not, from ${whereReturned(stuck.operation)} on`,
    '',
    `The longest linearizable prefix ends just before. One order for it, ${plural(linearized.length, 'operation')}:`,
    ...(skipped > 0 ? [`  … ${skipped} before these`] : []),
    ...columns(last.map(asRow), '  '),
    '',
    'No order that fits all that returned before has a place for:',
    ...columns([asRow(stuck)], '  ').map((line) => paint.red(line)),
    ...(states.length === 0
      ? []
      : [wrapped(`Whatever the order, ${what} ${inAnyOf(states)} by then.`, '  ')]),
    ...(others.length === 0
      ? []
      : [
          'Also open then, and in no place in that order:',
          ...columns(others.slice(0, othersShown).map(asRow), '  '),
          ...(others.length > othersShown ? [`  … and ${others.length - othersShown} more`] : []),
        ]),
  ];
}

/** `holds 0, 1 or 2`. */
function inAnyOf(states: readonly string[]): string {
  const shown = states.slice(0, statesShown);
  const [verb] = (shown[0] ?? '').split(' ');
  const alike = shown.every((state) => state.startsWith(`${verb} `));
  const phrases = shown.map((state, place) =>
    alike && place > 0 ? state.slice(`${verb} `.length) : state,
  );
  if (states.length > statesShown) phrases.push(`one of ${states.length - statesShown} others`);
  const last = phrases.pop() ?? '';
  return phrases.length === 0 ? last : `${phrases.join(', ')} or ${last}`;
}

function asRow({ operation, action }: Step): string[] {
  return [`process ${operation.process}`, short(action.words), linesOf(operation)];
}

function short(words: string): string {
  return words.length <= 60 ? words : `${words.slice(0, 29)}…${words.slice(-29)}`;
}

function linesOf({ line, returnLine }: Operation): string {
  if (line === undefined) return '';
  return returnLine === undefined ? `line ${line}, pending` : `lines ${line}-${returnLine}`;
}

function whereReturned({ returnLine, returnedAt }: Operation): string {
  return returnLine === undefined ? `event ${returnedAt}` : `line ${returnLine}`;
}

function keyNoun([first]: readonly KeyReport[]): string {
  return first?.key === undefined ? 'object' : 'key';
}

function nameOf({ key, operations, pending }: KeyReport): string {
  const name = key === undefined ? 'the object' : `key ${inWords(key)}`;
  return `${name} (${plural(operations, 'operation')}, ${pending} pending)`;
}

function plural(count: number, noun: string, ending = 's'): string {
  return `${inDigits(count)} ${noun}${count === 1 ? '' : ending}`;
}

/** The same as plain data. Values are as JSON has them. */
export function checkAsJson(checked: Checked): object {
  const { source, text, counts, operations, model, options, report } = checked;
  const { violation } = report;
  return {
    history: source,
    format: text.format,
    model: model.id,
    verdict: report.verdict,
    operations: operations.length,
    processes: new Set(operations.map(({ process }) => process)).size,
    pending: operations.filter(isPending).length,
    failed: counts.failed,
    unconstrained: report.unconstrained,
    nilReads: report.nilReads,
    verdictWithNilAbsent: checked.verdictWithNilAbsent ?? null,
    otherEvents: counts.skippedEvents,
    tries: report.tries,
    budget: options.triesMax,
    keys: report.keys.map(({ key, ...rest }) => ({ key: plain(key), ...rest })),
    violation:
      violation === undefined
        ? null
        : {
            key: plain(violation.key),
            line: violation.stuck.operation.returnLine ?? null,
            prefix: violation.linearized.map(stepAsJson),
            cannotBePlaced: stepAsJson(violation.stuck),
            statesByThen: violation.states,
            alsoOpen: violation.alsoOpen.map(stepAsJson),
          },
  };
}

function stepAsJson({ operation, action }: Step): object {
  return { ...operationAsJson(operation), does: action.words };
}

function operationAsJson({ process, f, input, output, line, returnLine }: Operation): object {
  return {
    process,
    f,
    input: plain(input),
    output: plain(output),
    line: line ?? null,
    returnLine: returnLine ?? null,
  };
}

function plain(value: Value | undefined): unknown {
  return value === undefined ? null : JSON.parse(asJson(value));
}
