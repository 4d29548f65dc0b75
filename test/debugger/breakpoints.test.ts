/**
 * Goal: a run stops at every moment that a breakpoint names, on and back, and nowhere else. Method:
 * each form of breakpoint on a run whose trace is read besides; and the law that going back stops
 * where going on has stopped, in the other order.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import splitVote from '../../scenarios/raft/split-vote.ts';
import type { Reply } from '../../src/debugger/command.ts';
import { obey } from '../../src/debugger/commands.ts';
import { must } from '../../src/kernel/must.ts';
import { countOf } from '../support/campaign.ts';
import { deskFor, type TestDesk } from '../support/desk.ts';
import { pingPongScenario } from '../support/ping-pong-scenario.ts';

const linesOf = (reply: Reply): readonly string[] => ('lines' in reply ? reply.lines : []);

function obeyed(desk: TestDesk, ...lines: string[]): readonly string[] {
  return lines.map((line) => linesOf(obey(desk, line))).at(-1) ?? [];
}

/** The number of events at each stop, until there is none, or so many. */
function stopsOf(desk: TestDesk, command: 'continue' | 'reverse', most = Infinity): number[] {
  const stops: number[] = [];
  while (stops.length < most) {
    const [said = ''] = obeyed(desk, command);
    if (!said.startsWith('Stopped at')) break;
    stops.push(desk.playback.events.length);
  }
  return stops;
}

const present = ({ playback }: TestDesk) => playback.present;

describe('a breakpoint', () => {
  test('on a note stops at the moment of each such note', () => {
    const desk = deskFor(leaderCrash, '7');
    obeyed(desk, 'break note leads');
    const stops = stopsOf(desk, 'continue');
    desk.playback.goTo(1e9);
    const elections = desk.playback.events.filter(
      (event) => event.kind === 'note' && event.detail.kind === 'leads',
    );
    expect(stops.length).toBe(elections.length);
    expect(elections.length).toBeGreaterThan(1);
    for (const [place, { id }] of elections.entries()) expect(stops[place]).toBeGreaterThan(id);
  });

  test('on a rule stops where the rule decides', () => {
    const desk = deskFor(splitVote, '1');
    const [said = ''] = obeyed(desk, 'break rule raft/one-vote-per-term', 'continue');
    expect(said).toMatch(/^Stopped at breakpoint 1 \(rule one-vote-per-term\): #\d+ n\d refuses/);
    const decided = present(desk).filter(
      (event) => event.kind === 'note' && event.detail.rule === 'one-vote-per-term',
    );
    expect(decided.length).toBe(1);
  });

  test('on a node stops at its next event', () => {
    const desk = deskFor(leaderCrash, '7');
    obeyed(desk, 'break node n2', 'continue');
    expect(present(desk).map(({ node }) => node)).toContain('n2');
  });

  test('on a state stops when it comes to hold, and not while it goes on', () => {
    const desk = deskFor(leaderCrash, '7');
    obeyed(desk, 'break when n3.term >= 2');
    expect(obeyed(desk, 'continue')).toEqual(['Stopped at breakpoint 1 (when n3.term >= 2).']);
    const state = desk.playback.run.world.node('n3').state;
    expect(state).toMatchObject({ currentTerm: 2 });
    expect(obeyed(desk, 'continue')).toEqual(['No breakpoint is hit from here on.']);
    obeyed(desk, 'delete 1', 'break when n3.currentTerm = 2', 'to 0');
    expect(obeyed(desk, 'continue')).toEqual([
      'Stopped at breakpoint 1 (when n3.currentTerm = 2).',
    ]);
  });

  test('on the state of any row, or on the life of a node', () => {
    const desk = deskFor(leaderCrash, '7');
    obeyed(desk, 'break when *.role = candidate', 'continue');
    expect(present(desk).some((e) => e.kind === 'note' && e.detail.kind === 'stands')).toBe(true);
    const leader = must(
      desk.playback.run.world.nodes.find(() => true),
      'a node',
    ).self;
    obeyed(desk, 'delete all', `break when ${leader}.life = down`, `crash ${leader}`, 'back 5');
    expect(obeyed(desk, 'continue')[0]).toContain(`${leader}.life = down`);
  });

  test('on a violation stops where the property is violated first', () => {
    const desk = deskFor(pingPongScenario, '1');
    obeyed(desk, 'break violated few-pings', 'continue');
    const [report] = desk.playback.run.reports().invariants;
    expect(report?.violations.length).toBe(1);
    desk.playback.back();
    expect(desk.playback.run.reports().invariants[0]?.violations).toEqual([]);
  });

  test('is listed, set once and deleted', () => {
    const desk = deskFor(pingPongScenario, '1');
    obeyed(desk, 'break node a', 'break event deliver', 'break node a');
    expect(obeyed(desk, 'breakpoints')).toEqual(['1  node a', '2  event deliver']);
    expect(obeyed(desk, 'delete 1')).toEqual(['Breakpoint 1, node a, is deleted.']);
    expect(obeyed(desk, '@')).toEqual(['1  event deliver']);
  });

  test.each([
    ['break', 'Break at what? Write break rule <rule>, or break note <kind>'],
    ['break node d', 'There is no node "d". There are: a, b, c.'],
    ['break node', 'There is no node "".'],
    ['break note sys', 'Did you mean "says"?'],
    ['break event delivr', 'Did you mean "deliver"?'],
    ['break rule answer', 'Did you mean "ping-pong/answer-pings"?'],
    ['break rule', 'Which rule? Write break rule <rule>.'],
    ['break violated few-ping', 'Did you mean "few-pings"?'],
    [
      'break when a',
      '"a" is not a comparison. Write break when <row>.<field> >= <value>, such as a.',
    ],
    ['break when d.pings > 1', 'There is no row "d".'],
    ['break when a.ping > 1', 'Did you mean "pings"?'],
    ['delete 1', 'There is no breakpoint "1".'],
    ['continue', 'There are no breakpoints. Set one, such as: break violated'],
    ['reverse', 'There are no breakpoints.'],
  ])('%s: is refused in one sentence', (line, message) => {
    const desk = deskFor(pingPongScenario, '1');
    expect(() => obeyed(desk, line)).toThrow(message);
    expect(desk.breakpoints).toEqual([]);
  });

  const forms = [
    ...['node a', 'node b', 'event timer', 'event drop', 'violated', 'violated pongs-come'],
    ...['when a.pings >= 3', 'when *.pongs = 2', 'when b.pings != 4', 'when c.life = up'],
  ];

  test.prop(
    [fc.subarray(forms, { minLength: 1 }), fc.string(), fc.array(fc.nat(30), { maxLength: 2 })],
    { numRuns: countOf({ unit: 12, deep: 300 }) },
  )('stops on the way back where it stopped on the way on', (some, seed, crashes) => {
    const desk = deskFor(pingPongScenario, seed);
    for (const steps of crashes) obeyed(desk, `step ${steps + 1}`, 'crash b', 'step', 'restart b');
    obeyed(desk, 'to 0', ...some.map((form) => `break ${form}`));
    const onward = stopsOf(desk, 'continue', 10);
    const back = stopsOf(desk, 'reverse');
    expect(back).toEqual(onward.slice(0, -1).toReversed());
    expect(desk.playback.session.at).toBe(onward[0] ?? 3);
  });
});
