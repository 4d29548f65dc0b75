/**
 * An estimate, line by line as on a whiteboard, and its outcome. Each line is a separate event, so
 * that one can step through the estimate; then the load, the failures or the keys are simulated and
 * compared with it.
 */
import { Study as StudyOf } from '../../src/check/study.ts';
import type { EstimationLaw } from './laws.ts';

export class Study extends StudyOf<EstimationLaw> {}
