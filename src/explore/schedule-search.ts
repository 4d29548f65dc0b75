/** Searches through drawn schedules, one for each seed, and makes what it finds shorter. */

import { propertyBroken } from '../lab/broken.ts';
import { run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Plan } from '../world/plan.ts';
import { fewest } from './fewest.ts';
import { type Delay, playSchedule } from './schedule.ts';
import {
  type FoundSchedule,
  messagesIn,
  ScheduleTrial,
  type TrialOptions,
} from './schedule-trial.ts';

export interface ScheduleSearchOptions extends TrialOptions {
  /** How many schedules are tried: each with the seed of its number, from 1. */
  readonly schedules: number;
}

/** What schedules came to, up to the first that broke the property. */
export interface SearchedSchedules {
  /** How many schedules have been tried to their end. */
  readonly tried: number;
  /** How many of them ended before their time, at the most events of a run. */
  readonly cut: number;
  readonly events: number;
  /** How many messages and faults have waited. */
  readonly delays: number;
  /** The first that broke the property, as it was drawn. */
  readonly found: FoundSchedule | undefined;
}

export class ScheduleSearch implements SearchedSchedules {
  readonly #scenario: AnyScenario;
  readonly #options: ScheduleSearchOptions;
  readonly #messages: number;
  #trial: ScheduleTrial | undefined;
  tried = 0;
  cut = 0;
  events = 0;
  delays = 0;
  found: FoundSchedule | undefined;

  constructor(scenario: AnyScenario, options: ScheduleSearchOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#messages = messagesIn(scenario, options);
  }

  /** Goes on by at most so many steps of a run; false if the search is over. */
  advance(steps: number): boolean {
    if (this.found !== undefined || this.tried >= this.#options.schedules) return false;
    this.#trial ??= this.#next();
    if (this.#trial.advance(steps)) return true;
    const { events, held, isCut, found } = this.#trial.result();
    this.#trial = undefined;
    this.tried += 1;
    this.events += events;
    this.delays += held;
    if (isCut) this.cut += 1;
    this.found = found;
    return true;
  }

  #next(): ScheduleTrial {
    const seed = String(this.tried + 1);
    return new ScheduleTrial(this.#scenario, seed, {
      ...this.#options,
      messages: this.#messages,
    });
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
