/** One run with a schedule that is drawn from its seed, and what it broke. */
import { propertyBroken } from '../lab/broken.ts';
import { eventsMaxDefault } from '../lab/events-max.ts';
import { Run, type RunOptions, type RunResult } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { FaultPlan } from '../world/fault.ts';
import type { Plan } from '../world/plan.ts';
import { DrawnSchedule } from './drawn-schedule.ts';
import type { Schedule } from './schedule.ts';

/** What all trials of a search have in common. */
export interface TrialOptions {
  readonly params?: object;
  readonly without?: readonly string[];
  /** How many change points each schedule has. */
  readonly changes: number;
  /** The invariant that is to be broken; any, where it is not named. */
  readonly property?: string | undefined;
  /** The most events of a run. */
  readonly eventsMax?: number;
}

export interface FoundSchedule {
  readonly seed: string;
  readonly property: string;
  readonly message: string;
  readonly schedule: Schedule;
  /** What replays it. */
  readonly options: RunOptions;
  readonly result: RunResult;
}

/** What became of one trial. */
export interface Trial {
  readonly events: number;
  /** How many messages and faults have waited. */
  readonly held: number;
  /** Whether it ended before its time, at the most events of a run. */
  readonly isCut: boolean;
  readonly found: FoundSchedule | undefined;
}

/** About how many messages a run of the scenario has: change points are drawn from as many places. */
export function messagesIn(scenario: AnyScenario, options: TrialOptions): number {
  const plain = new Run(scenario, runOptions('1', options), settingsOf(options));
  while (plain.step());
  const { sent, duplicated } = plain.world.network;
  return sent + duplicated;
}

export class ScheduleTrial {
  readonly #seed: string;
  readonly #options: TrialOptions;
  readonly #operations: Plan;
  readonly #drawn: DrawnSchedule;

  /** `messages` is that of `messagesIn`; `onWay` is called now and then. */
  constructor(
    scenario: AnyScenario,
    seed: string,
    options: TrialOptions & { readonly messages: number; readonly onWay?: () => void },
  ) {
    const { changes, messages, onWay } = options;
    this.#seed = seed;
    this.#options = options;
    const { faults, operations } = splitPlan(scenario, runOptions(seed, options));
    this.#operations = operations;
    this.#drawn = new DrawnSchedule(
      scenario,
      { ...runOptions(seed, options), plan: operations, faults },
      { changes, messages },
      { ...settingsOf(options), ...(onWay === undefined ? {} : { onWay }) },
    );
  }

  /** Goes on by at most so many steps; false if the run is over. */
  advance(steps: number): boolean {
    return this.#drawn.advance(steps);
  }

  /** Of a run that is over. */
  result(): Trial {
    const result = this.#drawn.run.finish();
    return {
      events: result.events,
      held: this.#drawn.schedule.delays.length,
      isCut: result.ended === 'budget',
      found: this.#foundIn(result),
    };
  }

  #foundIn(result: RunResult): FoundSchedule | undefined {
    const property = this.#options.property ?? firstBroken(result);
    const message = property === undefined ? undefined : propertyBroken(result, property);
    if (property === undefined || message === undefined) return undefined;
    const { interventions } = result;
    const plan = this.#operations;
    const options = { ...runOptions(this.#seed, this.#options), plan, interventions };
    const { schedule } = this.#drawn;
    return { seed: this.#seed, property, message, schedule, options, result };
  }
}

function runOptions(seed: string, { params = {}, without = [] }: TrialOptions): RunOptions {
  return { seed, params, without };
}

function settingsOf({ property, eventsMax = eventsMaxDefault }: TrialOptions) {
  return { stopAtViolation: property ?? true, stepsMax: eventsMax };
}

/** The faults of a seed's plan, which are steered, and the rest. */
function splitPlan(
  scenario: AnyScenario,
  options: RunOptions,
): { readonly faults: FaultPlan; readonly operations: Plan } {
  const { plan } = new Run(scenario, options);
  return {
    faults: plan.filter((step) => 'fault' in step),
    operations: plan.filter((step) => !('fault' in step)),
  };
}

/** Only invariants: how long things take is what a schedule changes. */
function firstBroken({ invariants }: RunResult): string | undefined {
  return invariants.find(({ violations }) => violations.length > 0)?.id;
}
