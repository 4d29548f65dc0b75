/**
 * Plans as files: JSON, a list of steps, each with its time and a fault or an operation.
 *
 *     [
 *       {"atMs":500,"fault":{"kind":"crash","node":"leader"}},
 *       {"atMs":900,"fault":{"kind":"restart","node":"down"}}
 *     ]
 */

import type * as z from 'zod';
import { jsonLine } from '../words/shown.ts';
import { faultSchema } from '../world/fault.ts';
import { type Plan, planSchema } from '../world/plan.ts';
import { InputError, unknownChoice } from './input-error.ts';

/** A plan, and the file that it was read from. */
export interface PlanFile {
  readonly name: string;
  readonly plan: Plan;
}

/** One step a line. */
export function writePlan(plan: Plan): string {
  return `[\n${plan.map((step) => `  ${jsonLine(step)}`).join(',\n')}\n]\n`;
}

/** Throws InputError with the name of the file. */
export function readPlan(name: string, text: string): PlanFile {
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch {
    throw new InputError(`"${name}" is not a plan: it is not JSON.`);
  }
  return { name, plan: parsePlan(`"${name}"`, steps) };
}

/** Throws InputError that says which step is wrong, and how. `what` is what the steps are of. */
export function parsePlan(what: string, steps: unknown): Plan {
  const parsed = planSchema.safeParse(steps);
  if (parsed.success) return parsed.data;
  if (!Array.isArray(steps)) throw new InputError(`${what} is not a plan: it is not a list.`);
  const place = steps.findIndex((step) => !planSchema.safeParse([step]).success);
  throw wrongStep(`Step ${place + 1} of ${what}`, steps[place]);
}

function wrongStep(what: string, step: unknown): InputError {
  const { atMs, fault, operation } = (step ?? {}) as Record<string, unknown>;
  if (typeof atMs !== 'number' || atMs < 0) {
    return new InputError(`${what} has no time: atMs must be a number of at least 0.`);
  }
  if ((fault === undefined) === (operation === undefined)) {
    return new InputError(`${what} must have a fault or an operation, and not both.`);
  }
  const parsed = faultSchema.safeParse(fault);
  if (operation !== undefined || parsed.success) {
    return new InputError(`${what} has more than its time and a fault or an operation.`);
  }
  const kinds = faultSchema.options.map((option) => option.shape.kind.value);
  const { kind } = (fault ?? {}) as { kind?: unknown };
  if (!kinds.some((known) => known === kind)) {
    const all = `Their kinds are: ${kinds.join(', ')}.`;
    return unknownChoice('fault', String(kind), kinds, `${what} needs one. ${all}`);
  }
  const [issue] = parsed.error.issues as [z.core.$ZodIssue];
  const where = issue.path.join('.');
  return new InputError(
    `${what} is not a fault: ${where === '' ? 'it' : where} is wrong (${issue.message}).`,
  );
}
