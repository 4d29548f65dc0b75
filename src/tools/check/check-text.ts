/** What `lab check` prints of a history. */
import type { KeyReport, LinearizabilityVerdict } from '../../check/linearizability/check.ts';
import type { Violation } from '../../check/linearizability/explain.ts';
import { isPending, type Operation } from '../../check/linearizability/history.ts';
import { inWords } from '../../check/linearizability/value.ts';
import type { Step } from '../../check/linearizability/wgl.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { type Understood, understoodRows } from '../input/understood.ts';
import type { Judgement } from './check-history.ts';
import { plainValue } from './plain-value.ts';

const shownLast = 8;
const statesShown = 6;
const othersShown = 8;
const keysShown = 20;

export function checkAsText(source: string, judgement: Judgement, paint: Paint): string {
  const { model, options, report } = judgement;
  const facts: [string, string][] = [
    ['history', source === '-' ? 'standard input' : source],
    ...understoodRows(understood(judgement)),
    ['model', `${model.id}: ${model.says}`],
    ['search', `${inDigits(report.tries)} of ${inDigits(options.triesMax)} tries`],
  ];
  return [
    ...columns(facts.map(([name, says]) => [paint.dim(name), says])),
    '',
    ...verdictLines(judgement, paint),
    '',
  ].join('\n');
}

export const formatNames = {
  edn: 'a Jepsen history in EDN',
  json: 'a Jepsen history in JSON',
  log: 'the log of a Jepsen run',
  porcupine: 'operations of Porcupine in JSON',
} as const;

function understood({ history, operations, failed, options, report }: Judgement): Understood {
  const { transactions, otherLines, skippedEvents, refused } = history;
  const processes = new Set(operations.map(({ process }) => process)).size;
  const pending = operations.filter(isPending).length;
  const leftOut = history.failed - (failed === 'definite' ? refused.length : 0);
  const aside = [
    ...(transactions > 0 ? [`${plural(transactions, 'transaction')} of one operation`] : []),
    ...(skippedEvents > 0 ? [`${plural(skippedEvents, 'event')} of no client`] : []),
    ...(otherLines > 0 ? [`${plural(otherLines, 'line')} about something else, skipped`] : []),
  ];
  return {
    format: [`${formatNames[history.format]}, ${history.encoding}`, ...aside].join('; '),
    facts: [
      {
        name: 'content',
        value: `${plural(operations.length, 'operation')} of ${plural(processes, 'process', 'es')} on ${plural(report.keys.length, keyNoun(report.keys))}; ${[
          `${pending} pending`,
          `${Math.max(0, leftOut)} failed, left out`,
          `${report.unconstrained} legal anywhere`,
        ].join('; ')}`,
      },
      {
        name: 'taken',
        value: `a read of nil says ${options.nilReads === 'unknown' ? 'nothing' : 'that nothing is there'}; a failed cas says ${failed === 'definite' ? 'that the value differed' : 'that it did not happen'}`,
      },
    ],
  };
}

function verdictLines(judgement: Judgement, paint: Paint): string[] {
  const { report, operations, history, options } = judgement;
  switch (report.verdict) {
    case 'linearizable':
      return [
        operations.length === 0
          ? `${paint.green('LINEARIZABLE')}  no client operation is in it (${plural(history.skippedEvents, 'event')} of no client, ${history.failed} failed)`
          : `${paint.green('LINEARIZABLE')}  each operation can have taken effect at one instant while it was open`,
        ...otherReadings(judgement),
      ];
    case 'unknown': {
      const undecided = report.keys.filter(({ verdict }) => verdict === 'unknown');
      const { isOutOfMemory } = report;
      const spent = isOutOfMemory ? 'the memory for the search' : 'the budget';
      const mib = Math.floor(options.bytesMax / 2 ** 20);
      return [
        `${paint.yellow('UNKNOWN')}  ${spent} ran out before the search ended: nothing is proved`,
        `undecided: ${namesOf(undecided)}`,
        `A larger one: ${isOutOfMemory ? `--search-mib-max ${4 * mib}` : '--budget 200000000'}`,
      ];
    }
    case 'not-linearizable':
      return violationLines(report.violation as Violation, paint);
  }
}

