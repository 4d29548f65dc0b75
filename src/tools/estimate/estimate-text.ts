/** An estimate, a topic and the list of topics as text. */

import type { Program } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import type { Estimate } from './estimate.ts';
import { inWords } from './figure.ts';
import type { AnyTopic, Check, Keys } from './topic.ts';

export function estimateAsText(
  { topic, asks, keys, figures, assumes, forgotten, check, scenario }: Estimate,
  seed: string,
  { paint, program }: Program,
): string {
  const given = keys.map(({ name, text, says }) => [name, text, says]);
  const lines = [
    paint.bold(asks),
    '',
    ...columns(given, '  '),
    '',
    paint.bold('Figures'),
    ...columns(
      figures.map(({ name, text, formula }) => [name, text, `= ${formula}`]),
      '  ',
    ),
    '',
    paint.bold('Assumes'),
    ...assumes.map((each) => wrapped(each, '  ')),
    '',
    paint.bold('What people forget'),
    wrapped(forgotten.says, '  '),
    ...(forgotten.rule === undefined ? [] : [`  ${program} describe estimation/${forgotten.rule}`]),
    ...(check === undefined ? [] : ['', paint.bold('Simulated'), ...checkAsText(check, seed)]),
    '',
    `${program} estimate ${topic} --help`,
    ...(scenario === undefined ? [] : [`${program} run ${scenario}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function checkAsText(check: Check & { readonly agrees: boolean }, seed: string): string[] {
  const { says, shown, predicted, measured, low, high, agrees } = check;
  const words = (value: number) => inWords(value, shown, 4);
  return [
    wrapped(`${says}:`, '  '),
    ...columns(
      [
        ['formula', words(predicted)],
        ['simulated', words(measured)],
        ['interval', `${words(low)} to ${words(high)}, missed by 4 seeds in 10,000 at most`],
        ['verdict', agrees ? `they agree (seed ${seed})` : `they do NOT agree (seed ${seed})`],
      ],
      '  ',
    ),
  ];
}

export function topicAsText({ id, asks, keys }: AnyTopic, { paint, program }: Program): string {
  const rows = Object.entries(keys as Keys).map(([name, { byDefault, says }]) => [
    `${name}=${byDefault}`,
    says,
  ]);
  const [first] = rows;
  return `${[
    paint.bold(asks),
    '',
    ...columns(rows, '  '),
    '',
    `${program} estimate ${id}${first === undefined ? '' : ` ${quotedIfNeeded(first[0] ?? '')}`}`,
  ].join('\n')}\n`;
}

const quotedIfNeeded = (word: string): string => (/[\s^$<>&|;()]/.test(word) ? `'${word}'` : word);

export function topicsAsText(
  topics: readonly Pick<AnyTopic, 'id' | 'asks'>[],
  { paint, program }: Program,
): string {
  return `${[
    paint.bold('What can be estimated'),
    ...columns(
      topics.map(({ id, asks }) => [id, asks]),
      '  ',
    ),
    '',
    `${program} estimate storage rate=100M/day size=500B for='3 years'`,
    `${program} estimate <topic> --help`,
  ].join('\n')}\n`;
}
