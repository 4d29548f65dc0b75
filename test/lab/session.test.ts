/**
 * Goal: a session is all that there is to stepping: what is shown follows from it alone, whoever
 * plays it and however it got there; going back is exact; a fork leaves what it came from as it was.
 * Method: random acts at the debugger, in scenarios with and without faults.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import firstElection from '../../scenarios/raft/first-election.ts';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import splitVote from '../../scenarios/raft/split-vote.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { pictureOf } from '../../src/lab/picture.ts';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { Playback, type Session } from '../../src/lab/session.ts';
import { decodeToken, encodeToken } from '../../src/lab/token.ts';
import { crash, heal } from '../../src/world/fault.ts';
import { countOf } from '../support/campaign.ts';
import { acts, enact } from '../support/interventions.ts';
import { pingPongScenario } from '../support/ping-pong-scenario.ts';

const stage = fc.constantFrom<AnyScenario>(firstElection, splitVote, randomFaults);

function begin(scenario: AnyScenario, seed: string): Playback {
  const params = 'faults' in scenario.params.shape ? { faults: 20, stormMs: 300 } : {};
  const nothing = { without: [], interventions: [], at: 0 };
  return new Playback(scenario, { scenario: scenario.id, seed, params, ...nothing });
}

/** Plays a session by itself. */
const play = (scenario: AnyScenario, session: Session) => new Playback(scenario, session);

