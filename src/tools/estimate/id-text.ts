/** What an id says, as text. */

import type { Program } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted } from '../../words/numbers.ts';
import { capitalised } from '../../words/sentences.ts';
import type { DecodedId, Field, Reading } from './id.ts';

export const idAsks = 'What does an id say?';

export function idAsText(
  { value, readings, forgotten }: DecodedId,
  { paint, program }: Program,
): string {
  const fits = readings.length === 1 ? [] : [`It fits ${counted(readings.length, 'layout')}:`, ''];
  const lines = [
    paint.bold(`What does ${value} say?`),
    '',
    ...fits,
    ...readings.flatMap((reading) => [...readingAsText(reading, paint), '']),
    paint.bold('What people forget'),
    wrapped(forgotten, '  '),
    '',
    `${program} run clocks/id-anatomy`,
  ];
  return `${lines.join('\n')}\n`;
}

function readingAsText({ says, time, fields, source }: Reading, paint: Program['paint']): string[] {
  const at = time === undefined ? [] : [['made', `${time.at} UTC`, `${time.unixMs} ms since 1970`]];
  return [
    paint.bold(capitalised(says)),
    ...columns(
      [...at, ...fields.map((field) => [field.name, inDigits(field), counted(field.bits, 'bit')])],
      '  ',
    ),
    `  ${source}`,
  ];
}

/** Counters in decimal digits, random bits and addresses in hex. */
const inDigits = ({ name, bits, value, hex }: Field): string =>
  bits > 32 && !name.startsWith('time') ? `0x${hex}` : value;

export const idHelpAsText = ({ paint, program }: Program): string =>
  `${[
    paint.bold(idAsks),
    '',
    wrapped(
      'Snowflakes (Twitter’s, Discord’s, Instagram’s, Sonyflakes), UUIDs of every version, ULIDs, KSUIDs and ObjectIds. epoch= is for a Snowflake of your own.',
      '  ',
    ),
    '',
    `${program} estimate id 175928847299117063`,
    `${program} estimate id 175928847299117063 epoch=2015-01-01`,
    `${program} estimate id 017f22e2-79b0-7cc3-98c4-dc0c0c07398f`,
  ].join('\n')}\n`;
