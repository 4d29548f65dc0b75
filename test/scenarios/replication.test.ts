/** Goal: the scenarios of replication keep the laws of scenarios, and every rule of it has teeth. */
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('replication');
await holdEveryRule('replication');
