/** Two runs side by side, as text: where they part, what each did next, what came of each. */

import { metricInWords } from '../../check/figures.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns } from '../../draw/text.ts';
import { differenceOf, metricsSideBySide } from '../../lab/diff.ts';
import { sentenceOf } from '../../lab/words.ts';
import { inDigits, inMilliseconds } from '../../words/numbers.ts';
import type { Performance } from '../commands/run.ts';
import type { RunRequest } from '../request.ts';
import { storyLines, verdictInColour } from './run-text.ts';

/** One of the two, carried out. */
export interface Side extends Performance {
  readonly request: RunRequest;
  /** How to do it again. */
  readonly command: string;
}

export function comparable({ events, story, result: { metrics } }: Side) {
  return { events, story, metrics };
}

/** How much of each story is told after they part. */
const linesMax = 8;

export function diffAsText(a: Side, b: Side, paint: Paint): string {
  const head = columns([
    [paint.bold('a'), a.command],
    [paint.bold('b'), b.command],
  ]);
  const { event, line } = differenceOf(comparable(a), comparable(b));
  if (event === undefined) {
    return [...head, '', `The same run: digest ${a.result.digest}.`].join('\n');
  }
  return [
    ...head,
    '',
    ...parting(a, b, event, paint),
    '',
    ...stories(a, b, line, paint),
    ...outcomes(a, b, paint),
  ].join('\n');
}

function parting(a: Side, b: Side, event: number, paint: Paint): string[] {
  const before = a.events[event - 1];
  const atMs = inMilliseconds(before?.atMs ?? 0);
  const shared =
    event === 0
      ? 'They part at the first event.'
      : `The same up to event ${inDigits(event - 1)}, at ${atMs} ms. Then:`;
  const row = (name: string, { events, request }: Side) => {
    const next = events[event];
    if (next === undefined) return [paint.bold(name), '', 'is over'];
    const time = `${inMilliseconds(next.atMs)} ms`;
    return [paint.bold(name), paint.dim(time), sentenceOf(next, request.scenario)];
  };
  return [shared, ...columns([row('a', a), row('b', b)], '  ')];
}

function stories(a: Side, b: Side, line: number | undefined, paint: Paint): string[] {
  if (line === undefined) return ['What is told of them is the same, apart from the times.', ''];
  const told = (name: string, { story }: Side) => [
    paint.bold(name),
    ...storyLines(story.slice(line, line + linesMax), paint),
    ...(story.length > line + linesMax ? [`… ${story.length - line - linesMax} more lines`] : []),
    '',
  ];
  const shared =
    line === 0
      ? []
      : [`${inDigits(line)} ${line === 1 ? 'line' : 'lines'} of the story agree. Then:`, ''];
  return [...shared, ...told('a', a), ...told('b', b)];
}

function outcomes(a: Side, b: Side, paint: Paint): string[] {
  const metrics = metricsSideBySide(comparable(a), comparable(b));
  const unitOf = (name: string) => a.request.scenario.metrics[name]?.unit ?? '';
  return columns([
    ['', paint.bold('a'), paint.bold('b')],
    ['verdict', verdictInColour(a.result.verdict, paint), verdictInColour(b.result.verdict, paint)],
    ['broken', brokenIn(a), brokenIn(b)],
    ['events', inDigits(a.result.events), inDigits(b.result.events)],
    ...metrics.map((pair) => [
      pair.name,
      metricInWords(pair.a, unitOf(pair.name)),
      metricInWords(pair.b, unitOf(pair.name)),
    ]),
    ['digest', a.result.digest, b.result.digest],
  ]);
}

function brokenIn({ result: { invariants, goals, expectations } }: Side): string {
  const broken = [
    ...invariants.filter(({ violations }) => violations.length > 0),
    ...goals.filter(({ violated }) => violated),
    ...expectations.filter(({ holds }) => holds === false),
  ].map(({ id }) => id);
  return broken.length === 0 ? 'nothing' : broken.join(' ');
}
