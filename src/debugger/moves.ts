/** Commands that move in time. None of them changes the run. */
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { rowsOf } from '../lab/picture.ts';
import { run } from '../lab/run.ts';
import type { Playback } from '../lab/session.ts';
import { sentenceOf } from '../lab/words.ts';
import { type EventKind, eventKinds, type TraceEvent } from '../trace/event.ts';
import { type Command, countIn, eventIn, moved, type Reply } from './command.ts';

const nothingMore = 'Nothing more is written into the trace. Time can pass: wait, to or end.';

/** The verdict takes the whole run, with what is checked only at its end. */
function over({ scenario, session }: Playback): Reply {
  const { at, untilMs, ...options } = session;
  return moved(`The run is over. Verdict: ${run(scenario, options).verdict}.`);
}

const step: Command = {
  word: 'step',
  key: 's',
  takes: '[count]',
  says: 'one moment on, or so many',
  act({ playback }, [count]) {
    for (let left = countIn(count, 1); left > 0; left--) {
      if (!playback.step()) return moved(nothingMore);
    }
    return moved();
  },
};

const back: Command = {
  word: 'back',
  key: 'b',
  takes: '[count]',
  says: 'one moment back, or so many',
  act({ playback }, [count]) {
    playback.back(countIn(count, 1));
    return moved();
  },
};

const next: Command = {
  word: 'next',
  key: 'n',
  takes: '<kind>',
  says: 'to the next event of a kind, such as deliver or crash',
  choices: ({ events }) => [
    ...eventKinds.map((kind) => ({ words: kind, says: '' })),
    ...noteKinds(events).map((kind) => ({ words: kind, says: 'a note' })),
  ],
  act({ playback }, [kind]) {
    if (kind === undefined) throw new InputError(`Next what? One of: ${eventKinds.join(', ')}.`);
    if (kind === 'role') return toNextRole(playback);
    const isOfKind = (event: TraceEvent) =>
      event.kind === kind || (event.kind === 'note' && event.detail.kind === kind);
    return orStay(
      playback,
      () => playback.present.some(isOfKind),
      () => {
        const kinds = [...eventKinds, ...noteKinds(playback.events)];
        if (kinds.includes(kind)) return `There is no further event "${kind}".`;
        throw unknownChoice('event', kind, kinds, `There are: ${kinds.join(', ')}.`);
      },
    );
  },
};

const role: Command = {
  word: 'role',
  key: 'r',
  takes: '',
  says: 'to the next change of a role or state',
  act: ({ playback }) => toNextRole(playback),
};

const to: Command = {
  word: 'to',
  key: 't',
  takes: '<ms>',
  says: 'to a time, on or back',
  act({ playback }, [text = '']) {
    const untilMs = timeIn(text);
    if (untilMs < playback.run.world.kernel.nowMs) {
      playback.goTo(playback.events.filter(({ atMs }) => atMs <= untilMs).length);
    }
    return letPass(playback, untilMs);
  },
};

const wait: Command = {
  word: 'wait',
  key: 'm',
  takes: '[ms]',
  says: 'let time pass: a hundredth of the run, or so much',
  act({ playback }, [text]) {
    const { durationMs, world } = playback.run;
    const spanMs = text === undefined ? durationMs / 100 : timeIn(text);
    return letPass(playback, world.kernel.nowMs + spanMs);
  },
};

const event: Command = {
  word: 'event',
  key: 'e',
  takes: '<number>',
  says: 'to an event, on or back',
  act({ playback }, [number]) {
    playback.goTo(eventIn(number) + 1);
    return playback.events.length <= eventIn(number) ? moved(nothingMore) : moved();
  },
};