/** The verdict depends on how the history is read. */
function otherReadings({
  report,
  history,
  verdictWithNilAbsent,
  verdictWithFailedDefinite,
}: Judgement): string[] {
  const isOther = (verdict: LinearizabilityVerdict | undefined) =>
    verdict !== undefined && verdict !== 'linearizable';
  const says = (verdict: LinearizabilityVerdict | undefined) =>
    verdict === 'unknown' ? 'undecided' : 'not linearizable';
  return [
    ...(isOther(verdictWithNilAbsent)
      ? [
          wrapped(
            `Note: ${plural(report.nilReads, 'read')} came back with nil, which was taken for "not known", as Jepsen does. If nil says that nothing was there, this history is ${says(verdictWithNilAbsent)}: see --nil-reads absent.`,
          ),
        ]
      : []),
    ...(isOther(verdictWithFailedDefinite)
      ? [
          wrapped(
            `Note: ${plural(history.refused.length, 'cas', 'es')} failed and were left out, as Jepsen does. If a failed cas says that the value differed, as in Porcupine's model of etcd, this history is ${says(verdictWithFailedDefinite)}: see --failed definite.`,
          ),
        ]
      : []),
  ];
}

function violationLines(violation: Violation, paint: Paint): string[] {
  const { key, linearized, stuck, states, alsoOpen: others } = violation;
  const last = linearized.slice(-shownLast);
  const skipped = linearized.length - last.length;
  const what = key === undefined ? 'it' : `key ${shown(inWords(key))}`;
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
  const first = states.slice(0, statesShown).map((state) => shown(state));
  const [verb] = (first[0] ?? '').split(' ');
  const alike = first.every((state) => state.startsWith(`${verb} `));
  const phrases = first.map((state, place) =>
    alike && place > 0 ? state.slice(`${verb} `.length) : state,
  );
  if (states.length > statesShown) phrases.push(`one of ${states.length - statesShown} others`);
  const last = phrases.pop() ?? '';
  return phrases.length === 0 ? last : `${phrases.join(', ')} or ${last}`;
}

function asRow({ operation, action }: Step): string[] {
  return [shown(`process ${operation.process}`), short(action.words), linesOf(operation)];
}

function short(words: string): string {
  return shown(words.length <= 60 ? words : `${words.slice(0, 29)}…${words.slice(-29)}`);
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

/** The first few of them. */
function namesOf(keys: readonly KeyReport[]): string {
  const more = keys.length - keysShown;
  const names = keys.slice(0, keysShown).map(nameOf);
  return [...names, ...(more > 0 ? [`and ${inDigits(more)} more`] : [])].join(', ');
}

function nameOf({ key, operations, pending }: KeyReport): string {
  const name = key === undefined ? 'the object' : `key ${shown(inWords(key))}`;
  return `${name} (${plural(operations, 'operation')}, ${pending} pending)`;
}

function plural(count: number, noun: string, ending = 's'): string {
  return `${inDigits(count)} ${noun}${count === 1 ? '' : ending}`;
}

/** The same as plain data. Values are as JSON has them. */
export function checkAsJson(source: string, judgement: Judgement): object {
  const { history, operations, model, failed, options, report } = judgement;
  const { violation } = report;
  return {
    history: source,
    format: history.format,
    encoding: history.encoding,
    model: model.id,
    nilReadsAre: options.nilReads,
    failedCasIs: failed,
    verdict: report.verdict,
    operations: operations.length,
    processes: new Set(operations.map(({ process }) => process)).size,
    pending: operations.filter(isPending).length,
    failed: history.failed,
    transactions: history.transactions,
    unconstrained: report.unconstrained,
    nilReads: report.nilReads,
    verdictWithNilAbsent: judgement.verdictWithNilAbsent ?? null,
    verdictWithFailedDefinite: judgement.verdictWithFailedDefinite ?? null,
    otherEvents: history.skippedEvents,
    tries: report.tries,
    budget: options.triesMax,
    keys: report.keys.map(({ key, ...rest }) => ({ key: plainValue(key), ...rest })),
    violation:
      violation === undefined
        ? null
        : {
            key: plainValue(violation.key),
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
    input: plainValue(input),
    output: plainValue(output),
    line: line ?? null,
    returnLine: returnLine ?? null,
  };
}
