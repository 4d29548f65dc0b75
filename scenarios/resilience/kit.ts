/**
 * What every scenario of resilience declares: its parameters and metrics, and the scenario itself.
 * A file states what is special about it; a system of services and callers, an empty list of
 * invariants and a plot over the whole run are the defaults.
 */
import * as z from 'zod';
import { observed, type PropertyId } from '../../sims/resilience/invariants.ts';
import { resilience } from '../../sims/resilience/resilience.ts';
import type { ResilienceRule } from '../../sims/resilience/rules.ts';
import { System } from '../../sims/resilience/system.ts';
import type { MetricDefinitions } from '../../src/check/metric.ts';
import { type ParamsSchema, typical } from '../../src/lab/params.ts';
import {
  type Scenario,
  type Setup,
  scenario as scenarioOf,
  type Told,
} from '../../src/lab/scenario.ts';
import { type OverTime, plotOverTime } from './plots.ts';

export { counter, gauge, type Histogram, histogram, series } from '../../src/check/metric.ts';
export { real, whole } from '../../src/lab/param.ts';

/** A random time around its mean, or around another quantile of it: see `typical`. */
export const typicalMs = (
  min: number,
  max: number,
  byDefault: number,
  says: string,
  of: 'mean' | number = 'mean',
) => typical(numbers.min(min).max(max), byDefault, of).describe(says);

const numbers = z.number();

/** What `build` gets: it must put the services and callers into the system. */
interface Build<Params, Metrics extends MetricDefinitions>
  extends Setup<Params, ResilienceRule, Metrics> {
  readonly system: System;
  readonly nowMs: () => number;
  /** Reports that something has happened, for the goal `happened` of that id. */
  readonly happens: (id: string) => void;
}

/** Fields with defaults, or with another form. */
type Common = 'sim' | 'claims' | 'build' | 'invariants';

interface Described<Schema extends ParamsSchema, Subject, Metrics extends MetricDefinitions>
  extends Omit<Scenario<Schema, ResilienceRule, Subject, Metrics>, Common> {
  readonly claims?: readonly string[];
  /** The properties that it has observers for. */
  readonly invariants?: readonly PropertyId[];
  /** Returns an extended system if invariants, goals or plots need more. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most scenarios return nothing, and need no `return` for it
  readonly build: (setup: Build<z.output<Schema>, Metrics>) => Subject | void;
  /** Lines over the whole run. */
  readonly plot?: (told: Told<z.output<Schema>, Subject, Metrics>) => Omit<OverTime, 'endMs'>;
}

export function scenario<
  Schema extends ParamsSchema,
  Metrics extends MetricDefinitions,
  Subject extends System = System,
>(
  described: Described<Schema, Subject, Metrics>,
): Scenario<Schema, ResilienceRule, Subject, Metrics> {
  const { claims = [], invariants = [], build, plot, ...rest } = described;
  return scenarioOf<Schema, ResilienceRule, Subject, Metrics>({
    ...rest,
    sim: resilience,
    claims,
    invariants: observed(...invariants),
    build: (setup) => {
      const { world, rules } = setup;
      const system = new System(world, rules);
      const happened = new Set<string>();
      const subject = build({
        ...setup,
        system: Object.assign(system, { happened }),
        nowMs: () => world.kernel.nowMs,
        happens: (id) => happened.add(id),
      });
      return subject ?? (system as Subject);
    },
    ...(plot === undefined
      ? {}
      : {
          plots: (told) => [
            plotOverTime({ ...plot(told), endMs: described.durationMs(told.params) }),
          ],
        }),
  });
}
