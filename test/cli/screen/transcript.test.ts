/**
 * Goal: lines of text do what the keys of the screen do, and the same lines always give the same
 * transcript. Method: golden transcripts, one of them of a Raft election from start to failover.
 */

import { expect, test } from 'vitest';
import firstElection from '../../../scenarios/raft/first-election.ts';
import { asText, transcript } from '../../../src/cli/screen/transcript.ts';
import { must } from '../../../src/kernel/must.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';
import { decodeToken } from '../../../src/lab/token.ts';
import { deskFor, plainStyle, type TestDesk } from '../../support/desk.ts';
import { pingPongScenario } from '../../support/ping-pong-scenario.ts';

const size = { columns: 100, rows: 24 };

async function typed(desk: TestDesk, ...lines: string[]): Promise<string> {
  const pieces: string[] = [];
  const refuse = (error: Error) => {
    throw error;
  };
  for await (const piece of transcript(desk, each(lines), asText(size, plainStyle), refuse))
    pieces.push(piece);
  return pieces.join('');
}

async function* each(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

const told = async (scenario: AnyScenario, ...lines: string[]) =>
  (await typed(deskFor(scenario, '1'), ...lines)).split('\n');

test('a Raft election, step by step', async () => {
  const desk = deskFor(firstElection, '1');
  const text = await typed(
    desk,
    ...['role', 'next deliver', 'role', 'why', 'goal leader-with-majority', 'crash leader'],
    ...[
      'role',
      'role',
      'back 2',
      'off one-vote-per-term',
      'violation',
      'cause',
      'quit',
      'never read',
    ],
  );
  await expect(text).toMatchFileSnapshot('../../transcripts/election.txt');
});

test('breakpoints and futures of a Raft election', async () => {
  const desk = deskFor(firstElection, '1');
  const text = await typed(
    desk,
    ...['break note votes', 'break when *.role = leader', 'breakpoints', 'continue', 'continue'],
    ...['reverse', 'delete 1', 'continue', 'crash leader', 'goal', 'back 40', 'pause n2'],
    ...['branches', 'compare 1', 'switch 1', 'compare 0', 'end'],
  );
  await expect(text).toMatchFileSnapshot('../../transcripts/futures.txt');
});

test('every way to intervene', async () => {
  const text = await typed(
    deskFor(pingPongScenario, '1'),
    ...['# a comment, and an empty line', '', 'step 3', 'deliver 5', 'drop #8', 'hold 11'],
    ...['duplicate 14', 'fire c', 'fire b tick', 'crash a', 'restart a', 'pause b', 'resume b'],
    ...[
      'partition a | b',
      'cut b c',
      'mend b c',
      'heal',
      'fault {"kind": "clock-jump", "node": "a", "byMs": 5}',
      'request say=hello',
      'request {"say": "a b"}',
    ],
    ...['off answer-pings', 'on ping-pong/answer-pings', 'back 3', 'end'],
  );
  await expect(text).toMatchFileSnapshot('../../transcripts/interventions.txt');
});

test('a slow node, with what it suffers from in the frame', async () => {
  const slowed = await told(pingPongScenario, 'step 3', 'slow a 5 1000');
  expect(slowed.join('\n')).toContain('slow a down 5 times for 1000 ms');
  expect(slowed.findLast((line) => line.includes('clock'))).toContain('suffers');
  const recovered = await told(pingPongScenario, 'step 3', 'slow a 5 1000', 'recover a');
  expect(recovered.findLast((line) => line.includes('clock'))).not.toContain('suffers');
});

test('disks and clocks, with what is wrong with a disk in the frame', async () => {
  const lines = await told(
    pingPongScenario,
    ...['step 3', 'disk a slow 20 1000', 'disk b hang 1000', 'disk c tear', 'clock a jump -100'],
    'clock b drift 200',
  );
  const text = lines.join('\n');
  for (const done of [
    'slow the disk of a by 20 ms a write for 1000 ms',
    'hang the disk of b for 1000 ms',
    'tear the next record that c loses in a crash',
    'put the clock of a back by 100 ms',
    'let the clock of b drift by 200 ppm',
  ]) {
    expect(text).toContain(done);
  }
  const rows = ['a', 'b', 'c'].map((name) =>
    lines.findLast((line) => line.trim().startsWith(`${name} `))?.trim(),
  );
  expect(rows).toEqual([
    expect.stringMatching(/-100\.0 +slow$/),
    expect.stringMatching(/hung$/),
    expect.stringMatching(/tears$/),
  ]);
  const mended = await told(pingPongScenario, 'step 3', 'disk b hang 1000', 'disk b mend');
  expect(mended.findLast((line) => line.includes('clock'))).not.toContain('disk');
});

test('keys are short for words', async () => {
  const words = await told(pingPongScenario, 'step 4', 'next deliver', 'back 2', 'heal');
  const keys = await told(pingPongScenario, 's 4', 'n deliver', 'b 2', 'H');
  const frames = (lines: string[]) => lines.filter((line) => !line.startsWith('> '));
  expect(frames(keys)).toEqual(frames(words));
});

test('moving to where nothing is says so, and stays', async () => {
  const lines = await told(
    pingPongScenario,
    ...['violation', 'violation', 'event 7', 'cause', 'cause', 'goal', 'goal', 'to 100'],
  );
  const after = (command: string, place = 0) =>
    lines[
      must(
        lines.flatMap((line, at) => (line === `> ${command}` ? [at] : []))[place],
        'line of the command',
      ) + 1
    ];
  expect(after('violation', 1)).toBe('No invariant is violated from here on.');
  expect(after('event 7')).toContain('9 events');
  expect(after('cause')).toBe('6 came of 1: b start');
  expect(after('cause', 1)).toBe('Nothing caused it: the run began with it.');
  expect(after('goal', 1)).toBe('No further goal is reached from here on.');
  expect(after('to 100')).toContain('100.000 ms');
});

test.each([
  ['stop', 'Line 1, "stop": There is no command "stop". Did you mean "step"?'],
  ['step x', '"x" is not a whole number from 1.'],
  ['back 0', '"0" is not a whole number from 1.'],
  ['to', '"" is not a time in ms, or with'],
  ['to -1', '"-1" is not a time in ms, or with'],
  ['event', '"" is not the number of an event.'],
  ['next delivr', 'Did you mean "deliver"?'],
  ['next role', 'Nothing in this run has a role or a state.'],
  ['goal pong', 'Did you mean "pongs-come"?'],
  ['play', 'play is for the screen: write step, to or end.'],
  ['drop', '"" is not the number of an event.'],
  ['drop 77', 'No message 77 is in flight.'],
  ['crash', 'Which node? Write crash <node>.'],
  ['crash d', 'There is no node "d".'],
  ['partition', 'Which nodes? Write partition n1 n2 or'],
  ['partition a |', 'Which nodes?'],
  ['cut a', 'Which link? Write cut <from> <to>.'],
  ['fire d', 'There is no node "d".'],
  ['slow', 'Which node? Write slow <node> <times> <ms>.'],
  ['slow a 5', 'Write slow a <times> <ms>.'],
  ['slow a 0.5 10', '0.5 10: not what slow a <times> <ms> takes.'],
  ['slow d 5 10', 'There is no node "d".'],
  ['outage', 'Which node? Write outage <node> refuses|hangs <ms>.'],
  ['outage a sulks 5', 'sulks 5: not what outage a refuses|hangs <ms> takes.'],
  ['outage a refuses 5', 'a serves no requests, so a fault "outage" has no effect.'],
  ['brownout a 2 0.5 5', 'a serves no requests, so a fault "brownout" has no effect.'],
  ['stall all 5', 'all serves no requests, so a fault "stall" has no effect.'],
  ['recover', 'Which node? Write recover <node>.'],
  ['disk a', 'Which disk, and what? Write disk <node> slow|hang|fill|tear|lose|mend.'],
  ['disk d hang 5', 'There is no node "d".'],
  ['disk a hung 5', 'Did you mean "hang"?'],
  ['disk a constructor', 'There is no fault of a disk "constructor".'],
  ['disk a slow 5', 'Write disk a slow <ms a write> <ms>.'],
  ['disk a hang soon', 'soon: not what disk a hang <ms> takes.'],
  ['disk a hang -5', '-5: not what disk a hang <ms> takes.'],
  ['disk a tear 5', 'Write disk a tear.'],
  ['clock a drift', 'Write clock a drift <ppm>.'],
  ['clock a jmp 5', 'Did you mean "jump"?'],
  ['fault', 'Nothing is not JSON.'],
  ['fault {"kind":"fire"}', 'is not a fault. Their kinds are: crash, restart, pause,'],
  ['fault {"kind":"crash","node":"d"}', 'There is no node "d".'],
  ['request', 'Which operation? Write it as JSON.'],
  ['request shout', '"shout" is not name=value.'],
  ['request {"say"', 'is not JSON.'],
  ['request shout=1', 'knows no such operation'],
  ['off', 'Which rule? Write off <rule>.'],
  ['off answer', 'Did you mean "ping-pong/answer-pings"?'],
  ['why 99', 'There has been no event 99 yet.'],
  ['why x', '"x" is not the number of an event.'],
  ['code pings', 'No rule "pings". There are: answer-pings.'],
  ['show', 'Which rows? Write show <text>'],
  ['wait x', '"x" is not a time in ms, or with'],
  ['save', 'Where to? Write save <file>.'],
])('%s: is refused in one sentence', async (line, message) => {
  await expect(told(pingPongScenario, line)).rejects.toThrow(message);
});

test('the token that is saved names the whole run, with what was done by hand', async () => {
  const desk = deskFor(pingPongScenario, '1');
  const text = await typed(desk, 'step 2', 'drop 5', 'save run.token', 'token');
  const token = desk.saved.get('run.token')?.trim() ?? '';
  expect(text).toContain(token);
  expect(decodeToken(token).interventions).toEqual([
    { event: 9, intervention: { kind: 'drop', message: 5 } },
  ]);
});

test('only the rows that are asked for are shown', async () => {
  const desk = deskFor(pingPongScenario, '1');
  const rows = (text: string) => text.match(/^ [abc] {2}/gm)?.map((row) => row.trim());
  expect(rows(await typed(desk, 'show b'))).toEqual(['a', 'b', 'c', 'b']);
  expect(rows(await typed(desk, 'show *'))).toEqual(['b', 'a', 'b', 'c']);
});

test('time passes by a hundredth of the run, or by so much', async () => {
  const lines = await told(pingPongScenario, 'wait', 'wait 10.5', 'to 3', 'to 300');
  const clocks = lines
    .filter((line) => line.startsWith('ping-pong/ring'))
    .map((line) => line.slice(-10));
  expect(clocks.map((clock) => clock.trim())).toEqual([
    ...['0.000 ms', '2.000 ms', '12.500 ms', '3.000 ms', '200.000 ms'],
  ]);
  expect(lines[lines.indexOf('> to 300') + 1]).toBe('The run is over. Verdict: fail.');
});

test('help fits the smallest screen, and leaves nothing out', async () => {
  const lines = await told(pingPongScenario, 'help');
  const help = lines.slice(lines.indexOf('> help') + 1);
  for (const line of help) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).not.toContain('…');
  }
  const keys = help.filter((line) => line !== '').map((line) => line.trim().split(' ')[0]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(30);
});
