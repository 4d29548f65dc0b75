/** A study of functions: which requests start an instance, and which are refused. */
import { Study } from '../../src/check/study.ts';
import type { ServerlessLaw } from './laws.ts';
import type { ServerlessNote } from './notes.ts';

export class FunctionStudy extends Study<ServerlessLaw> {
  tells(note: ServerlessNote): void {
    this.world.note('function', note);
  }
}
