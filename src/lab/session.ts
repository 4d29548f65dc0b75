/**
 * Sessions: stepping through a run, forward and back, and leaving its course by hand.
 *
 * A session is plain data: what names a run, what is done to it by hand, and how far it has come.
 * Nothing else has to be kept, since the same session always plays the same. Going back is playing
 * anew, a little less far; intervening in the past is a fork: what was done by hand later is no part
 * of the new future, and whoever wants the old one keeps its session.
 *
 * It moves from one moment to the next. A moment is one event of the kernel, or one intervention,
 * with all that is written into the trace while it lasts. Events of the kernel that leave no trace
 * are passed over; where there are many of them, time can be let pass instead, and going back goes
 * to the last moment before that.
 */
import type { TraceEvent } from '../trace/event.ts';
import type { Plan } from '../world/plan.ts';
import type { Intervention, TimedIntervention } from './intervention.ts';
import { Run, type RunSettings } from './run.ts';
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
  /** To when the clock has been moved on since the last of them, if it has. */
  readonly untilMs?: number | undefined;
}

type Limits = Pick<RunSettings, 'stepsMax' | 'onWay'>;

/**
 * A session that is being played. Moving on costs what the run costs; moving back costs playing it
 * from the start, O(events).
 */
export class Playback {
  readonly scenario: AnyScenario;
  readonly #limits: Limits;
  readonly #options: Omit<Session, 'interventions' | 'at' | 'untilMs'>;
  #run!: Run;
  #events: TraceEvent[] = [];
  /** How many events there were after each moment, from the start of the run. */
  #moments: number[] = [];
  /** After how many events the run is over, once that is known. */
  #end = Infinity;
  /** How many events of this future have been seen. */
  #seen = 0;
  /** To when time has been let pass since the last moment. */
  #untilMs: number | undefined;

  constructor(scenario: AnyScenario, session: Session, limits: Limits = {}) {
    const { interventions: _interventions, at: _at, untilMs: _untilMs, ...options } = session;
    this.scenario = scenario;
    this.#limits = limits;
    this.#options = options;
    this.#restore(session);
  }

  get session(): Session {
    const { interventions } = this.#run;
    const waited = this.#untilMs === undefined ? {} : { untilMs: this.#untilMs };
    return { ...this.#options, interventions, at: this.#events.length, ...waited };
  }

  /** The run as far as it has come; to be looked at only. */
  get run(): Run {
    return this.#run;
  }

  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** Whether this future has been seen further than it is now, or holds something that is still to be done by hand. */
  get isInPast(): boolean {
    const done = this.#events.filter(({ kind }) => kind === 'intervention').length;
    return this.#events.length < this.#seen || done < this.#run.interventions.length;
  }

  /** The events of the last moment. */
  get present(): readonly TraceEvent[] {
    // At the start all that has happened is the present.
    return this.#events.slice(this.#moments.at(-2) ?? 0);
  }

  /** Moves on by one moment; false where the run is over. */
  step(): boolean {
    const at = this.#events.length;
    const untilMs = this.#untilMs;
    if (at === this.#end) return false;
    while (this.#run.step()) {
      if (!this.#noteMoment()) continue;
      this.#untilMs = undefined;
      return true;
    }
    // The kernel has passed over what leaves no trace: undo that, since it was no moment.
    this.#restore({ ...this.session, at, untilMs });
    this.#end = at;
    return false;
  }

  /** Lets time pass up to then, or to the end of the run, with everything that happens meanwhile. */
  waitUntil(timeMs: number): void {
    const { kernel } = this.#run.world;
    const untilMs = Math.max(kernel.nowMs, Math.min(timeMs, this.#run.durationMs));
    while (this.#run.nextMs <= untilMs && this.#run.step()) this.#noteMoment();
    // Nothing is due by then any more: only the clock moves.
    kernel.runUntil(untilMs);
    this.#untilMs = untilMs;
  }

  /**
   * Moves back by so many moments, as far as the start. Where time has been let pass since the last
   * moment, going back to that is the first of them.
   */
  back(moments = 1): void {
    const place = this.#untilMs === undefined ? moments : moments - 1;
    this.goTo(this.#moments.at(-1 - place) ?? 0);
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
    const hasPassed = at < this.#events.length || this.#untilMs !== undefined;
    if (hasPassed && at <= this.#events.length) this.#start(this.#run.interventions);
    while (this.#events.length < at && this.step());
  }

  /** Goes to where a session of the same run is, with what it does by hand. */
  open(session: Session): void {
    this.#end = Infinity;
    this.#seen = 0;
    this.#restore(session);
  }

  /** Throws InputError, with nothing done, where the intervention makes no sense now. */
  intervene(intervention: Intervention): void {
    this.#run.intervene(intervention, this.#untilMs);
    this.#end = Infinity;
    this.#untilMs = undefined;
    this.#seen = 0;
    this.#noteMoment();
  }

  /** Whether anything has been written into the trace since the last moment. */
  #noteMoment(): boolean {
    if (this.#events.length === this.#moments.at(-1)) return false;
    this.#moments.push(this.#events.length);
    this.#seen = Math.max(this.#seen, this.#events.length);
    return true;
  }

  /** Plays again up to where the session was. */
  #restore({ interventions, at, untilMs }: Session): void {
    this.#start(interventions);
    this.goTo(at);
    if (untilMs !== undefined) this.waitUntil(untilMs);
  }

  #start(interventions: readonly TimedIntervention[]): void {
    const events: TraceEvent[] = [];
    this.#run = new Run(
      this.scenario,
      { ...this.#options, interventions },
      { ...this.#limits, listen: (trace) => trace.onEvery((event) => events.push(event)) },
    );
    this.#events = events;
    this.#moments = [events.length];
    this.#untilMs = undefined;
  }
}
