/**
 * Plans: what is done to a world, and when. A step is a fault, or an operation: something that a
 * client or a user does, in the sim's own words. Plans are plain data: they can be written by hand,
 * drawn at random, shrunk, saved and replayed.
 */
import * as z from 'zod';
import { durationMsOf, faultPlanSchema } from './fault.ts';

const operationStepSchema = z.strictObject({
  atMs: z.number().min(0),
  operation: z.record(z.string(), z.unknown()),
});

export const planSchema = z
  .array(z.union([faultPlanSchema.element, operationStepSchema]))
  .readonly();

/** In any order: each step is taken at its own time, in ms from the start of the run. */
export type Plan = z.infer<typeof planSchema>;

/** When the last fault of a plan is over. */
export function faultsEndAtMs(plan: Plan): number {
  const ends = plan.map((step) => ('fault' in step ? step.atMs + durationMsOf(step.fault) : 0));
  return Math.max(0, ...ends);
}
