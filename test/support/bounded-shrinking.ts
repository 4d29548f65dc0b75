/**
 * Shrinking that ends by count. Shrinking a large case can take for ever, and a limit of time would
 * make the case that is shown depend on the machine.
 */
import type { Plugin } from 'fast-check';

/**
 * After the first failure the property runs `runsMax` more times at most; every further candidate
 * counts as passed, which ends the shrinking with the smallest failure found. Changes nothing before
 * the first failure: what is reported has failed. (A hunt of the lab's own shrinks by no more runs.)
 */
export function boundedShrinking(runsMax: number): Plugin<unknown> {
  return () => {
    let runsLeft = Infinity;
    return {
      decorateRun: (nestedRun) => (value) => {
        if (runsLeft <= 0) return null;
        runsLeft -= 1;
        const failed = <Outcome>(outcome: Outcome): Outcome => {
          // Null is a pass; a precondition that does not hold has no error.
          const isFailure = typeof outcome === 'object' && outcome !== null && 'error' in outcome;
          if (isFailure && runsLeft === Infinity) runsLeft = runsMax;
          return outcome;
        };
        const outcome = nestedRun(value);
        return outcome instanceof Promise ? outcome.then(failed) : failed(outcome);
      },
    };
  };
}
