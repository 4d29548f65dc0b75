/** Goal: the scenarios of Raft keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('raft');
