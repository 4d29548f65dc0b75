/**
 * Sessions: stepping through a run, forward and back, and leaving its course by hand.
 *
 * A session is plain data: what names a run, what is done to it by hand, and how far it has come.
 * Nothing else has to be kept, since the same session always plays the same. Going back is playing
 * anew, a little less far; intervening in the past is a fork: what was done by hand later is
 * forgotten.
 *
 * It moves from one moment to the next. A moment is one event of the kernel, or one intervention,
 * with all that is written into the trace while it lasts; events of the kernel that leave no trace
 * are passed over.
 */
import type { TraceEvent } from '../trace/event.ts';
import type { Plan } from '../world/plan.ts';
import type { Intervention, TimedIntervention } from './intervention.ts';
import { Run } from './run.ts';
import type { AnyScenario } from './scenario.ts';

export interface Session {
  readonly scenario: string;
  readonly seed: string;
  readonly params: object;
  /** The ids of the rules that are off from the start. */
  readonly without: readonly string[];
  /** A plan instead of the scenario's own. */
  readonly plan?: Plan | undefined;
  readonly interventions: readonly TimedIntervention[];
  /** How many events of the trace have happened. */
  readonly at: number;
}

/**
 * A session that is being played. Moving on costs what the run costs; moving back costs playing it
 * from the start, O(events).
 */
export class Playback {
  readonly scenario: AnyScenario;
  readonly #options: Omit<Session, 'interventions' | 'at'>;
  #run!: Run;
  #events: TraceEvent[] = [];
  /** How many events there were after each moment, from the start of the run. */
  #moments: number[] = [];
  /** After how many events the run is over, once that is known. */
  #end = Infinity;

  constructor(scenario: AnyScenario, session: Session) {
    const { interventions, at, ...options } = session;
    this.scenario = scenario;
    this.#options = options;
    this.#start(interventions);
    this.goTo(at);
  }

  get session(): Session {
    const { interventions } = this.#run;
    return { ...this.#options, interventions, at: this.#events.length };
  }

  /** The run as far as it has come; to be looked at only. */
  get run(): Run {
    return this.#run;
  }

  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** The events of the last moment. */
  get present(): readonly TraceEvent[] {
    // At the start all that has happened is the present.
    return this.#events.slice(this.#moments.at(-2) ?? 0);
  }

  /** Moves on by one moment; false where the run is over. */
  step(): boolean {
    const before = this.#events.length;
    if (before === this.#end) return false;
    while (this.#run.step()) {
      if (this.#events.length === before) continue;
      this.#moments.push(this.#events.length);
      return true;
    }
    // The kernel has passed over what leaves no trace: undo that, since it was no moment.
    this.#start(this.#run.interventions);
    this.goTo(before);
    this.#end = before;
    return false;
  }

  /** Moves back by so many moments, as far as the start. */
  back(moments = 1): void {
    this.goTo(this.#moments.at(-1 - moments) ?? 0);
  }

  /**
   * Moves on until `stop` says so; false where the run was over before, which is then where it
   * stays.
   */
  runUntil(stop: () => boolean): boolean {
    while (this.step()) if (stop()) return true;
    return false;
  }

  /** Moves, either way, to the first moment after which there are at least so many events. */
  goTo(at: number): void {
    if (at < this.#events.length) this.#start(this.#run.interventions);
    while (this.#events.length < at && this.step());
  }

  /** Throws InputError, with nothing done, where the intervention makes no sense now. */
  intervene(intervention: Intervention): void {
    this.#run.intervene(intervention);
    this.#end = Infinity;
    this.#moments.push(this.#events.length);
  }

  #start(interventions: readonly TimedIntervention[]): void {
    const events: TraceEvent[] = [];
    this.#run = new Run(
      this.scenario,
      { ...this.#options, interventions },
      { listen: (trace) => trace.onEvery((event) => events.push(event)) },
    );
    this.#events = events;
    this.#moments = [events.length];
  }
}
