/**
 * A scenario: a named experiment that answers one question.
 *
 * Its file opens with the question and ends with what the run leaves out. Everything in it is a
 * value, so that the same scenario can be listed, described, run, stepped, swept over many seeds
 * and hunted for violations.
 */
import type * as z from 'zod';
import type { Expectation } from '../check/expectation.ts';
import type { Goal } from '../check/goal.ts';
import type { Invariant } from '../check/invariant.ts';
import type { MetricDefinitions, MetricsOf } from '../check/metric.ts';
import type { Plot } from '../check/plot.ts';
import type { Switches } from '../check/rules.ts';
import type { Sim } from '../check/sim.ts';
import type { RandomStreams } from '../kernel/random.ts';
import type { NetworkConditions } from '../world/network.ts';
import type { Plan } from '../world/plan.ts';
import type { World } from '../world/world.ts';
import type { ParamsSchema } from './params.ts';
import type { SwarmRanges } from './sweep/swarm.ts';

/** What `build` gets to work with. */
export interface Setup<Params, RuleId extends string, Metrics extends MetricDefinitions> {
  readonly world: World;
  readonly params: Params;
  readonly rules: Switches<RuleId>;
  readonly metrics: MetricsOf<Metrics>;
}

/** A file that holds a scenario. */
export interface ScenarioFile {
  /** The whole path. */
  readonly path: string;
  /** Of its text: a run of another text is another run. */
  readonly digest: string;
}

export interface Scenario<
  Schema extends ParamsSchema,
  RuleId extends string,
  Subject,
  Metrics extends MetricDefinitions,
> {
  /** `sim/name`: also the path of its file under `scenarios/`. In a file of your own it is replaced by the file's path. */
  readonly id: string;
  /** The file of the user's own that it was read from; the lab itself fills it in. */
  readonly file?: ScenarioFile;
  /** The question, with its question mark. */
  readonly asks: string;
  readonly sim: Sim<RuleId>;
  /** The ids of the claims in the ledger that the run bears on. */
  readonly claims: readonly string[];
  /** Where to read what answers the question, the first to read first: `sims/raft/server/votes.ts#countVotes`. */
  readonly code?: readonly string[];
  readonly params: Schema;
  /** What a swarm may draw parameters from, where that is not around their defaults. */
  readonly swarm?: SwarmRanges;
  readonly durationMs: (params: z.output<Schema>) => number;
  readonly network?: (params: z.output<Schema>) => Partial<NetworkConditions>;
  /** Sets the experiment up, and returns what its invariants and goals look at. */
  readonly build: (setup: Setup<z.output<Schema>, RuleId, Metrics>) => Subject;
  /** What is done, what goes wrong, and when. May be drawn from the run's own random streams. */
  readonly plan?: (params: z.output<Schema>, random: RandomStreams) => Plan;
  /** The operations that a plan may hold, where it may hold any. */
  readonly operations?: Operations<Subject>;
  readonly invariants: readonly Invariant<Subject>[];
  readonly goals: (params: z.output<Schema>) => readonly Goal<Subject>[];
  readonly metrics: Metrics;
  readonly expect: (params: z.output<Schema>) => readonly Expectation<MetricsOf<Metrics>>[];
  /** The answer in a few sentences, told from what was measured. */
  readonly tells: (told: Told<z.output<Schema>, Subject, Metrics>) => string;
  /** What to draw, where a picture says more. */
  readonly plots?: (told: Told<z.output<Schema>, Subject, Metrics>) => readonly Plot[];
}

/** What clients or users can do in a scenario. */
export interface Operations<Subject> {
  readonly schema: z.ZodType;
  // biome-ignore lint/suspicious/noExplicitAny: an operation's type is the schema's, and matters only to the scenario
  readonly perform: (subject: Subject, operation: any, world: World) => void;
  /** Why a person cannot do it now, in a sentence; undefined if it can be done. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly refusal?: (subject: Subject, operation: any, world: World) => string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly inWords: (operation: any) => string;
}

export interface Told<Params, Subject, Metrics extends MetricDefinitions> {
  readonly params: Params;
  readonly subject: Subject;
  readonly metrics: MetricsOf<Metrics>;
}

/** For code that handles scenarios of any parameters and metrics. */
// biome-ignore lint/suspicious/noExplicitAny: a scenario's types matter only to itself
export type AnyScenario = Scenario<any, any, any, any>;

/** Says of an object that it is a scenario, and finds out its types. */
export function scenario<
  Schema extends ParamsSchema,
  RuleId extends string,
  Subject,
  Metrics extends MetricDefinitions,
>(
  definition: Scenario<Schema, RuleId, Subject, Metrics>,
): Scenario<Schema, RuleId, Subject, Metrics> {
  return definition;
}
