/** An answer as text: what to say, the figures and rules behind it, and what is asked next. */

import type { Paint } from '../../draw/colour.ts';
import { wrapped } from '../../draw/text.ts';
import { inDigits } from '../../words/numbers.ts';
import type { Answer, AnswerFigure, AnswerRule } from '../answering.ts';

/** The question alone: a claim as it is said. */
export function questionAsText({ question, claim }: Answer, paint: Paint): string {
  return paint.bold(claim === undefined ? question : `Is it true? ${claim.says}`);
}

export function answerAsText(said: Answer, program: string, paint: Paint): string {
  const { claim, answer, figures, rules, further, runs } = said;
  const verdict = claim === undefined ? '' : `${capital(claim.verdict)}. `;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
  return [
    questionAsText(said, paint),
    '',
    wrapped(`${verdict}${answer}`, '  '),
    ...list(
      'Figures',
      figures.map((figure) => wrapped(figureInWords(figure), '  ')),
    ),
    ...list(
      'Rules',
      rules.flatMap((rule) => ruleLines(rule, paint)),
    ),
    ...list('Runs', [...runs.map((words) => `  ${program} ${words}`)]),
    ...list(
      'If asked further',
      further.flatMap(({ question, command }) => [
        wrapped(question, '  '),
        `    ${program} ${command}`,
      ]),
    ),
    '',
  ].join('\n');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `152.6 (expected at most 3,000)  a new leader within …` */
function figureInWords({ text, measured, bound: { atLeast, atMost } }: AnswerFigure): string {
  const value = measured === null ? 'not measured' : inDigits(measured);
  const isExact = atLeast !== undefined && atLeast === atMost;
  const bounds = isExact
    ? inDigits(atLeast)
    : atLeast !== undefined && atMost !== undefined
      ? `${inDigits(atLeast)} to ${inDigits(atMost)}`
      : atLeast !== undefined
        ? `at least ${inDigits(atLeast)}`
        : `at most ${inDigits(atMost ?? Infinity)}`;
  return `${text}: ${value}, expected ${bounds}`;
}

function ruleLines({ rule, because, lines, without }: AnswerRule, paint: Paint): string[] {
  const place = lines === undefined ? '' : `  ${paint.dim(lines)}`;
  const wrong = without === undefined ? `Without it ${because}.` : `Without it: ${without}.`;
  return [`  ${paint.cyan(rule)}${place}`, wrapped(wrong, '    ')];
}
