/**
 * A run: one scenario, from one seed, with its parameters and rules, carried out event by event.
 */

import { assess, type ExpectationReport } from '../check/expectation.ts';
import type { GoalReport } from '../check/goal.ts';
import type { InvariantReport } from '../check/invariant.ts';
import { type AnyMetric, createMetrics, type MetricReport, reportMetric } from '../check/metric.ts';
import type { Plot } from '../check/plot.ts';
import { observedSwitches } from '../check/rules.ts';
import { type Verdict, verdictOf } from '../check/verdict.ts';
import { Watch } from '../check/watch.ts';
import { noCause } from '../kernel/kernel.ts';
import { kinds } from '../trace/event.ts';
import type { Trace } from '../trace/trace.ts';
import { counted } from '../words/numbers.ts';
import { durationMsOf } from '../world/fault.ts';
import { faultsEndAtMs, type Plan } from '../world/plan.ts';
import { UnknownNodeError, World } from '../world/world.ts';
import { storyWithout } from './broken.ts';
import { eventsMaxDefault } from './events-max.ts';
import { InputError } from './input-error.ts';
import type { Intervention } from './intervention.ts';
import {
  carryOut,
  type RunState,
  requirePossible,
  requireStrikable,
  type TimedIntervention,
} from './intervention.ts';
import { parseParams } from './params.ts';
import type { AnyScenario } from './scenario.ts';

/** What names a run, apart from its scenario: equal options, equal digest. */
export interface RunOptions {
  readonly seed: string;
  /** Values for some of the parameters; the others have their defaults. */
  readonly params?: object;
  /** The ids of the rules that are switched off. */
  readonly without?: readonly string[];
  /** A plan instead of the scenario's own. */
  readonly plan?: Plan | undefined;
  /** What is done by hand besides, in the order of the events at which it is done. */
  readonly interventions?: readonly TimedIntervention[] | undefined;
}

export interface RunSettings {
  /** Gets the trace before anything happens. Listening does not change a run. */
  readonly listen?: (trace: Trace) => void;
  /** Ends the run at the first violation of an invariant: of the one of that id, or of any. */
  readonly stopAtViolation?: boolean | string;
  /** Ends a run that would not end by itself. */
  readonly stepsMax?: number;
  /** Is called now and then; what it throws ends the run. It does not change it. */
  readonly onWay?: () => void;
  /** Is told of a rule whenever the line at which it stands is reached. */
  readonly ruleAsked?: (rule: string) => void;
}

export interface RunResult {
  readonly scenario: string;
  readonly seed: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly without: readonly string[];
  readonly plan: Plan;
  readonly interventions: readonly TimedIntervention[];
  readonly verdict: Verdict;
  /**
   * Why it ended: its time was over, a violation was seen (where that was asked for), or its step
   * budget was spent.
   */
  readonly ended: 'time' | 'violation' | 'budget';
  readonly digest: string;
  /** How many events the trace has. */
  readonly events: number;
  readonly virtualMs: number;
  readonly invariants: readonly InvariantReport[];
  readonly goals: readonly GoalReport[];
  readonly metrics: Readonly<Record<string, MetricReport>>;
  readonly expectations: readonly ExpectationReport[];
  /** The answer in a few sentences. */
  readonly story: string;
  readonly plots: readonly Plot[];
}

export class Run {
  readonly scenario: AnyScenario;
  readonly options: RunOptions;
  readonly params: Readonly<Record<string, unknown>>;
  readonly world: World;
  readonly subject: unknown;
  readonly plan: Plan;
  readonly durationMs: number;
  readonly metrics: Readonly<Record<string, AnyMetric>>;
  readonly #stopAtViolation: boolean | string;
  readonly #watch: Watch;
  readonly #rules: Record<string, boolean>;
  #interventions: readonly TimedIntervention[];
  /** How many of them have taken place. */
  #intervened = 0;

