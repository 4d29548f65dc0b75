/** Commands that move in time. None of them changes the run. */
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { rowsOf } from '../lab/picture.ts';
import type { Playback } from '../lab/session.ts';
import { sentenceOf } from '../lab/words.ts';
import { type EventKind, eventKinds, type TraceEvent } from '../trace/event.ts';
import { type Choice, type Command, countIn, eventIn, moved, type Reply } from './command.ts';
import { outcomeLines } from './outcome.ts';

const nothingMore = 'Nothing more is written into the trace. Time can pass: wait, to or end.';

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
  says: 'to the next event of a kind; without one, a moment on',
  choices: (playback) => [...noteChoices(playback), ...eventChoices],
  act(debugging, [kind]) {
    const { playback } = debugging;
    if (kind === undefined) return step.act(debugging, []);
    if (kind === 'role') return toNextRole(playback);
    const isOfKind = (event: TraceEvent) =>
      event.kind === kind || (event.kind === 'note' && event.detail.kind === kind);
    return orStay(
      playback,
      () => playback.present.some(isOfKind),
      () => {
        const kinds = [...eventKinds, ...noteKinds(playback)];
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
  says: 'on a screen: play on or stop; + and - change speed',
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

const units = new Map([
  ['', 1],
  ['ms', 1],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['s', 1_000],
  ['min', 60_000],
]);

/** In ms, or with a unit: `1.5s`. */
function timeIn(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+(?:e\d+)?)\s*([a-zµ]*)$/.exec(text) ?? [];
  const timeMs = Number(number === '' ? NaN : number) * (units.get(unit) ?? NaN);
  if (timeMs >= 0) return timeMs;
  throw new InputError(`"${text}" is not a time in ms, or with a unit, such as 1.5s or 800us.`);
}

function letPass(playback: Playback, untilMs: number): Reply {
  playback.waitUntil(untilMs);
  const isOver = playback.session.untilMs === playback.run.durationMs;
  return isOver ? moved(...outcomeLines(playback)) : moved();
}

export const moves: readonly Command[] = [
  ...[step, back, next, role, to, wait, event, goal, violation, end, play, cause],
];

/** Runs on until `stop` says so. If it never does, nothing has moved, and `sorry` says why. */
export function orStay(playback: Playback, stop: () => boolean, sorry: () => string): Reply {
  const { at, untilMs } = playback.session;
  if (playback.runUntil(stop)) return moved();
  try {
    return moved(sorry());
  } finally {
    playback.goTo(at);
    if (untilMs !== undefined) playback.waitUntil(untilMs);
  }
}

/** The kinds of notes that the sim declares, and those that there have been besides. */
function noteKinds({ events, scenario }: Playback): string[] {
  const noted = events.flatMap((e) => (e.kind === 'note' ? [e.detail.kind] : []));
  return [...new Set([...scenario.sim.notes.kinds, ...noted])];
}

function noteChoices(playback: Playback): Choice[] {
  const counts = new Map<string, number>();
  for (const { kind, detail } of playback.events) {
    if (kind === 'note') counts.set(detail.kind, (counts.get(detail.kind) ?? 0) + 1);
  }
  return noteKinds(playback).map((kind) => {
    return { words: kind, says: `note, ${counts.get(kind) ?? 'none'} so far` };
  });
}

/** What each kind of event is, for those who choose one. */
const eventChoices: readonly Choice[] = Object.entries({
  start: 'a node begins to run',
  send: 'a message is sent',
  deliver: 'a message arrives',
  duplicate: 'a message is duplicated',
  drop: 'a message is lost',
  timer: 'a timer runs out',
  write: 'a node writes to its disk',
  durable: 'what a node wrote is safe on its disk',
  refuse: 'a full disk refuses a write',
  crash: 'a node crashes',
  restart: 'a node restarts',
  pause: 'a node pauses',
  resume: 'a node resumes',
  fault: 'a fault strikes',
  note: 'any note',
  operation: 'a client does something',
  intervention: 'something is done by hand',
} satisfies Record<EventKind, string>).map(([words, says]) => ({ words, says }));

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
