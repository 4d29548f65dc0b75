/** Searches through drawn schedules, one for each seed, and makes what it finds shorter. */

import { propertyBroken } from '../lab/broken.ts';
import { eventsMaxDefault } from '../lab/events-max.ts';
import { Run, type RunOptions, type RunResult, run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { FaultPlan } from '../world/fault.ts';
import type { Plan } from '../world/plan.ts';
import { DrawnSchedule } from './drawn-schedule.ts';
import { fewest } from './fewest.ts';
import { type Delay, playSchedule, type Schedule } from './schedule.ts';

export interface ScheduleSearchOptions {
  readonly params?: object;
  readonly without?: readonly string[];
  /** How many schedules are tried: each with the seed of its number, from 1. */
  readonly schedules: number;
  /** How many change points each has. */
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

export class ScheduleSearch {
  readonly #scenario: AnyScenario;
  readonly #options: ScheduleSearchOptions;
  readonly #messages: number;
  #drawn: DrawnSchedule | undefined;
  #tried = 0;
  #cut = 0;
  #events = 0;
  #delays = 0;
  #found: FoundSchedule | undefined;

  constructor(scenario: AnyScenario, options: ScheduleSearchOptions) {
    this.#scenario = scenario;
    this.#options = options;
    const plain = new Run(scenario, this.#runOptions('1'), this.#settings);
    while (plain.step());
    const { sent, duplicated } = plain.world.network;
    this.#messages = sent + duplicated;
  }

  /** How many schedules have been tried to their end. */
  get tried(): number {
    return this.#tried;
  }

  /** How many of them ended before their time, at the most events of a run. */
  get cut(): number {
    return this.#cut;
  }

  get events(): number {
    return this.#events;
  }

  /** How many messages and faults have waited. */
  get delays(): number {
    return this.#delays;
  }

  /** The first that broke the property, as it was drawn. */
  get found(): FoundSchedule | undefined {
    return this.#found;
  }

  /** Goes on by at most so many steps of a run; false if the search is over. */
  advance(steps: number): boolean {
    if (this.#found !== undefined || this.#tried >= this.#options.schedules) return false;
    const seed = String(this.#tried + 1);
    this.#drawn ??= this.#draw(seed);
    if (this.#drawn.advance(steps)) return true;
    this.#judge(seed, this.#drawn);
    this.#drawn = undefined;
    return true;
  }

  #draw(seed: string): DrawnSchedule {
    const { operations, faults } = this.#splitPlan(seed);
    const options = { ...this.#runOptions(seed), plan: operations, faults };
    const priorities = { changes: this.#options.changes, messages: this.#messages };
    return new DrawnSchedule(this.#scenario, options, priorities, this.#settings);
  }

  #judge(seed: string, drawn: DrawnSchedule): void {
    const result = drawn.run.finish();
    const { schedule } = drawn;
    this.#tried += 1;
    this.#events += result.events;
    this.#delays += schedule.delays.length;
    if (result.ended === 'budget') this.#cut += 1;
    const property = this.#options.property ?? firstBroken(result);
    const message = property === undefined ? undefined : propertyBroken(result, property);
    if (property === undefined || message === undefined) return;
    const plan = this.#splitPlan(seed).operations;
    const { interventions } = result;
    const options = { ...this.#runOptions(seed), plan, interventions };
    this.#found = { seed, property, message, schedule, options, result };
  }

  #runOptions(seed: string): RunOptions {
    const { params = {}, without = [] } = this.#options;
    return { seed, params, without };
  }

  get #settings() {
    const { property, eventsMax = eventsMaxDefault } = this.#options;
    return { stopAtViolation: property ?? true, stepsMax: eventsMax };
  }

  /** The faults of a seed's plan, which are steered, and the rest. */
  #splitPlan(seed: string): { readonly faults: FaultPlan; readonly operations: Plan } {
    const { plan } = new Run(this.#scenario, this.#runOptions(seed));
    return {
      faults: plan.filter((step) => 'fault' in step),
      operations: plan.filter((step) => !('fault' in step)),
    };
  }
}

/** How often a schedule may be played again to make it shorter. */
const triesMax = 500;

type Step = Delay | Plan[number];

/** The same violation with fewer delays, faults and operations, as a run that is replayed without a scheduler. */
export function shortenSchedule(scenario: AnyScenario, found: FoundSchedule): FoundSchedule {
  const { property, schedule, options } = found;
  let shortest = found;
  const { interventions: _byHand, ...world } = options;
  const breaks = (steps: readonly Step[]): boolean => {
    const delays = steps.filter((step) => 'untilMs' in step);
    const faults = steps.filter((step) => 'fault' in step);
    const plan = steps.filter((step) => 'operation' in step);
    const settings = { stopAtViolation: property, stepsMax: found.result.events * 10 };
    const { interventions } = playSchedule(
      scenario,
      { ...world, plan },
      { delays, faults },
      settings,
    );
    const again = { ...world, plan, interventions };
    const result = run(scenario, again, settings);
    const message = propertyBroken(result, property);
    if (message === undefined) return false;
    shortest = { ...found, message, schedule: { delays, faults }, options: again, result };
    return true;
  };
  const steps: readonly Step[] = [...(options.plan ?? []), ...schedule.faults, ...schedule.delays];
  fewest(steps, breaks, triesMax);
  return shortest;
}

/** Only invariants: how long things take is what a schedule changes. */
function firstBroken({ invariants }: RunResult): string | undefined {
  return invariants.find(({ violations }) => violations.length > 0)?.id;
}
