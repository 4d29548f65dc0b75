/**
 * Goal: the scenarios of Raft keep the laws of scenarios, and every rule of it has teeth. Both in
 * one file: they share runs.
 */
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { holdEveryRule } from '../support/rule-laws.ts';
import { holdScenarios } from '../support/scenario-laws.ts';
import { holdSizes } from '../support/sizes.ts';

await holdScenarios('raft');
await holdEveryRule('raft');

// The flagship alone: the others in repeats.deep.ts.
holdSizes(leaderCrash);
