/** What the scenarios of io have in common, with machines or without. */
import type { Experiment } from '../../src/check/experiment.ts';
import type { IoLaw } from './laws.ts';

export type IoSubject = Experiment<IoLaw>;
