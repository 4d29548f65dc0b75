/** A sweep as it is asked for: a scenario, its seeds, and what is varied. */
import { InputError } from '../input-error.ts';
import { parseAssignments, unknownParameter } from '../params.ts';
import type { PlanFile } from '../plan-file.ts';
import type { SampleData } from '../sample.ts';
import type { AnyScenario } from '../scenario.ts';
import { parseSeeds, type Shard } from './seeds.ts';
import type { Job } from './work.ts';

/** Plain data: equal plans, equal sweeps. */
export interface SweepPlan {
  readonly scenario: string;
  /** As `parseSeeds` takes them. */
  readonly seeds: string;
  readonly set: readonly string[];
  readonly vary: readonly Variation[];
  readonly without: readonly string[];
  readonly swarm: boolean;
  readonly eventsMax: number;
  /** What every run has instead of the scenario's own plan. */
  readonly planFile?: PlanFile | undefined;
}

/** A parameter and the values that it takes, as they are typed. */
export interface Variation {
  readonly name: string;
  readonly values: readonly string[];
}

const cellsMax = 100;

/** `name=a,b,c`. Throws InputError. */
export function parseVariation(
  scenario: AnyScenario,
  text: string,
  samples: readonly SampleData[] = [],
): Variation {
  const equals = text.indexOf('=');
  if (equals <= 0) {
    throw new InputError(`"--vary ${text}" varies nothing: write --vary name=value,value,…`);
  }
  const name = text.slice(0, equals).trim();
  const names = Object.keys(scenario.params.shape);
  if (!names.includes(name)) {
    throw unknownParameter(name, names);
  }
  const values = text
    .slice(equals + 1)
    .split(',')
    .map((value) => value.trim());
  for (const [place, value] of values.entries()) {
    if (values.indexOf(value) !== place) {
      throw new InputError(`"--vary ${text}" names ${value} twice: name each value once.`);
    }
    parseAssignments(scenario.params, [`${name}=${value}`], samples);
  }
  return { name, values };
}

/** Throws InputError where the parameters do not fit the scenario, or one another. */
export function checkPlan(
  scenario: AnyScenario,
  plan: SweepPlan,
  samples: readonly SampleData[] = [],
): void {
  const varied = plan.vary.map(({ name }) => name);
  const taken = [...plan.set.map(nameIn), ...varied];
  const twice = taken.find((name, place) => varied.includes(name) && taken.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new InputError(`${twice} is to be varied, and is given twice: name it once.`);
  }
  const cells = plan.vary.reduce((count, { values }) => count * values.length, 1);
  if (cells > cellsMax) {
    throw new InputError(`--vary asks for ${cells} sweeps: at most ${cellsMax} can be shown.`);
  }
  for (const { set } of jobsOf(plan, { part: 1, of: 1 })) {
    parseAssignments(scenario.params, set, samples);
  }
}

function nameIn(assignment: string): string {
  return assignment.slice(0, assignment.indexOf('=')).trim();
}

/** One job for each combination of the varied values, in their order: the same seeds for each. */
export function jobsOf(plan: SweepPlan, shard: Shard, samples: readonly SampleData[] = []): Job[] {
  const { scenario, set, vary, without, swarm, eventsMax, planFile } = plan;
  const seeds = parseSeeds(plan.seeds);
  return combinations(vary).map((varied) => ({
    scenario,
    seeds,
    shard,
    set: [...set, ...varied],
    samples,
    without,
    swarm,
    eventsMax,
    coverage: false,
    planFile,
  }));
}

/** Every combination, as assignments: `[['nodes=3'], ['nodes=5']]`. One empty one of nothing. */
export function combinations(vary: readonly Variation[]): string[][] {
  return vary.reduce<string[][]>(
    (before, { name, values }) =>
      before.flatMap((row) => values.map((value) => [...row, `${name}=${value}`])),
    [[]],
  );
}
