/**
 * Goal: no future is lost by an intervention in the past, and two of them compare as their runs do.
 * Method: examples by lines of text, and for any interventions the law that switching there and back
 * leads to the same session.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import firstElection from '../../scenarios/raft/first-election.ts';
import { type Reply, told } from '../../src/debugger/command.ts';
import { obey } from '../../src/debugger/commands.ts';
import { run } from '../../src/lab/run.ts';
import { countOf } from '../support/campaign.ts';
import { deskFor, type TestDesk } from '../support/desk.ts';
import { pingPongScenario } from '../support/ping-pong-scenario.ts';

function obeyed(desk: TestDesk, ...lines: string[]): Reply {
  return lines.map((line) => obey(desk, line)).at(-1) ?? told([]);
}

const linesOf = (reply: Reply): readonly string[] => ('lines' in reply ? reply.lines : []);

describe('branches', () => {
  test('nothing is kept while one goes on, and the other future when one goes back', () => {
    const desk = deskFor(pingPongScenario, '1');
    expect(linesOf(obeyed(desk, 'step 4', 'crash b', 'step 2', 'restart b'))).toEqual([]);
    expect(desk.branches).toEqual([]);
    const { interventions } = desk.playback.session;
    const said = linesOf(obeyed(desk, 'back 3', 'pause c'));
    expect(said).toEqual(['What happens without it is branch 1: compare 1, or switch 1.']);
    expect(desk.branches.map(({ session }) => session.interventions)).toEqual([interventions]);
    expect(linesOf(obeyed(desk, 'branches'))).toEqual([
      'here  2 interventions: crash b at event 14, pause c at event 16',
      '0     the run with nothing done by hand',
      '1     2 interventions: crash b at event 14, start b at event 20; left at 14 ms',
    ]);
  });

  test('a future that was only seen is kept too, and the run’s own course always', () => {
    const desk = deskFor(pingPongScenario, '1');
    const said = obeyed(desk, 'step 6', 'back 2', 'crash a');
    expect(linesOf(said)).toEqual(['What happens without it is branch 0: compare 0, or switch 0.']);
    expect(desk.branches).toEqual([]);
    obeyed(desk, 'step 6', 'back 3', 'crash b');
    expect(desk.branches.map(({ session }) => session.interventions.length)).toEqual([1]);
  });

  test('switching goes to where the two part, and keeps the one that is left', () => {
    const desk = deskFor(pingPongScenario, '1');
    obeyed(desk, 'step 4', 'crash b', 'step 4', 'to 0', 'step 2', 'pause c', 'step 3');
    const here = desk.playback.session;
    const said = obeyed(desk, 'switch 0');
    expect(linesOf(said)).toEqual(['The future that was left is branch 2.']);
    expect(desk.playback.session).toMatchObject({ interventions: [], at: 9 });
    obeyed(desk, 'switch 2');
    expect(desk.playback.session.interventions).toEqual(here.interventions);
    expect(desk.branches.length).toBe(1);
  });

  test('comparing tells the first difference and both verdicts, as the runs have them', () => {
    const desk = deskFor(firstElection, '7');
    const reply = obeyed(desk, 'goal leader-elected', 'off one-vote-per-term', 'compare 0');
    const { session } = desk.playback;
    const { at, untilMs, ...options } = session;
    const verdicts = [
      run(firstElection, options),
      run(firstElection, { ...options, interventions: [] }),
    ];
    expect(reply).toMatchObject({
      data: {
        event: session.interventions[0]?.event,
        here: { verdict: verdicts[0]?.verdict },
        there: { verdict: verdicts[1]?.verdict },
      },
    });
    const text = linesOf(reply).join('\n');
    expect(text).toMatch(/^The same up to event \d+, at [\d.]+ ms\. Then:$/m);
    expect(text).toMatch(/^ {2}here +#\d+ .*by hand: switch the rule one-vote-per-term off$/m);
    expect(text).toMatch(/^verdict +PASS +PASS$/m);
    expect(linesOf(obeyed(deskFor(firstElection, '7'), 'compare'))).toEqual([
      'Both are the same run: pass.',
    ]);
  });

  test.each([
    ['switch', 'Switch to which branch? There are: 0. See them with: branches'],
    ['switch 1', 'There is no branch "1". There are: 0.'],
    ['compare x', 'There is no branch "x".'],
  ])('%s: is refused in one sentence', (line, message) => {
    expect(() => obeyed(deskFor(pingPongScenario, '1'), line)).toThrow(message);
  });

  const does = fc.constantFrom('crash a', 'crash b', 'pause c', 'step 3', 'back 2', 'to 0', 'heal');

  test.prop([fc.array(does, { maxLength: 12 }), fc.nat()], {
    numRuns: countOf({ unit: 30, deep: 500 }),
  })('switching there and back leads to the same future', (lines, which) => {
    const desk = deskFor(pingPongScenario, '1');
    for (const line of lines) {
      try {
        obeyed(desk, line);
      } catch {
        // What is down cannot crash again.
      }
    }
    const futures = () =>
      [desk.playback.session, ...desk.branches.map(({ session }) => session)]
        .map(({ interventions }) => JSON.stringify(interventions))
        .filter((one) => one !== '[]')
        .sort();
    const before = futures();
    expect(new Set(before).size).toBe(before.length);
    const here = desk.playback.session;
    const number = which % (desk.branches.length + 1);
    obeyed(desk, `switch ${number}`);
    expect(futures()).toEqual(before);
    if (here.interventions.length === 0) return;
    obeyed(desk, `switch ${desk.branches.length}`);
    expect(desk.playback.session.interventions).toEqual(here.interventions);
    expect(futures()).toEqual(before);
  });
});