describe('a session', () => {
  test.prop([stage, fc.string(), acts], { numRuns: countOf({ unit: 12, deep: 200 }) })(
    'shows the same picture whoever plays it, and however it got there',
    (scenario, seed, acts) => {
      const playback = begin(scenario, seed);
      for (const act of acts) enact(playback, act);
      const again = play(scenario, playback.session);
      expect(pictureOf(again)).toEqual(pictureOf(playback));
      expect(again.run.world.digest).toBe(playback.run.world.digest);
      expect(again.session).toEqual(playback.session);
    },
  );

  test.prop([stage, fc.string(), acts, fc.integer({ min: 1, max: 60 })], {
    numRuns: countOf({ unit: 12, deep: 200 }),
  })('n moments forward and n back lead to where it was', (scenario, seed, acts, n) => {
    const playback = begin(scenario, seed);
    for (const act of acts) enact(playback, act);
    // Time that was let pass is passed over on the way back.
    playback.goTo(playback.events.length);
    const before = pictureOf(playback);
    let moved = 0;
    while (moved < n && playback.step()) moved += 1;
    if (moved > 0) playback.back(moved);
    expect(pictureOf(playback)).toEqual(before);
  });

  test.prop([stage, fc.string(), acts], { numRuns: countOf({ unit: 12, deep: 200 }) })(
    'is repeated by its token to the last event, and conserves every message',
    (scenario, seed, acts) => {
      const playback = begin(scenario, seed);
      for (const act of acts) enact(playback, act);
      const { at, untilMs, ...options } = playback.session;
      const first = run(scenario, options);
      const identity = decodeToken(encodeToken({ ...options, plan: undefined } as never));
      const again = run(scenario, identity);
      expect(again.digest).toBe(first.digest);
      expect(again.events).toBe(first.events);
      const conserved = first.invariants.find(({ id }) => id === 'messages-conserved');
      expect(conserved?.violations).toEqual([]);

      playback.goTo(first.events);
      expect(playback.events.length).toBe(first.events);
    },
  );

  test.prop([stage, fc.string(), acts, acts], { numRuns: countOf({ unit: 12, deep: 200 }) })(
    'is left untouched by a fork of it',
    (scenario, seed, acts, others) => {
      const original = begin(scenario, seed);
      for (const act of acts) enact(original, act);
      const session = structuredClone(original.session);
      const events = [...original.events];
      const fork = play(scenario, session);
      for (const act of others) enact(fork, act);
      expect(original.session).toEqual(session);
      expect(play(scenario, session).events).toEqual(events);
    },
  );

  test('an intervention in the past forgets those that came after it', () => {
    const playback = begin(pingPongScenario, '1');
    playback.goTo(12);
    playback.intervene({ kind: 'fault', fault: crash('a') });
    playback.goTo(100);
    const late = playback.events.length;
    playback.intervene({ kind: 'fault', fault: crash('b') });
    expect(playback.session.interventions.map(({ event }) => event)).toEqual([12, late]);

    playback.goTo(70);
    expect(playback.session.interventions.map(({ event }) => event)).toEqual([12, late]);
    const at = playback.events.length;
    playback.intervene({ kind: 'fault', fault: crash('c') });
    expect(playback.session.interventions.map(({ event }) => event)).toEqual([12, at]);
  });

  test('steps in moments: each leaves something in the trace, and all of them are the run', () => {
    const playback = begin(randomFaults, 'moments');
    let moments = 0;
    for (let before = playback.events.length; playback.step(); before = playback.events.length) {
      expect(playback.events.length).toBeGreaterThan(before);
      moments += 1;
    }
    const { at, untilMs, ...options } = playback.session;
    expect(playback.events.length).toBe(run(randomFaults, options).events);
    expect(moments).toBeGreaterThan(100);
    expect(playback.step()).toBe(false);
  });

  test('lets time pass up to any moment, and intervenes there', () => {
    const playback = begin(pingPongScenario, '1');
    playback.waitUntil(12.5);
    expect(playback.session).toMatchObject({ at: 12, untilMs: 12.5 });
    expect(pictureOf(playback).nowMs).toBe(12.5);
    playback.intervene({ kind: 'fault', fault: crash('b') });
    expect(playback.present[0]).toMatchObject({ kind: 'intervention', id: 12, atMs: 12.5 });
    expect(playback.session.interventions).toMatchObject([{ event: 12, atMs: 12.5 }]);
    playback.goTo(40);
    const { session } = playback;
    expect(play(pingPongScenario, session).events).toEqual(playback.events);

    playback.waitUntil(1e9);
    expect(playback.session.untilMs).toBe(200);
    playback.back();
    expect(playback.session.untilMs).toBeUndefined();
    expect(playback.events.length).toBe(
      play(pingPongScenario, { ...session, at: 1e9 }).events.length,
    );
  });

  test('time passes over what leaves no trace', () => {
    let waits = 0;
    const quiet: AnyScenario = {
      ...pingPongScenario,
      build: ({ world }) => {
        world.spawn(
          (function* (): Process<void> {
            for (;;) {
              yield* sleep(7);
              waits += 1;
            }
          })(),
        );
        return [];
      },
    };
    const playback = begin(quiet, '1');
    expect(playback.step()).toBe(false);
    waits = 0;
    playback.waitUntil(70);
    expect([waits, playback.run.world.kernel.nowMs]).toEqual([10, 70]);
    playback.intervene({ kind: 'operation', operation: { say: 'now' } });
    expect(playback.events.map(({ atMs, kind }) => `${kind} ${atMs}`)).toEqual([
      'intervention 70',
      'note 70',
    ]);
    waits = 0;
    expect(play(quiet, playback.session).events).toEqual(playback.events);
    expect(waits).toBe(10);
  });

  test('what cannot be done is refused in one sentence, and changes nothing', () => {
    const playback = begin(pingPongScenario, '1');
    playback.goTo(12);
    const { session } = playback;
    for (const [intervention, message] of [
      [{ kind: 'drop', message: 3 }, 'No message 3 is in flight. There are: 5, 8, 11.'],
      [{ kind: 'fire', node: 'd', timer: 'tick' }, /^There is no node "d"\. There are/],
      [{ kind: 'fire', node: 'a', timer: 'x' }, 'a has no running timer "x". It has: tick.'],
      [{ kind: 'pause', node: 'dwn' }, 'Did you mean "down"?'],
      [{ kind: 'fault', fault: crash('d') }, 'There is no node "d".'],
      [
        { kind: 'operation', operation: { shout: 'x' } },
        'knows no such operation as {"shout":"x"}',
      ],
      [{ kind: 'switch', rule: 'answer', on: false }, 'Did you mean "answer-pings"?'],
    ] as const) {
      expect(() => playback.intervene(intervention)).toThrow(message);
    }
    expect(playback.session).toEqual(session);
    const { operations, ...silent } = pingPongScenario;
    expect(() =>
      begin(silent, '1').intervene({ kind: 'operation', operation: { say: 'x' } }),
    ).toThrow('ping-pong/ring takes no operations.');
  });

  test('a run that ends before an intervention says so', () => {
    const late = [{ event: 1e6, intervention: { kind: 'pause', node: 'n1' } }] as const;
    expect(() => run(firstElection, { seed: '1', interventions: late })).toThrow(
      'so nothing can be done by hand at event 1000000',
    );
  });
});

