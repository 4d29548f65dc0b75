/** Goal: the scenarios of canary analysis keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('canary');