  constructor(scenario: AnyScenario, options: RunOptions, settings: RunSettings = {}) {
    this.scenario = scenario;
    this.options = options;
    this.#stopAtViolation = settings.stopAtViolation ?? false;
    this.params = parseParams(scenario.params, options.params ?? {}) as Record<string, unknown>;
    this.#rules = scenario.sim.rules.without(...(options.without ?? [])) as Record<string, boolean>;
    this.#interventions = [...(options.interventions ?? [])].sort((a, b) => a.event - b.event);
    const { ruleAsked } = settings;
    const rules = ruleAsked === undefined ? this.#rules : observedSwitches(this.#rules, ruleAsked);

    this.world = new World(options.seed, scenario.network?.(this.params));
    const { kernel } = this.world;
    kernel.stepsMax = settings.stepsMax ?? eventsMaxDefault;
    kernel.onWay = settings.onWay;
    settings.listen?.(this.world.trace);
    this.metrics = createMetrics(scenario.metrics);
    const { world, params, metrics } = this;
    this.subject = scenario.build({ world, params, rules, metrics });
    this.plan = options.plan ?? scenario.plan?.(params, world.kernel.random) ?? [];
    requireKnownOperations(scenario, this.plan);
    if (options.plan !== undefined) requireKnownNodes(world, options.plan);
    world.perform = (operation) => perform(scenario, this.subject, operation, world);
    world.plan(this.plan);
    this.durationMs = scenario.durationMs(params);

    this.#watch = new Watch(world, this.subject, {
      invariants: scenario.invariants,
      goals: scenario.goals(params),
      faultsEndAtMs: faultsEndAtMs(this.plan),
      observer: scenario.sim.observer,
    });
    this.#watch.check();
  }

  /** Why no further event will run; undefined while one will. */
  get ended(): 'time' | 'violation' | 'budget' | undefined {
    const { kernel } = this.world;
    if (this.#stopsAtViolation) return 'violation';
    if (this.#dueByHand !== undefined) return undefined;
    if (kernel.isCut) return 'budget';
    if (kernel.nextTimeMs > this.durationMs) return 'time';
    return kernel.isSpent ? 'budget' : undefined;
  }

  /**
   * Runs the next event, or does what is to be done by hand before it, and checks everything after
   * it; false where the run has ended.
   */
  step(): boolean {
    const { kernel } = this.world;
    if (kernel.isSpent) return false;
    if (this.#stopsAtViolation) return false;
    const due = this.#dueByHand;
    if (due !== undefined) {
      // Nothing is due by then: only the clock moves.
      if (due.atMs !== undefined) kernel.runUntil(due.atMs);
      this.#requirePossible(due);
      this.#carryOut(due.intervention);
      return true;
    }
    if (!kernel.step(this.durationMs)) return false;
    this.#watch.check();
    return true;
  }

  /** Done by hand: by now, and still to come. */
  get interventions(): readonly TimedIntervention[] {
    return this.#interventions;
  }

  /** Whether a rule is on now. */
  isOn(rule: string): boolean {
    return this.#rules[rule] ?? false;
  }

  /**
   * Intervenes by hand now; what was still to come by hand is forgotten. Throws InputError, with
   * nothing done, where the intervention makes no sense. `atMs` is the present time, where the clock
   * has been moved on since the last event.
   */
  intervene(intervention: Intervention, atMs?: number): void {
    requirePossible(intervention, this.#state);
    const done = this.#interventions.slice(0, this.#intervened);
    const time = atMs === undefined ? {} : { atMs };
    const event = this.world.trace.length;
    this.#interventions = [...done, { event, ...time, intervention }];
    this.#carryOut(intervention);
  }

  /** When the next thing happens, by itself or by hand; Infinity where nothing will. */
  get nextMs(): number {
    const due = this.#dueByHand;
    if (due !== undefined) return due.atMs ?? this.world.kernel.nowMs;
    const { nextTimeMs } = this.world.kernel;
    return nextTimeMs > this.durationMs ? Infinity : nextTimeMs;
  }

  get #dueByHand(): TimedIntervention | undefined {
    const next = this.#interventions[this.#intervened];
    if (next === undefined || this.world.trace.length < next.event) return undefined;
    const { atMs } = next;
    if (atMs === undefined) return next;
    return this.world.kernel.nextTimeMs > atMs && atMs <= this.durationMs ? next : undefined;
  }

  get #state(): RunState {
    const { scenario, world, subject } = this;
    return { scenario, world, subject, rules: this.#rules };
  }

  #requirePossible({ event, intervention }: TimedIntervention): void {
    try {
      requirePossible(intervention, this.#state);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`What is to be done by hand at event ${event}: ${error.message}`);
    }
  }

  #carryOut(intervention: Intervention): void {
    const { kernel, trace } = this.world;
    this.#intervened += 1;
    kernel.cause = noCause;
    kernel.cause = trace.record(kinds.intervention, undefined, undefined, intervention);
    carryOut(intervention, this.#state);
    this.world.active = undefined;
    const isFault = intervention.kind === 'fault';
    this.#watch.intervened(kernel.nowMs + (isFault ? durationMsOf(intervention.fault) : 0));
    this.#watch.check();
  }

  /** What has become of the invariants and goals by now. */
  reports(): { readonly invariants: InvariantReport[]; readonly goals: GoalReport[] } {
    return { invariants: this.#watch.reportInvariants(), goals: this.#watch.reportGoals() };
  }

  /** Runs to the end. */
  finish(): RunResult {
    while (this.step());
    const missed = this.#interventions[this.#intervened];
    if (missed !== undefined && this.ended === 'time') {
      const { length } = this.world.trace;
      throw new InputError(
        `The run ends after ${counted(length, 'event')}, so nothing can be done by hand at event ${missed.event}.`,
      );
    }
    if (this.ended === 'time') {
      this.world.kernel.runUntil(this.durationMs);
      this.#watch.finish();
    }
    return this.result();
  }

  get #stopsAtViolation(): boolean {
    const stop = this.#stopAtViolation;
    return stop !== false && this.#watch.violated(stop === true ? undefined : stop);
  }

  /** What the run amounts to, as far as it has come. */
  result(): RunResult {
    const { world, scenario, params, options, plan } = this;
    const ended = this.ended ?? 'time';
    const { invariants, goals } = this.reports();
    const expectations = scenario
      .expect(params)
      .map((expectation) => assess(expectation, this.metrics));
    const metrics = Object.entries(this.metrics).map(([name, m]) => [name, reportMetric(m)]);
    const told = { params, subject: this.subject, metrics: this.metrics };
    const result: Omit<RunResult, 'story'> = {
      scenario: scenario.id,
      seed: options.seed,
      params,
      without: options.without ?? [],
      plan,
      interventions: this.#interventions,
      verdict: verdictOf({ invariants, goals, expectations, cutShort: ended === 'budget' }),
      ended,
      digest: world.digest,
      events: world.trace.length,
      virtualMs: world.kernel.nowMs,
      invariants,
      goals,
      metrics: Object.fromEntries(metrics),
      expectations,
      plots: scenario.plots?.(told) ?? [],
    };
    const tells = () => scenario.tells(told);
    const isWhole = result.without.length === 0;
    return { ...result, story: isWhole ? tells() : storyWithout(scenario, result, tells) };
  }
}

/** Carries a run out from beginning to end. */
export function run(
  scenario: AnyScenario,
  options: RunOptions,
  settings: RunSettings = {},
): RunResult {
  return new Run(scenario, options, settings).finish();
}

/** Throws InputError if the operation names a node that does not exist. */
function perform(
  { operations }: AnyScenario,
  subject: unknown,
  operation: object,
  world: World,
): void {
  try {
    operations?.perform(subject, operation, world);
  } catch (error) {
    if (!(error instanceof UnknownNodeError)) throw error;
    throw new InputError(`${JSON.stringify(operation)} cannot be done: ${error.message}.`);
  }
}

function requireKnownNodes(world: World, plan: Plan): void {
  for (const step of plan) {
    if ('fault' in step) requireStrikable(world, step.fault);
  }
}

function requireKnownOperations({ id, operations }: AnyScenario, plan: Plan): void {
  for (const step of plan) {
    if (!('operation' in step)) continue;
    const operation = JSON.stringify(step.operation);
    if (operations === undefined) {
      throw new InputError(`${id} takes no operations, but its plan has ${operation}.`);
    }
    if (operations.schema.safeParse(step.operation).success) continue;
    throw new InputError(`${id} knows no such operation as ${operation}.`);
  }
}
