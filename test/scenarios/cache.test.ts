/**
 * Goal: the scenarios of caching keep the laws of scenarios, and every rule of it has teeth. Both in
 * one file: they share runs.
 */
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('cache');
await holdEveryRule('cache');
