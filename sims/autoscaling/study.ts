/** A study of pods: how many there are, where they stand, and what becomes of them. */
import { Study } from '../../src/check/study.ts';
import type { AutoscalingLaw } from './laws.ts';
import type { ScalingNote } from './notes.ts';

export class ScalingStudy extends Study<AutoscalingLaw> {
  tells(note: ScalingNote): void {
    this.world.note('scaling', note);
  }
}
