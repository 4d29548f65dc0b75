/** Goal: the scenarios of resilience keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('resilience');