const goal: Command = {
  word: 'goal',
  key: 'g',
  takes: '[goal]',
  says: 'to the next goal that is reached, or to that one',
  choices: ({ run }) => run.reports().goals.map(({ id, says }) => ({ words: id, says })),
  act({ playback }, [id]) {
    const ids = playback.run.reports().goals.map((one) => one.id);
    if (id !== undefined && !ids.includes(id)) {
      throw unknownChoice('goal', id, ids, `There are: ${ids.join(', ')}.`);
    }
    const reached = () =>
      new Set(
        playback.run
          .reports()
          .goals.filter((one) => one.reached && (id === undefined || one.id === id))
          .map((one) => one.id),
      );
    const before = reached();
    return orStay(
      playback,
      () => [...reached()].some((one) => !before.has(one)),
      () => `No ${id === undefined ? 'further goal' : `"${id}"`} is reached from here on.`,
    );
  },
};

const violation: Command = {
  word: 'violation',
  key: 'v',
  takes: '',
  says: 'to the next violation of an invariant',
  act({ playback }) {
    const count = () => {
      return playback.run.reports().invariants.filter((one) => one.violations.length > 0).length;
    };
    const before = count();
    return orStay(
      playback,
      () => count() > before,
      () => 'No invariant is violated from here on.',
    );
  },
};

const end: Command = {
  word: 'end',
  key: 'G',
  takes: '',
  says: 'to the end of the run',
  act({ playback }) {
    return letPass(playback, playback.run.durationMs);
  },
};

const play: Command = {
  word: 'play',
  key: 'p',
  takes: '',
  says: 'play on, or stop; + and - change the speed',
  act: () => ({ kind: 'play' }),
};

const cause: Command = {
  word: 'cause',
  key: 'j',
  takes: '[event]',
  says: 'back to what caused the last event, or that one',
  act({ playback }, [number]) {
    const { events, scenario } = playback;
    const id = number === undefined ? playback.present[0]?.id : eventIn(number);
    const effect = id === undefined ? undefined : events[id];
    if (effect === undefined) throw new InputError(`There has been no event ${number} yet.`);
    const origin = events[effect.cause];
    if (origin === undefined) return moved(`Nothing caused it: ${uncaused(effect.kind)}.`);
    playback.goTo(origin.id + 1);
    return moved(`${effect.id} came of ${origin.id}: ${sentenceOf(origin, scenario)}`);
  },
};

/** Why an event has no cause. */
function uncaused(kind: EventKind): string {
  if (kind === 'intervention') return 'it was done by hand';
  if (kind === 'fault' || kind === 'operation') return 'it stood in the plan';
  return 'the run began with it';
}

function timeIn(text: string): number {
  const timeMs = Number(text);
  if (text !== '' && timeMs >= 0) return timeMs;
  throw new InputError(`"${text}" is not a time in ms.`);
}

function letPass(playback: Playback, untilMs: number): Reply {
  playback.waitUntil(untilMs);
  return playback.session.untilMs === playback.run.durationMs ? over(playback) : moved();
}

export const moves: readonly Command[] = [
  ...[step, back, next, role, to, wait, event, goal, violation, end, play, cause],
];

/** Runs on until `stop` says so. Where it never does, nothing has moved, and `sorry` says why. */
function orStay(playback: Playback, stop: () => boolean, sorry: () => string): Reply {
  const { at, untilMs } = playback.session;
  if (playback.runUntil(stop)) return moved();
  try {
    return moved(sorry());
  } finally {
    playback.goTo(at);
    if (untilMs !== undefined) playback.waitUntil(untilMs);
  }
}

/** The kinds of notes that there have been. */
function noteKinds(events: readonly TraceEvent[]): string[] {
  return [...new Set(events.flatMap((e) => (e.kind === 'note' ? [e.detail.kind] : [])))];
}

function toNextRole(playback: Playback): Reply {
  const before = rolesOf(playback);
  if (before.length === 0) throw new InputError('Nothing in this run has a role or a state.');
  const changed = () => rolesOf(playback).join() !== before.join();
  return orStay(playback, changed, () => 'No role changes from here on.');
}

/** The control state of everything that has one. What is down keeps none. */
function rolesOf({ run, scenario }: Playback): string[] {
  return rowsOf(run, scenario).flatMap(({ name, cells }) =>
    cells.flatMap(([label, value]) =>
      label === 'role' || label === 'state' ? [`${name} ${value}`] : [],
    ),
  );
}
