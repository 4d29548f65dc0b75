/** Messages of a queue that a function works on. */
import type { ServerlessRules } from './rules.ts';

/** How long a message stays invisible to others. */
export function visibilityMs(
  functionTimeoutMs: number,
  byDefaultMs: number,
  rules: ServerlessRules,
): number {
  // Lambda with SQS: at least six times the timeout of the function.
  return rules['visibility-outlives-function'] ? 6 * functionTimeoutMs : byDefaultMs;
}

/** How often a message is worked on: again each time it becomes visible, until the first run has deleted it. */
export const runsOf = (takesMs: number, visibleMs: number): number =>
  Math.max(1, Math.ceil(takesMs / visibleMs - 1e-9));
