/** Goal: the scenarios of replicated data keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('crdt');
