/** Goal: the scenarios of deployment keep the laws of scenarios, and every rule of it has teeth. */
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('deployment');
await holdEveryRule('deployment');