describe('what is done by hand', () => {
  /** At 10 ms all three have pinged: messages 5 (to b), 8 (to c) and 11 (to a) are in flight. */
  const pinged = () => {
    const playback = begin(pingPongScenario, '1');
    playback.goTo(12);
    return playback;
  };
  const fateOf = ({ events }: Playback, message: number) =>
    events.filter(({ cause }) => cause === message).map(({ kind, atMs }) => `${kind} ${atMs}`);

  test('is an event of its own, and the cause of what comes of it', () => {
    const playback = pinged();
    playback.intervene({ kind: 'fault', fault: crash('a') });
    const [byHand, crashed] = playback.present;
    expect(byHand).toMatchObject({ kind: 'intervention', id: 12, node: undefined, cause: -1 });
    expect(crashed).toMatchObject({ kind: 'crash', node: 'a', cause: 12 });

    playback.intervene({ kind: 'fire', node: 'b', timer: 'tick' });
    const [fired, timer] = playback.present;
    expect(timer).toMatchObject({ kind: 'timer', node: 'b', atMs: 10, cause: fired?.id });
    playback.goTo(1e9);
    const ticks = playback.events.filter(({ kind, node }) => kind === 'timer' && node === 'b');
    // It was set anew when it was fired, so it does not run out at 20 ms twice.
    expect(ticks.slice(0, 4).map(({ atMs }) => atMs)).toEqual([10, 10, 20, 30]);
  });

  test('an operation is done as one of a plan is', () => {
    const playback = pinged();
    playback.intervene({ kind: 'operation', operation: { say: 'hello' } });
    expect(playback.present[1]).toMatchObject({
      kind: 'note',
      cause: 12,
      detail: { text: 'hello' },
    });
  });

  test('a message is delivered at once, and only once, and still comes of its sending', () => {
    const playback = pinged();
    playback.intervene({ kind: 'deliver', message: 8 });
    expect(playback.present[1]).toMatchObject({ kind: 'deliver', node: 'c', peer: 'b', cause: 8 });
    playback.goTo(60);
    expect(fateOf(playback, 8)).toEqual(['deliver 10']);
  });

  test('a dropped message does not arrive', () => {
    const playback = pinged();
    playback.intervene({ kind: 'drop', message: 8 });
    playback.goTo(60);
    expect(fateOf(playback, 8)).toEqual(['drop 10']);
  });

  test('a held message stays in flight until its links are healed, or it is delivered', () => {
    const playback = pinged();
    playback.intervene({ kind: 'hold', message: 8 });
    playback.intervene({ kind: 'hold', message: 11 });
    playback.goTo(60);
    expect(playback.run.world.network.messageOf(8)?.whereabouts).toBe('held');
    const nowMs = playback.events.at(-1)?.atMs;
    playback.intervene({ kind: 'deliver', message: 11 });
    playback.intervene({ kind: 'fault', fault: heal() });
    playback.goTo(90);
    expect(fateOf(playback, 8)).toEqual([`deliver ${nowMs}`]);
    expect(fateOf(playback, 11)).toEqual([`deliver ${nowMs}`]);
  });

  test('what is sent after a single message was held is not held', () => {
    const playback = pinged();
    playback.intervene({ kind: 'hold', message: 8 });
    playback.goTo(100);
    const toC = playback.events.filter((e) => e.kind === 'deliver' && e.node === 'c');
    expect(toC.length).toBeGreaterThan(3);
  });

  test('a doubled message arrives twice', () => {
    const playback = pinged();
    playback.intervene({ kind: 'duplicate', message: 8 });
    const copy = playback.present.find(({ kind }) => kind === 'duplicate')?.id ?? -1;
    playback.goTo(60);
    expect(fateOf(playback, 8)).toEqual(['duplicate 10', 'deliver 14']);
    expect(fateOf(playback, copy)).toEqual(['deliver 14']);
  });

  test('a message that is delivered to a paused node again is lost once when the node crashes', () => {
    const playback = pinged();
    playback.intervene({ kind: 'pause', node: 'c' });
    playback.intervene({ kind: 'deliver', message: 8 });
    playback.intervene({ kind: 'deliver', message: 8 });
    playback.intervene({ kind: 'fault', fault: crash('c') });
    expect(fateOf(playback, 8)).toEqual(['drop 10']);
  });

  test('a paused node gets what came meanwhile when it is resumed, less what was dropped', () => {
    const playback = pinged();
    playback.intervene({ kind: 'pause', node: 'c' });
    playback.goTo(60);
    expect(playback.run.world.network.messageOf(8)?.whereabouts).toBe('waiting');
    const later = playback.run.world.network.inFlight.filter((e) => e.whereabouts === 'waiting');
    expect(later.length).toBeGreaterThan(1);
    playback.intervene({ kind: 'drop', message: 8 });
    const nowMs = playback.events.at(-1)?.atMs;
    playback.intervene({ kind: 'resume', node: 'c' });
    playback.goTo(200);
    expect(fateOf(playback, 8)).toEqual([`drop ${nowMs}`]);
    for (const { id } of later.filter((envelope) => envelope.id !== 8)) {
      expect(fateOf(playback, id)).toEqual([`deliver ${nowMs}`]);
    }
  });

  test('a timer of a paused node that is fired runs out when it resumes', () => {
    const playback = pinged();
    playback.intervene({ kind: 'pause', node: 'c' });
    playback.intervene({ kind: 'fire', node: 'c', timer: 'tick' });
    expect(playback.present.map(({ kind }) => kind)).toEqual(['intervention']);
    playback.intervene({ kind: 'resume', node: 'c' });
    playback.step();
    expect(playback.present[0]).toMatchObject({ kind: 'timer', node: 'c', atMs: 10 });
  });

  test('a rule that is switched off breaks what it protects from then on', () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => String(seed));
    const isBroken = (seed: string, on: boolean) => {
      const playback = begin(splitVote, seed);
      playback.intervene({ kind: 'switch', rule: 'one-vote-per-term', on });
      const { at, untilMs, ...options } = playback.session;
      const result = run(splitVote, options);
      expect(result.without).toEqual([]);
      const safety = result.invariants.find(({ id }) => id === 'election-safety');
      return safety?.violations.length === 1;
    };
    expect(seeds.some((seed) => isBroken(seed, false))).toBe(true);
    expect(seeds.some((seed) => isBroken(seed, true))).toBe(false);
  });

  test('liveness counts from then, as after a fault', () => {
    const playback = begin(leaderCrash, '7');
    playback.goTo(1e9);
    for (const node of ['n1', 'n2', 'n3']) {
      playback.intervene({ kind: 'fault', fault: crash(node) });
    }
    const { at, untilMs, ...options } = playback.session;
    const goal = run(leaderCrash, options).goals.find(({ id }) => id === 'leader-with-majority');
    // Three of five are down: there is no leader with a majority, but there was no time either.
    expect(goal).toMatchObject({ reached: false, violated: false });
  });
});
