/** What `lab check --consistency` prints of a history of transactions. */
import { type Anomaly, meaningOf } from '../../check/isolation/anomaly.ts';
import type { IsolationReport } from '../../check/isolation/check.ts';
import type { Gaps } from '../../check/isolation/findings.ts';
import type { Step, Transaction } from '../../check/isolation/transaction.ts';
import { inWords, type Value } from '../../check/linearizability/value.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { type Understood, understoodRows } from '../input/understood.ts';
import { formatNames } from './check-text.ts';
import { plainValue } from './plain-value.ts';
import type { TransactionHistory } from './read-transactions.ts';

export interface JudgedTransactions {
  readonly history: TransactionHistory;
  readonly report: IsolationReport;
}

const toldMax = 4;
const transactionCharactersMax = 100;

export function consistencyAsText(
  source: string,
  judged: JudgedTransactions,
  paint: Paint,
): string {
  const { level, dependencies } = judged.report;
  const facts: [string, string][] = [
    ['history', source === '-' ? 'standard input' : source],
    ...understoodRows(understood(judged)),
    ['level', `${level.name}${level.isRealTime ? ', with the order of real time' : ''}`],
    ['graph', counted(dependencies, 'dependency', 'dependencies')],
  ];
  return [
    ...columns(facts.map(([name, says]) => [paint.dim(name), says])),
    '',
    ...verdictLines(judged.report, paint),
    ...gapLines(judged.report.gaps),
    '',
  ].join('\n');
}

function understood({ history, report }: JudgedTransactions): Understood {
  const { transactions, skippedEvents, otherLines } = history;
  const of = (outcome: Transaction['outcome']) =>
    inDigits(transactions.filter((transaction) => transaction.outcome === outcome).length);
  const aside = [
    ...(skippedEvents > 0 ? [`${counted(skippedEvents, 'event')} of no client`] : []),
    ...(otherLines > 0 ? [`${counted(otherLines, 'line')} about something else, skipped`] : []),
  ];
  return {
    format: [`${formatNames[history.format]}, ${history.encoding}`, ...aside].join('; '),
    facts: [
      {
        name: 'content',
        value: `${counted(transactions.length, 'transaction')} of ${counted(processesIn(transactions), 'process', 'processes')} on ${counted(report.objects, 'object')}; ${of('ok')} committed, ${of('fail')} aborted, ${of('info')} unknown`,
      },
    ],
  };
}

function processesIn(transactions: readonly Transaction[]): number {
  return new Set(transactions.map(({ process }) => process)).size;
}

function verdictLines(report: IsolationReport, paint: Paint): string[] {
  const name = report.level.name.toUpperCase();
  switch (report.verdict) {
    case 'holds':
      return [
        `${paint.green(name)}  the history contradicts it nowhere`,
        ...report.allowed.map(({ kind }) =>
          wrapped(`Found, and allowed by this level: ${kind}, ${meaningOf(kind)}.`),
        ),
      ];
    case 'unknown':
      return [
        `${paint.yellow('UNKNOWN')}  no transaction is known to depend on another: nothing is proved`,
      ];
    case 'violated':
      return [
        `${paint.red(`NOT ${name}`)}  ${kindsOf(report.violations)}`,
        ...report.violations
          .slice(0, toldMax)
          .flatMap((anomaly) => storyLines(anomaly, report, paint)),
        ...weakest(report),
      ];
  }
}

function kindsOf(anomalies: readonly Anomaly[]): string {
  return anomalies.map(({ kind }) => kind).join(', ');
}

function weakest({ weakestBroken, level }: IsolationReport): string[] {
  if (weakestBroken === undefined || weakestBroken === level) return [];
  return ['', `It is not ${weakestBroken.name} either.`];
}

function storyLines({ kind, story, transactions }: Anomaly, report: IsolationReport, paint: Paint) {
  const count = report.counts.get(kind) ?? 1;
  const more = count > 1 ? ` (one of ${inDigits(count)})` : '';
  const rows = transactions.map((transaction, place) => [
    `T${place + 1}`,
    transaction.process === undefined ? '' : shown(`process ${transaction.process}`),
    shown(stepsInWords(transaction)),
    linesOf(transaction),
  ]);
  return [
    '',
    wrapped(`${paint.red(kind)}  ${meaningOf(kind)}${more}`),
    ...columns(rows, '  '),
    ...story.map((sentence) => wrapped(`- ${shown(sentence)}`, '  ')),
  ];
}

