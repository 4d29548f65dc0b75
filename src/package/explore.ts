/**
 * `seedlab/explore`: every order of the events of a scenario, within bounds, and random schedules.
 *
 * @module explore
 */
export * from '../explore/of-scenario.ts';
export * from '../explore/reachability.ts';
export * from '../explore/replay.ts';
export * from '../explore/schedule-search.ts';
export type { FoundSchedule, TrialOptions } from '../explore/schedule-trial.ts';
export * from '../explore/search.ts';
export * from '../explore/stages.ts';
