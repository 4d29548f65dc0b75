/**
 * A case that is worked out step by step: each step is an event of its own, so that one can step through it, and each
 * figure is a line of the trace. For scenarios whose subject is not a machine.
 */
import type { RandomStream } from '../kernel/random.ts';
import { inDigits } from '../words/numbers.ts';
import { inTime, inUnits } from '../words/units.ts';
import type { World } from '../world/world.ts';
import { Breaches } from './breaches.ts';
import { type Goal, sometimes } from './goal.ts';
import type { ViewRow } from './sim.ts';

/** From one step to the next, unless it takes longer. */
const stepMs = 10;

export interface StudyNotes {
  /** A figure that was counted or computed. */
  finds: { says: string; value: number; unit: string };
  /** Something that the figures show to be broken. */
  breaks: { law: string; how: string };
}

/** How the notes read, for the note book of a wing. */
export const studyWords = {
  finds: ({ says, value, unit }: StudyNotes['finds']) =>
    `finds ${says}: ${figureInWords(value, unit)}`,
  breaks: ({ how }: StudyNotes['breaks']) => `breaks: ${how}`,
};

export class Study<Law extends string> {
  readonly breaches = new Breaches<Law>();
  readonly #world: World;
  readonly #lines: StudyNotes['finds'][] = [];
  #steps = 0;
  #atMs = 0;
  #done = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** What comes next, so long after what came before. */
  next(step: () => void, afterMs = stepMs): this {
    this.#steps += 1;
    this.#atMs += afterMs;
    this.#world.at(this.#atMs, () => {
      step();
      this.#done += 1;
    });
    return this;
  }

  stream(purpose: string): RandomStream {
    return this.#world.kernel.random.stream(purpose);
  }

  /** Writes a figure down, and keeps it as a metric if there is one. */
  finds(says: string, value: number, unit = '', metric?: { set(value: number): void }): number {
    this.#lines.push({ says, value, unit });
    const note = { kind: 'finds', says, value, unit };
    this.#world.note('study', note);
    metric?.set(value);
    return value;
  }

  holds(law: Law, isHeld: boolean, how: string): void {
    if (isHeld) return;
    this.breaches.report(law, how);
    const note = { kind: 'breaks', law, how };
    this.#world.note('study', note);
  }

  get isDone(): boolean {
    return this.#steps > 0 && this.#done === this.#steps;
  }

  rows(): readonly ViewRow[] {
    return this.#lines.map(({ says, value, unit }) => ({
      name: says,
      cells: [['figure', figureInWords(value, unit)]],
    }));
  }
}

/** For every study: a run that was cut short shows nothing. */
export const studyDone: Goal<{ readonly isDone: boolean }> = sometimes(
  'study-done',
  'every step of the study is done',
  ({ isDone }) => isDone,
);

/** Bytes and times in the unit that makes them short, everything else in digits. */
function figureInWords(value: number, unit: string): string {
  if (unit === 'ms') return inTime(value);
  if (unit === 'B' || unit === 'B/s') return inUnits(value, unit);
  return `${inDigits(value)} ${unit}`.trimEnd();
}
