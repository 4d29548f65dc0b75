/** An answer as text: what to say, the figures and rules behind it, and what is asked next. */

import { expectationInWords } from '../../check/figures.ts';
import type { Paint } from '../../draw/colour.ts';
import { wrapped } from '../../draw/text.ts';
import { inShort } from '../../host/code-place.ts';
import type { ClaimVerdict } from '../../lab/claim.ts';
import type { AnswerRule } from '../answer-rules.ts';
import type { Params, Side } from '../answer-sides.ts';
import type { Answer } from '../answering.ts';

/** The question alone: a claim as it is said. */
export function questionAsText({ question, claim }: Answer, paint: Paint): string {
  return paint.bold(claim === undefined ? question : `Is it true? ${claim.says}`);
}

export function answerAsText(said: Answer, program: string, paint: Paint): string {
  const { claim, answer, means, decides, sides, figures, rules, code, terms } = said;
  const { runs, settings, estimate, further } = said;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
  return [
    questionAsText(said, paint),
    ...(sides === undefined ? figuresLines(said.params, '') : []),
    ...(said.assumed.length === 0 ? [] : [`Assumed: ${said.assumed.join(', ')}`]),
    ...(said.leftOut.length === 0
      ? []
      : [`Not read from your question: ${said.leftOut.join(', ')}`]),
    '',
    ...(sides === undefined
      ? verdictAnd(answer, claim?.verdict)
          .split('\n')
          .map((line) => wrapped(line, '  '))
      : [
          ...[means, decides].flatMap((line) => (line === undefined ? [] : [wrapped(line, '  ')])),
          ...sides.flatMap((side) => sideLines(side, paint)),
        ]),
    ...list(
      'Words',
      terms.map(({ name, means }) => wrapped(`${name}: ${means}`, '  ')),
    ),
    ...list(
      'Figures',
      figures.flatMap((figure, place) => [
        ...(figure.of === figures[place - 1]?.of ? [] : [paint.dim(`  ${figure.of}`)]),
        wrapped(expectationInWords(figure), figure.of === undefined ? '  ' : '    '),
      ]),
    ),
    ...list(
      'Rules',
      rules.flatMap((rule) => ruleLines(rule, program, paint)),
    ),
    ...list(
      'Code',
      code.map((place) => `  ${place.name}  ${paint.dim(inShort(place))}`),
    ),
    ...list('Runs', [
      ...runs.slice(0, 1).map((words) => `  ${program} ${words}`),
      ...(settings.length === 0 ? [] : [`    with your own figures: ${settings.join(' ')}`]),
      ...runs.slice(1).map((words) => `  ${program} ${words}`),
      ...(estimate === undefined ? [] : [`  ${program} ${estimate}`]),
    ]),
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

const sideLines = ({ name, asks, params, answer }: Side, paint: Paint): string[] => [
  `  ${paint.bold(name)}`,
  ...(asks === undefined ? [] : [paint.dim(wrapped(asks, '    '))]),
  ...figuresLines(params, '    '),
  wrapped(answer, '    '),
];

/** What the scenario asks has figures of its own. */
function figuresLines(params: Params, indent: string): string[] {
  const set = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return set.length === 0 ? [] : [`${indent}With your figures: ${set.join(', ')}`];
}

/** What begins with it need not be told twice. */
const saysVerdict = /^(Yes|No|It depends|Not)\b/;

const shortAnswers = { confirmed: 'Yes.', refuted: 'No.', depends: 'It depends.' } as const;

/** What a claim depends on is often the answer's first words: `It depends on the leeway.` */
function verdictAnd(answer: string, verdict: ClaimVerdict | undefined): string {
  if (verdict === undefined || saysVerdict.test(answer)) return answer;
  if (verdict === 'depends' && answer.startsWith('On ')) return `It depends o${answer.slice(1)}`;
  return `${shortAnswers[verdict]} ${answer}`;
}

function ruleLines(
  { rule, because, lines, without, run }: AnswerRule,
  program: string,
  paint: Paint,
): string[] {
  const place = lines === undefined ? '' : `  ${paint.dim(lines)}`;
  const seen = without === undefined ? '' : ` Seen: ${without}.`;
  return [
    `  ${paint.cyan(rule)}${place}`,
    wrapped(`Without it ${because}.${seen}`, '    '),
    `    ${program} ${run}`,
  ];
}
