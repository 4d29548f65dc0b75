/** A study of objectives: what was promised, held against what users got. */
import { Study } from '../../src/check/study.ts';
import type { SloLaw } from './laws.ts';
import type { SloNote } from './notes.ts';

export class SloStudy extends Study<SloLaw> {
  tells(note: SloNote): void {
    this.world.note('slo', note);
  }
}
