/**
 * Goal: the scenarios of replicated data keep the laws of scenarios, and every rule of it has teeth. Both in
 * one file: they share runs.
 */
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('crdt');
await holdEveryRule('crdt');
