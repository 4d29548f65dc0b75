/**
 * Hunts: look for a seed that breaks a property, then make the story of it as short as it can be.
 *
 * Shrinking is fast-check's: steps of the plan are left out, and their whole numbers and the counts
 * among the parameters made smaller, as long as the same property breaks.
 */
import fc from 'fast-check';
import type { Plan } from '../world/plan.ts';
import { brokenIn, propertyBroken } from './broken.ts';
import { areAllowed, countingParams } from './params.ts';
import { type RunOptions, type RunResult, run } from './run.ts';
import type { AnyScenario } from './scenario.ts';

export interface HuntOptions {
  /** The invariant, goal or expectation that is to be broken; any of them where it is not named. */
  readonly property?: string | undefined;
  /** The ids of the rules that are switched off. */
  readonly without?: readonly string[];
  readonly params?: object;
}

export interface FoundRun {
  readonly options: RunOptions;
  /** The property that was broken, and how. */
  readonly property: string;
  readonly message: string;
  readonly result: RunResult;
}

/** Runs one seed, for one property or any. Undefined if nothing broke. */
export function tryToBreak(
  scenario: AnyScenario,
  hunted: string | undefined,
  options: RunOptions,
): FoundRun | undefined {
  const result = run(scenario, options, { stopAtViolation: hunted ?? true });
  const property = hunted ?? brokenIn(result)[0];
  const message = property === undefined ? undefined : propertyBroken(result, property);
  if (property === undefined || message === undefined) return undefined;
  return { options, property, message, result };
}

/** Tries seeds in the order given, until one breaks what is hunted for. */
export function hunt(
  scenario: AnyScenario,
  options: HuntOptions,
  seeds: Iterable<string>,
): { readonly found: FoundRun | undefined; readonly tried: number } {
  const { property, without = [], params = {} } = options;
  let tried = 0;
  for (const seed of seeds) {
    tried += 1;
    const found = tryToBreak(scenario, property, { seed, params, without });
    if (found !== undefined) return { found, tried };
  }
  return { found: undefined, tried };
}

/** How often a run may be repeated to make its story shorter. */
const shrinkRunsMax = 1_000;

/** Whatever else fast-check is told for the whole process: no clock, and no drawn seed, decides. */
const shrinkSettings = { numRuns: 1, seed: 0, interruptAfterTimeLimit: Number.MAX_SAFE_INTEGER };

/** The smallest run that breaks the same property in the same world. */
export function shrink(scenario: AnyScenario, found: FoundRun): FoundRun {
  const { property, options, result } = found;
  const hasPlan = options.plan !== undefined || scenario.plan !== undefined;
  const counts = countingParams(scenario.params);
  const counted = Object.entries(result.params).filter(([name]) => counts.includes(name));
  const whole = { plan: [...result.plan], params: Object.fromEntries(counted) };
  let smallest = found;
  let runs = 0;
  const survives = fc.property(likeIt(whole), ({ plan, params }) => {
    runs += 1;
    if (runs > shrinkRunsMax) return true;
    const smaller = {
      ...options,
      ...(hasPlan ? { plan: plan as Plan } : {}),
      params: { ...options.params, ...params },
    };
    if (!areAllowed(scenario.params, smaller.params)) return true;
    const again = tryToBreak(scenario, property, smaller);
    if (again === undefined) return true;
    smallest = again;
    return false;
  });
  fc.check(survives, { ...shrinkSettings, examples: [[whole]] });
  return smallest;
}

interface Shrinkable {
  readonly plan: unknown[];
  readonly params: object;
}

/** The plans and parameters that are smaller than these: what fast-check may shrink them to. */
function likeIt({ plan, params }: Shrinkable): fc.Arbitrary<Shrinkable> {
  const steps = plan.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...plan.map(smallerThan)));
  return fc.record({ plan: steps, params: smallerThan(params) }) as fc.Arbitrary<Shrinkable>;
}

/** Values of the same shape, with whole numbers from 0 to those that stand there. */
function smallerThan(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'number' && Number.isInteger(value)) {
    return fc.integer({ min: Math.min(0, value), max: Math.max(0, value) });
  }
  if (Array.isArray(value)) return fc.tuple(...value.map(smallerThan));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => [name, smallerThan(field)]);
    return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
  }
  return fc.constant(value);
}
