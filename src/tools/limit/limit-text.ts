/** What limiters would have done to a log, as text and as JSON. */

import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits, inPercent } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { timeInWords } from '../input/times.ts';
import { understoodRows } from '../input/understood.ts';
import type { KeyReport, Replay } from './replay.ts';
import type { RequestLog } from './requests.ts';

interface Most {
  readonly keys: number;
  readonly refused: number;
}

export function limitAsText(
  path: string,
  { requests, understood, remarks }: RequestLog,
  replays: readonly Replay[],
  most: Most,
  paint: Paint,
): string {
  const [first, last] = [requests[0]?.atMs ?? 0, requests.at(-1)?.atMs ?? 0];
  const keys = new Set(requests.map(({ key }) => key)).size;
  return [
    `${paint.bold(shown(path))}  ${count(requests.length, 'request')} of ${count(keys, 'key')}, ${timeInWords(first)} to ${timeInWords(last)}`,
    ...columns(understoodRows(understood), '  '),
    ...replays.flatMap((replay) => ['', ...replayLines(replay, most, paint)]),
    ...(remarks.length === 0 ? [] : ['']),
    ...remarks.map((remark) => wrapped(`note: ${remark}`, '  ').trimEnd()),
  ].join('\n');
}

function replayLines(replay: Replay, most: Most, paint: Paint): string[] {
  const { specification, admitted, refused, keys } = replay;
  const { text, kind, limit } = specification;
  const edges = keys.filter(({ hasEdgeBurst }) => hasEdgeBurst);
  const told = keys.filter(
    (key) => key.refused.length > 0 || key.hasEdgeBurst || key.longestDelayMs > 0,
  );
  const shownKeys = told.slice(0, most.keys);
  return [
    `${paint.bold(text)}  ${kind}: admits ${inDigits(admitted)}, refuses ${inDigits(refused)} (${inPercent(refused / (admitted + refused))})`,
    ...(edges.length === 0
      ? []
      : [
          `  ${paint.red('edge burst')}: ${count(edges.length, 'key')} with more than ${inDigits(limit.count)} admitted within ${inDigits(limit.periodMs)} ms`,
        ]),
    ...shownKeys.flatMap((key) => keyLines(key, replay, most, paint)),
    ...(told.length > shownKeys.length
      ? [`  ${count(told.length - shownKeys.length, 'more key')}: see --keys`]
      : []),
  ];
}

function keyLines(
  report: KeyReport,
  { specification }: Replay,
  most: Most,
  paint: Paint,
): string[] {
  const { key, requests, admitted, refused, busiest, hasEdgeBurst, longestDelayMs } = report;
  const { limit } = specification;
  const lines = refused
    .slice(0, most.refused)
    .map(({ line, atMs, retryAfterMs }) => [
      `line ${line}`,
      timeInWords(atMs),
      retryAfterMs === null
        ? 'costs more than the limit'
        : `retry after ${inDigits(retryAfterMs)} ms`,
    ]);
  return [
    `  ${key === '' ? 'all' : shown(key, 60)}  ${inDigits(admitted)} of ${inDigits(requests)} admitted, at most ${inDigits(busiest.cost)} within ${inDigits(limit.periodMs)} ms, to line ${busiest.line}${hasEdgeBurst ? paint.red('  edge burst') : ''}${longestDelayMs > 0 ? `, delayed up to ${inDigits(longestDelayMs)} ms` : ''}`,
    ...columns(lines, '    '),
    ...(refused.length > lines.length
      ? [
          `    ${count(refused.length - lines.length, 'more refused line')}: see --refused or --json`,
        ]
      : []),
  ];
}

const count = (amount: number, one: string): string =>
  amount === 1 ? counted(1, one) : `${inDigits(amount)} ${one}s`;

export const limitAsJson = (path: string, log: RequestLog, replays: readonly Replay[]) => ({
  schema: 'seedlab.limit.1',
  file: path,
  requests: log.requests.length,
  understood: log.understood,
  remarks: log.remarks,
  limiters: replays.map(({ specification: { text, kind, limit }, admitted, refused, keys }) => ({
    option: text,
    kind,
    limit,
    admitted,
    refused,
    keys,
  })),
});
