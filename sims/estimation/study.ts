/** An estimate, line by line as on a whiteboard, and what came of it. */
import { Study as StudyOf } from '../../src/check/study.ts';
import type { EstimationLaw } from './laws.ts';

export class Study extends StudyOf<EstimationLaw> {}
