/**
 * An estimate, line by line as on a whiteboard, and its outcome. Each line is a separate event, so
 * that one can step through the estimate; then the load, the failures or the keys are simulated and
 * compared with it.
 */
import { Breaches } from '../../src/check/breaches.ts';
import type { ViewRow } from '../../src/check/sim.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { World } from '../../src/world/world.ts';
import type { EstimationLaw } from './laws.ts';
import { type EstimationNote, figureInWords } from './notes.ts';

/** Time from one line to the next. */
export const lineMs = 10;

interface Line {
  readonly says: string;
  readonly value: number;
  readonly unit: string;
}

export class Study {
  readonly breaches = new Breaches<EstimationLaw>();
  readonly #world: World;
  readonly #lines: Line[] = [];
  #steps = 0;
  #done = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** The next step, one line’s time after the previous one. */
  next(step: () => void): this {
    this.#steps += 1;
    this.#world.at(this.#steps * lineMs, () => {
      step();
      this.#done += 1;
    });
    return this;
  }

  stream(purpose: string): RandomStream {
    return this.#world.kernel.random.stream(purpose);
  }

  estimates(says: string, value: number, unit = ''): number {
    return this.#line('estimates', { says, value, unit });
  }

  observes(says: string, value: number, unit = ''): number {
    return this.#line('observes', { says, value, unit });
  }

  /** The estimate was compared with the simulation: if it falls short, how. */
  holds(law: EstimationLaw, isHeld: boolean, how: string): void {
    if (isHeld) return;
    this.breaches.report(law, how);
    this.#note({ kind: 'falls-short', law, how });
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
    this.#note({ kind, ...line });
    return line.value;
  }

  #note(note: EstimationNote): void {
    this.#world.note(note.kind === 'estimates' ? 'estimate' : 'system', note);
  }
}
