/** What `lab check --consistency` prints of a history of reads and writes. */
import { guaranteeNamed } from '../../check/consistency/guarantee.ts';
import type { Access } from '../../check/consistency/sessions.ts';
import { meaningOf, type Violation } from '../../check/consistency/violation.ts';
import { inWords } from '../../check/linearizability/value.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { understoodRows } from '../input/understood.ts';
import type { JudgedSessions } from './check-sessions.ts';
import { formatNames } from './check-text.ts';
import { plainValue } from './plain-value.ts';

const operationsShown = 16;

export function guaranteeAsText(source: string, judged: JudgedSessions, paint: Paint): string {
  const { id, says } = guaranteeNamed(judged.report.guarantee);
  const facts: [string, string][] = [
    ['history', source === '-' ? 'standard input' : source],
    ...understoodRows(understood(judged)),
    ['model', `${id}: ${says}`],
    ...searchRows(judged),
  ];
  return [
    ...columns(facts.map(([name, words]) => [paint.dim(name), words])),
    '',
    ...verdictLines(judged, paint),
    '',
  ].join('\n');
}

function searchRows({ report: { search } }: JudgedSessions): [string, string][] {
  return search === undefined ? [] : [['search', `${counted(search.tries, 'write')} tried`]];
}

function understood({ history, sessions, options }: JudgedSessions) {
  const { otherLines, skippedEvents, transactions } = history;
  const aside = [
    ...(transactions > 0 ? [`${counted(transactions, 'transaction')} of one operation`] : []),
    ...(skippedEvents > 0 ? [`${counted(skippedEvents, 'event')} of no client`] : []),
    ...(otherLines > 0 ? [`${counted(otherLines, 'line')} about something else, skipped`] : []),
  ];
  const { accesses, reads, keys } = sessions;
  const writes = counted(accesses.length - reads, 'write');
  const leftOut = history.operations.length - accesses.length;
  return {
    format: [`${formatNames[history.format]}, ${history.encoding}`, ...aside].join('; '),
    facts: [
      {
        name: 'content',
        value: `${counted(reads, 'read')} and ${writes} in ${counted(sessions.sessions.length, 'session')}, one for each process, on ${counted(keys, 'key')}; ${history.failed} failed and ${leftOut} of unknown result left out`,
      },
      {
        name: 'taken',
        value: `a read of nil says ${options.nilReads === 'unknown' ? 'nothing' : 'that nothing is there'}`,
      },
    ],
  };
}

function verdictLines({ report, sessions }: JudgedSessions, paint: Paint): string[] {
  const { violation, verdict, search } = report;
  const name = report.guarantee.toUpperCase();
  if (violation !== undefined) return violationLines(violation, name, report.alsoBroken, paint);
  if (verdict === 'unknown') {
    const [spent, more] = search?.isOutOfMemory
      ? ['the memory for the search', '--search-mib-max 4096']
      : ['the budget', '--budget 200000000'];
    return [
      `${paint.yellow('UNKNOWN')}  ${spent} ran out before the search ended: nothing is proved`,
      `A larger one: ${more}`,
    ];
  }
  const tested =
    sessions.reads === 0 ? 'it has no read, so that nothing is tested' : 'every read keeps it';
  return [`${paint.green(name)}  ${tested}`];
}

function violationLines(
  violation: Violation,
  name: string,
  alsoBroken: readonly string[],
  paint: Paint,
): string[] {
  const { kind, count = 1, accesses, sentences } = violation;
  const more = count > 1 ? ` (one of ${inDigits(count)} reads)` : '';
  const left = accesses.length - operationsShown;
  return [
    `${paint.red(`NOT ${name}`)}  ${kind}`,
    '',
    wrapped(`${paint.red(kind)}  ${meaningOf(kind)}${more}`),
    ...columns(accesses.slice(0, operationsShown).map(rowOf), '  '),
    ...(left > 0 ? [`  … and ${counted(left, 'operation')} more`] : []),
    ...sentences.map((sentence) => wrapped(`- ${shown(sentence)}`, '  ')),
    ...(alsoBroken.length === 0
      ? []
      : ['', `Weaker models that it breaks: ${alsoBroken.join(', ')}.`]),
  ];
}

function rowOf({ operation, isRead }: Access, place: number): string[] {
  const { process, key, input, output, line, returnLine } = operation;
  const value = isRead ? output : (input ?? output);
  const lines = returnLine === undefined ? `line ${line}` : `lines ${line}-${returnLine}`;
  return [
    `O${place + 1}`,
    shown(`process ${process}`),
    shown(
      [
        isRead ? 'read' : 'wrote',
        ...(key === undefined ? [] : [inWords(key)]),
        inWords(value ?? null),
      ].join(' '),
    ),
    line === undefined ? '' : lines,
  ];
}

/** The same as plain data. Values are as JSON has them. */
export function guaranteeAsJson(source: string, judged: JudgedSessions): object {
  const { history, sessions, options, report } = judged;
  const { guarantee, verdict, violation, search } = report;
  return {
    history: source,
    format: history.format,
    encoding: history.encoding,
    consistency: guarantee,
    nilReadsAre: options.nilReads,
    verdict: verdict === 'unknown' ? verdict : verdict === 'holds' ? guarantee : `not-${guarantee}`,
    anomalies: violation === undefined ? [] : [anomalyAsJson(violation)],
    alsoBroken: report.alsoBroken,
    reads: sessions.reads,
    writes: sessions.accesses.length - sessions.reads,
    processes: sessions.sessions.length,
    keys: sessions.keys,
    failed: history.failed,
    leftOut: history.operations.length - sessions.accesses.length,
    otherEvents: history.skippedEvents,
    tries: search?.tries ?? null,
  };
}

function anomalyAsJson({ kind, count, accesses, sentences }: Violation): object {
  return {
    kind,
    means: meaningOf(kind),
    count: count ?? null,
    operations: accesses.map(({ operation, isRead }) => ({
      process: operation.process,
      f: operation.f,
      key: plainValue(operation.key),
      value: plainValue(isRead ? operation.output : (operation.input ?? operation.output)),
      line: operation.line ?? null,
      returnLine: operation.returnLine ?? null,
    })),
    story: sentences,
  };
}
