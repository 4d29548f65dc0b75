/**
 * A study: an experiment without machines, step by step as on a whiteboard. Each step is an event of its own, so that
 * one can step through it; then what it is about is simulated and held against it.
 */

import type { RandomStream } from '../kernel/random.ts';
import { inDigits } from '../words/numbers.ts';
import { inTime, inUnits } from '../words/units.ts';
import type { World } from '../world/world.ts';
import { Breaches } from './breaches.ts';
import { type Goal, sometimes } from './goal.ts';
import type { ViewRow } from './sim.ts';

/** From one line to the next. */
export const lineMs = 10;

interface Line {
  readonly says: string;
  readonly value: number;
  readonly unit: string;
}

/** The notes that every study writes. */
export interface StudyNotes {
  /** A line of the estimate: a figure, and how it comes about. */
  estimates: { says: string; value: number; unit: string };
  /** What a simulation or a count found. */
  observes: { says: string; value: number; unit: string };
  /** What was promised does not hold. */
  'falls-short': { law: string; how: string };
}

/** Bytes and times in the unit that makes them short, everything else in digits. */
export function figureInWords(value: number, unit: string): string {
  if (unit === 'ms') return inTime(value);
  if (unit === 'B' || unit === 'B/s' || unit === 'b/s') return inUnits(value, unit);
  return `${inDigits(value)} ${unit}`.trimEnd();
}

const figure = ({ says, value, unit }: StudyNotes['observes']): string =>
  `${says}: ${figureInWords(value, unit)}`;

/** How these notes read, for the note book of a wing. */
export const studyWords = {
  estimates: (line: StudyNotes['estimates']) => `estimates ${figure(line)}`,
  observes: (line: StudyNotes['observes']) => `observes ${figure(line)}`,
  'falls-short': ({ how }: StudyNotes['falls-short']) => `falls short: ${how}`,
};

export class Study<Law extends string> {
  readonly breaches = new Breaches<Law>();
  readonly world: World;
  readonly #lines: Line[] = [];
  #steps = 0;
  #lastMs = 0;
  #done = 0;

  constructor(world: World) {
    this.world = world;
  }

  /** What comes next, so long after the latest step so far. */
  next(step: () => void, afterMs = lineMs): this {
    return this.at(this.#lastMs + afterMs, step);
  }

  /** What comes at that time of the world. */
  at(atMs: number, step: () => void): this {
    this.#steps += 1;
    this.#lastMs = Math.max(this.#lastMs, atMs);
    this.world.at(atMs, () => {
      step();
      this.#done += 1;
    });
    return this;
  }

  stream(purpose: string): RandomStream {
    return this.world.kernel.random.stream(purpose);
  }

  estimates(says: string, value: number, unit = ''): number {
    return this.#line('estimates', { says, value, unit });
  }

  /** Also sets the metric, if there is one. */
  observes(says: string, value: number, unit = '', metric?: { set(value: number): void }): number {
    metric?.set(value);
    return this.#line('observes', { says, value, unit });
  }

  /** What was promised was held against what came: if it falls short, how. */
  holds(law: Law, isHeld: boolean, how: string): void {
    if (isHeld) return;
    this.breaches.report(law, how);
    const note = { kind: 'falls-short', law, how };
    this.world.note('system', note);
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

  #line(kind: 'estimates' | 'observes', line: Line): number {
    this.#lines.push(line);
    const note = { kind, ...line };
    this.world.note(kind === 'estimates' ? 'estimate' : 'system', note);
    return line.value;
  }
}

type Gauges<Name extends string> = Readonly<Record<Name, { set(value: number): void }>>;

/** Writes lines of a study and keeps each as a metric. */
export function keeping<Name extends string>(
  study: Pick<Study<string>, 'estimates' | 'observes'>,
  metrics: Gauges<Name>,
) {
  const keep =
    (kind: 'estimates' | 'observes') =>
    (name: Name, says: string, value: number, unit = '') => {
      metrics[name].set(study[kind](says, value, unit));
      return value;
    };
  return { estimates: keep('estimates'), observes: keep('observes') };
}

/** For every study: a run that was cut short shows nothing. */
export const studyDone: Goal<{ readonly isDone: boolean }> = sometimes(
  'study-done',
  'every step of the study is done',
  ({ isDone }) => isDone,
);
