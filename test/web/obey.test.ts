/**
 * Goal: a line on the page does what it does in the terminal, at any moment, and nothing if it makes no sense.
 * Method: the same line given to the page at an event and to a playback that was played to there.
 */
import { expect, test } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { Playback, type Session } from '../../src/lab/session.ts';
import { obeyAt } from '../../src/web/by-hand/obey.ts';

const params = leaderCrash.params.parse({});
const session: Session = {
  ...{ scenario: leaderCrash.id, seed: '7', params, without: [], interventions: [], at: 51 },
};

test.each([
  ['crash n3', { kind: 'fault', fault: { kind: 'crash', node: 'n3' } }],
  ['pause n1', { kind: 'pause', node: 'n1' }],
  ['clock n2 jump 100', { kind: 'fault', fault: { kind: 'clock-jump', node: 'n2', byMs: 100 } }],
  ['off one-vote-per-term', { kind: 'switch', rule: 'one-vote-per-term', on: false }],
])('%s intervenes at the cursor', (line, intervention) => {
  const { session: after } = obeyAt(leaderCrash, session, line);
  expect(after.interventions).toEqual([{ event: 51, intervention }]);
  expect(after.at).toBeGreaterThan(51);
});

test('it moves as the terminal does', () => {
  const playback = new Playback(leaderCrash, session);
  playback.step();
  expect(obeyAt(leaderCrash, session, 'step').session).toEqual(playback.session);
});

test('what it tells is told, and nothing has changed', () => {
  const { lines, session: after } = obeyAt(leaderCrash, session, 'why');
  expect(lines.join('\n')).toContain('leads term 1');
  expect(after).toEqual(new Playback(leaderCrash, session).session);
});

test('a future that is left for another is kept, compared and opened again', () => {
  const crashed = obeyAt(leaderCrash, session, 'crash n3');
  const other = obeyAt(leaderCrash, { ...crashed.session, at: 40 }, 'pause n1', crashed);
  expect(other.branches.map((branch) => branch.session.interventions)).toEqual([
    crashed.session.interventions,
  ]);
  const { lines } = obeyAt(leaderCrash, other.session, 'compare 1', other);
  expect(lines[0]).toMatch(/^The same up to event \d+, at [\d.]+ ms\. Then:$/);
  const back = obeyAt(leaderCrash, other.session, 'switch 1', other);
  expect(back.session.interventions).toEqual(crashed.session.interventions);
  expect(back.branches.map((branch) => branch.session.interventions)).toEqual([
    other.session.interventions,
  ]);
});

test('breakpoints last from one line to the next', () => {
  const set = obeyAt(leaderCrash, session, 'break note commits');
  expect(set.lines).toEqual(['Breakpoint 1: note commits.']);
  const hit = obeyAt(leaderCrash, set.session, 'continue', set);
  expect(hit.said).toMatch(/^Stopped at breakpoint 1 \(note commits\): #\d+ /);
  expect(hit.session.at).toBeGreaterThan(51);
});

test.each([
  ['crsh n1', 'Did you mean "crash"?'],
  ['crash n9', 'n9'],
  ['save x', 'The page writes no files: copy the link or the token.'],
  ['quit', 'On the page there is no quit'],
])('%s is refused in a sentence', (line, message) => {
  expect(() => obeyAt(leaderCrash, session, line)).toThrow(message);
});
