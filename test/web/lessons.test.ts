/**
 * Goal: every step of every lesson shows what its text speaks of.
 * Method: each address is opened, and the words that it promises are looked for: in the event at the cursor, or in
 * the verdict.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import { parseRules } from '../../src/lab/catalogue.ts';
import { parseAssignments } from '../../src/lab/params.ts';
import { sentenceOf } from '../../src/lab/words.ts';
import { parseAddress, sessionOf } from '../../src/web/address/address.ts';
import { parseLessons } from '../../src/web/lessons/lesson.ts';
import { Recording } from '../../src/web/recording/recording.ts';

const file = join(projectFolder, 'src/web/lessons/lessons.json');
const lessons = parseLessons('lessons.json', readFileSync(file, 'utf8'));
const steps = lessons.flatMap(({ id, steps }) =>
  steps.map((step, place) => ({ ...step, name: `${id}:${place + 1}` })),
);

test('there are lessons on an election, Figure 8, the vote, a stampede, a lock and two phases', () => {
  expect(lessons.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'election',
      'figure-8',
      'the-vote',
      'stampede',
      'two-writers',
      'in-doubt',
    ]),
  );
});

test.each(steps)('$name sees "$sees"', async ({ address: written, sees }) => {
  const address = parseAddress(written);
  const scenario = await catalogue.scenario(address.scenario);
  const params = parseAssignments(scenario.params, address.assignments);
  const rules = parseRules(scenario.sim.rules, address.without);
  const recording = new Recording(scenario, sessionOf(address, params, rules)).finish();
  const { at } = address;
  const event = at === undefined ? undefined : recording.events[at - 1];
  const shown = event === undefined ? recording.result?.verdict : sentenceOf(event, scenario);
  expect(shown).toContain(sees);
});

test.each([
  ['no JSON', 'mine.json is not JSON.'],
  ['{"id": "a b", "title": "x", "steps": []}', 'mine.json is not a lesson: 0.id is wrong'],
  [
    '[{"id": "a", "title": "x", "steps": [{"address": "raft", "text": "y", "sees": "z"}]}]',
    '0.steps.0.address',
  ],
])('a file that is no lesson is refused in a sentence: %s', (text, message) => {
  expect(() => parseLessons('mine.json', text)).toThrow(message);
});
