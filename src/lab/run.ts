/**
 * A run: one scenario, from one seed, with its parameters and rules, carried out event by event.
 */
import { assess, type ExpectationReport } from '../check/expectation.ts';
import type { GoalReport } from '../check/goal.ts';
import type { InvariantReport } from '../check/invariant.ts';
import { type AnyMetric, createMetrics, type MetricReport, reportMetric } from '../check/metric.ts';
import { type Verdict, verdictOf } from '../check/verdict.ts';
import { Watch } from '../check/watch.ts';
import type { Trace } from '../trace/trace.ts';
import type { FaultPlan } from '../world/fault.ts';
import { World } from '../world/world.ts';
import { parseParams } from './params.ts';
import type { AnyScenario } from './scenario.ts';

/** What names a run, apart from its scenario: equal options, equal digest. */
export interface RunOptions {
  readonly seed: string;
  /** Values for some of the parameters; the others have their defaults. */
  readonly params?: object;
  /** The ids of the rules that are switched off. */
  readonly without?: readonly string[];
  /** Faults instead of the scenario's own. */
  readonly plan?: FaultPlan | undefined;
}

export interface RunSettings {
  /** Gets the trace before anything happens. Listening does not change a run. */
  readonly listen?: (trace: Trace) => void;
  /** Ends the run at the first violation of an invariant. */
  readonly stopAtViolation?: boolean;
  /** Ends a run that would not end by itself. */
  readonly stepsMax?: number;
}

export interface RunResult {
  readonly scenario: string;
  readonly seed: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly without: readonly string[];
  readonly plan: FaultPlan;
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
}

const stepsMaxByDefault = 100_000_000;

export class Run {
  readonly scenario: AnyScenario;
  readonly options: RunOptions;
  readonly params: Readonly<Record<string, unknown>>;
  readonly world: World;
  readonly subject: unknown;
  readonly plan: FaultPlan;
  readonly durationMs: number;
  readonly #stepsMax: number;
  readonly #stopAtViolation: boolean;
  readonly #metrics: Readonly<Record<string, AnyMetric>>;
  readonly #watch: Watch;

  constructor(scenario: AnyScenario, options: RunOptions, settings: RunSettings = {}) {
    this.scenario = scenario;
    this.options = options;
    this.#stepsMax = settings.stepsMax ?? stepsMaxByDefault;
    this.#stopAtViolation = settings.stopAtViolation ?? false;
    this.params = parseParams(scenario.params, options.params ?? {}) as Record<string, unknown>;
    const rules = scenario.sim.rules.without(...(options.without ?? []));

    this.world = new World(options.seed, scenario.network?.(this.params));
    settings.listen?.(this.world.trace);
    this.#metrics = createMetrics(scenario.metrics);
    const { world, params } = this;
    this.subject = scenario.build({ world, params, rules, metrics: this.#metrics });
    this.plan = options.plan ?? scenario.plan?.(params, world.kernel.random) ?? [];
    world.plan(this.plan);
    this.durationMs = scenario.durationMs(params);

    this.#watch = new Watch(world, this.subject, {
      invariants: scenario.invariants,
      goals: scenario.goals(params),
      faultsEndAtMs: endOf(this.plan),
    });
    this.#watch.check();
  }

  /** Why no further event will run; undefined while one will. */
  get ended(): 'time' | 'violation' | 'budget' | undefined {
    const { kernel } = this.world;
    if (this.#stopAtViolation && this.#watch.violated) return 'violation';
    if (kernel.nextTimeMs > this.durationMs) return 'time';
    return kernel.steps >= this.#stepsMax ? 'budget' : undefined;
  }

  /** Runs the next event and checks everything after it; false where the run has ended. */
  step(): boolean {
    const { kernel } = this.world;
    if (kernel.steps >= this.#stepsMax) return false;
    if (this.#stopAtViolation && this.#watch.violated) return false;
    if (!kernel.step(this.durationMs)) return false;
    this.#watch.check();
    return true;
  }

  /** Runs to the end. */
  finish(): RunResult {
    while (this.step());
    if (this.ended === 'time') this.world.kernel.runUntil(this.durationMs);
    return this.result();
  }

  /** What the run amounts to, as far as it has come. */
  result(): RunResult {
    const { world, scenario, params, options, plan } = this;
    const ended = this.ended ?? 'time';
    const invariants = this.#watch.reportInvariants();
    const goals = this.#watch.reportGoals();
    const expectations = scenario
      .expect(params)
      .map((expectation) => assess(expectation, this.#metrics));
    const metrics = Object.entries(this.#metrics).map(([name, m]) => [name, reportMetric(m)]);
    return {
      scenario: scenario.id,
      seed: options.seed,
      params,
      without: options.without ?? [],
      plan,
      verdict: verdictOf({ invariants, goals, expectations, cutShort: ended === 'budget' }),
      ended,
      digest: world.digest,
      events: world.trace.length,
      virtualMs: world.kernel.nowMs,
      invariants,
      goals,
      metrics: Object.fromEntries(metrics),
      expectations,
      story: scenario.tells({ params, subject: this.subject, metrics: this.#metrics }),
    };
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

/** When the last fault of a plan is over. */
function endOf(plan: FaultPlan): number {
  const ends = plan.map(
    ({ atMs, fault }) => atMs + (fault.kind === 'pause' ? fault.durationMs : 0),
  );
  return Math.max(0, ...ends);
}

/** How an invariant or a goal of that id was broken; undefined where it was not. */
export function propertyBroken(result: RunResult, property: string): string | undefined {
  const invariant = result.invariants.find(({ id }) => id === property);
  const violation = invariant?.violations[0];
  if (violation !== undefined) return `${violation.message} (at ${violation.atMs.toFixed(1)} ms)`;
  const goal = result.goals.find(({ id }) => id === property);
  return goal?.violated === true ? `it never came about that ${goal.says}` : undefined;
}
