/**
 * How much of a sim its runs went through: which faults struck, which moves its charts made, which
 * rules were asked and decided. Counted in runs: how many saw it at least once.
 */
import type { Sim } from '../../check/sim.ts';
import { RandomStreams } from '../../kernel/random.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Fault, faultSchema } from '../../world/fault.ts';
import type { Plan } from '../../world/plan.ts';
import type { AnyScenario } from '../scenario.ts';

export const covered = ['faults', 'operations', 'moves', 'asked', 'decided'] as const;
export type Covered = (typeof covered)[number];

export interface Coverage {
  /** In how many runs this was looked at. */
  runs: number;
  /** Kinds of faults that struck. */
  readonly faults: Map<string, number>;
  /** Kinds of operations that a plan held. */
  readonly operations: Map<string, number>;
  /** Edges of charts that were taken. */
  readonly moves: Map<string, number>;
  /** Rules whose line was reached. */
  readonly asked: Map<string, number>;
  /** Rules that a note names as what decided. */
  readonly decided: Map<string, number>;
}

export function emptyCoverage(): Coverage {
  return {
    runs: 0,
    faults: new Map(),
    operations: new Map(),
    moves: new Map(),
    asked: new Map(),
    decided: new Map(),
  };
}

export function mergeCoverage(into: Coverage, from: Coverage): void {
  into.runs += from.runs;
  for (const what of covered) for (const [name, runs] of from[what]) add(into[what], name, runs);
}

function add(counts: Map<string, number>, name: string, runs: number): void {
  counts.set(name, (counts.get(name) ?? 0) + runs);
}

/** Watches one run. */
export class CoverageOfRun {
  readonly #seen: Record<Covered, Set<string>> = {
    faults: new Set(),
    operations: new Set(),
    moves: new Set(),
    asked: new Set(),
    decided: new Set(),
  };

  readonly listen = (trace: Trace): void => {
    trace.on('fault', ({ detail }) => this.#seen.faults.add((detail as Fault).kind));
    trace.on('operation', ({ detail }) => {
      const { kind = 'operation' } = detail as { kind?: unknown };
      this.#seen.operations.add(String(kind));
    });
    trace.on('note', ({ detail }) => {
      if (detail.rule !== undefined) this.#seen.decided.add(detail.rule);
    });
  };

  readonly ruleAsked = (rule: string): void => {
    this.#seen.asked.add(rule);
  };

  /** Does the action while it sees every move of the sim's charts. */
  during<Result>(sim: Sim, action: () => Result): Result {
    const charts = sim.charts ?? [];
    for (const chart of charts) {
      chart.observer = (move) => this.#seen.moves.add(moveInWords(chart.id, move));
    }
    try {
      return action();
    } finally {
      for (const chart of charts) chart.observer = undefined;
    }
  }

  /** Adds the run to what all have covered. */
  addTo(coverage: Coverage): void {
    coverage.runs += 1;
    for (const what of covered) for (const name of this.#seen[what]) add(coverage[what], name, 1);
  }
}

function moveInWords(chart: string, move: { from: string; event: string; to: string }): string {
  return `${chart}: ${move.from} -${move.event}-> ${move.to}`;
}

/** Everything that could be covered with these parameters, in a fixed order; or with this plan. */
export function coverable(
  scenario: AnyScenario,
  params: object,
  plan?: Plan,
): Readonly<Record<Covered, readonly string[]>> {
  const { sim } = scenario;
  const moves = (sim.charts ?? []).flatMap(({ id, moves }) =>
    moves.map((move) => moveInWords(id, move)),
  );
  const struck = faultsOf(plan === undefined ? drawnPlans(scenario, params) : [plan]);
  return {
    faults: faultSchema.options
      .map(({ shape }) => shape.kind.value)
      .filter((kind) => struck.has(kind)),
    // Only the scenario knows what else there could be.
    operations: [],
    moves,
    asked: sim.rules.ids,
    decided: sim.rules.ids,
  };
}

/** A kind of fault that these plans draw none of is one that a scenario does not draw. */
const plansDrawn = 300;

function drawnPlans({ plan }: AnyScenario, params: object): Plan[] {
  if (plan === undefined) return [];
  return Array.from({ length: plansDrawn }, (_, seed) =>
    plan(params as never, new RandomStreams(String(seed))),
  );
}

function faultsOf(plans: readonly Plan[]): ReadonlySet<string> {
  return new Set(plans.flat().flatMap((step) => ('fault' in step ? [step.fault.kind] : [])));
}
