/** Proves that sentences are parted where they end, and that tables in a text are none. */
import { expect, test } from 'vitest';
import { sentencesIn } from '../../src/words/sentences.ts';

test.each([
  ['One. Two 3.5 ms. Three?', ['One.', 'Two 3.5 ms.', 'Three?']],
  [
    'It took 1.5 s (0.3 of it asleep). 2 were lost.',
    ['It took 1.5 s (0.3 of it asleep).', '2 were lost.'],
  ],
  ['All of it:\nR  W  stale\n1  1  56%\nNone is stale.', ['All of it: None is stale.']],
  ['', []],
])('%j', (text, sentences) => {
  expect(sentencesIn(text)).toEqual(sentences);
});