function stepsInWords({ steps, outcome }: Transaction): string {
  const words = steps.map((step) => stepInWords(step, outcome === 'ok')).join(' ');
  const half = transactionCharactersMax / 2;
  return words.length <= transactionCharactersMax
    ? words
    : `${words.slice(0, half)}…${words.slice(-half)}`;
}

const shortNames = { append: ':append', write: ':w', read: ':r' } as const;

function stepInWords({ f, key, value }: Step, isKnown: boolean): string {
  const is = f === 'read' && !isKnown ? '?' : inWords(value);
  return `[${shortNames[f]} ${inWords(key)} ${is}]`;
}

function linesOf({ line, returnLine, outcome }: Transaction): string {
  if (line === undefined) return '';
  const ending = outcome === 'ok' ? '' : outcome === 'fail' ? ', aborted' : ', unknown';
  return `${returnLine === undefined ? `line ${line}` : `lines ${line}-${returnLine}`}${ending}`;
}

function gapLines(gaps: Gaps): string[] {
  const { unorderedObjects, unwrittenValues, ambiguousValues } = gaps;
  const parts = [
    ...(unorderedObjects > 0
      ? [`the whole order of versions of ${counted(unorderedObjects, 'object')}`]
      : []),
    ...(unwrittenValues > 0
      ? [`the writes of ${counted(unwrittenValues, 'value')} that were read`]
      : []),
    ...(ambiguousValues > 0
      ? [
          `which write a read of ${counted(ambiguousValues, 'value')} saw, written more than once or as nil`,
        ]
      : []),
  ];
  return parts.length === 0
    ? []
    : ['', wrapped(`The history does not tell ${parts.join('; ')}. An anomaly may hide there.`)];
}

/** The same as plain data. Values are as JSON has them. */
export function consistencyAsJson(source: string, { history, report }: JudgedTransactions): object {
  const { transactions } = history;
  const { level, verdict } = report;
  const of = (outcome: Transaction['outcome']) =>
    transactions.filter((transaction) => transaction.outcome === outcome).length;
  return {
    history: source,
    format: history.format,
    encoding: history.encoding,
    consistency: level.id,
    verdict: verdict === 'unknown' ? verdict : verdict === 'holds' ? level.id : `not-${level.id}`,
    anomalies: report.violations.map((anomaly) => anomalyAsJson(anomaly, report)),
    allowedAnomalies: report.allowed.map((anomaly) => anomalyAsJson(anomaly, report)),
    weakestLevelBroken: report.weakestBroken?.id ?? null,
    transactions: transactions.length,
    committed: of('ok'),
    aborted: of('fail'),
    unknown: of('info'),
    processes: processesIn(transactions),
    objects: report.objects,
    dependencies: report.dependencies,
    notTold: report.gaps,
    otherEvents: history.skippedEvents,
  };
}

function anomalyAsJson(anomaly: Anomaly, { counts }: IsolationReport): object {
  const { kind, key, transactions, story, cycle } = anomaly;
  return {
    kind,
    means: meaningOf(kind),
    count: counts.get(kind) ?? null,
    key: plainValue(key),
    transactions: transactions.map(transactionAsJson),
    story,
    cycle:
      cycle?.map((edge, place) => ({
        from: `T${place + 1}`,
        to: `T${((place + 1) % cycle.length) + 1}`,
        dependency: edge.kind,
        key: plainValue(edge.key),
        version: plainValue(edge.value),
        nextVersion: plainValue(edge.next),
      })) ?? null,
  };
}

function transactionAsJson({ process, outcome, steps, line, returnLine }: Transaction): object {
  const told = ({ f, value }: Step): Value | undefined =>
    f === 'read' && outcome !== 'ok' ? undefined : value;
  return {
    process: process ?? null,
    type: outcome,
    value: steps.map((step) => [
      shortNames[step.f].slice(1),
      plainValue(step.key),
      plainValue(told(step)),
    ]),
    line: line ?? null,
    returnLine: returnLine ?? null,
  };
}
