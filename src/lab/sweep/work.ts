/** One batch of a sweep: some of its seeds, run one after the other in this thread. */
import { RandomStreams } from '../../kernel/random.ts';
import { brokenIn } from '../broken.ts';
import { parseAssignments } from '../params.ts';
import type { PlanFile } from '../plan-file.ts';
import { Run } from '../run.ts';
import type { SampleData } from '../sample.ts';
import type { AnyScenario } from '../scenario.ts';
import { CoverageOfRun } from './coverage.ts';
import { PooledSamples } from './samples.ts';
import { indexInList, type SeedList, type Shard, seedAt } from './seeds.ts';
import { drawParams, noRanges } from './swarm.ts';
import { countLost, countRun, emptyTally, type Tally } from './tally.ts';

/** What is to be run: plain data, which a worker gets as it is. */
export interface Job {
  readonly scenario: string;
  /** Of a scenario in a file of the user's own that other machines run: the digest of its text. */
  readonly scenarioText?: string;
  readonly seeds: SeedList;
  readonly shard: Shard;
  /** Parameters as they are typed, `name=value`; the others have their defaults. */
  readonly set: readonly string[];
  /** The numbers of the files that are named in `set`. */
  readonly samples?: readonly SampleData[];
  readonly without: readonly string[];
  /** Whether the parameters that are not set are drawn for each seed. */
  readonly swarm: boolean;
  /** A run is stopped after so many events. */
  readonly eventsMax: number;
  /** Whether to count what was covered. */
  readonly coverage: boolean;
  /** Where it is a hunt: it ends at the first run that breaks this property, or any. */
  readonly hunt?: { readonly property?: string };
  /**
   * Where each run has a random schedule, drawn from its seed, and ends at the first invariant that
   * is broken: see `src/explore/schedule-batch.ts`. It is a hunt, too.
   */
  readonly schedules?: ScheduleDraw;
  /** What every run has instead of the scenario's own plan. */
  readonly planFile?: PlanFile | undefined;
}

/** How a schedule is drawn. */
export interface ScheduleDraw {
  /** How many change points it has. */
  readonly changes: number;
  /** Change points are drawn from as many places: about as many as a run has messages. */
  readonly messages: number;
}

export interface BatchResult {
  readonly tally: Tally;
  /** The first place in the shard at which the property was broken. */
  readonly foundAt: number | undefined;
}

/** What is told while a batch runs. */
export interface BatchListener {
  /** A place begins. */
  readonly atPlace: (place: number) => void;
  /** Its run goes on. */
  readonly beat: () => void;
}

export const noListener: BatchListener = { atPlace: () => {}, beat: () => {} };

/** Runs the seeds at the places `from` to `to` of the job's shard, `to` excluded. */
export function performBatch(
  scenario: AnyScenario,
  job: Job,
  { from, to }: { readonly from: number; readonly to: number },
  { atPlace, beat }: BatchListener = noListener,
): BatchResult {
  const tally = emptyTally();
  const pooling = new PooledSamples();
  let foundAt: number | undefined;
  for (let place = from; place < to && foundAt === undefined; place++) {
    atPlace(place);
    if (runPlace(scenario, job, place, { tally, pooling, beat })) foundAt = place;
  }
  for (const [name, sum] of pooling.take()) {
    const { pooled } = tally.metrics.get(name) ?? {};
    if (pooled !== undefined && pooled !== null) pooled.sum += sum;
  }
  return { tally, foundAt };
}

/** Runs one seed and counts it; answers whether it breaks the property that is hunted. */
function runPlace(
  scenario: AnyScenario,
  job: Job,
  place: number,
  { tally, pooling, beat }: { tally: Tally; pooling: PooledSamples; beat: () => void },
): boolean {
  const index = indexInList(place, job.shard);
  const seed = seedAt(job.seeds, index);
  let drawn: readonly string[] = [];
  try {
    drawn = drawnFor(scenario, job, seed);
    const params = parseAssignments(scenario.params, [...job.set, ...drawn], job.samples);
    const watching = job.coverage ? new CoverageOfRun() : undefined;
    const run = new Run(
      scenario,
      { seed, params, without: job.without, plan: job.planFile?.plan },
      {
        stepsMax: job.eventsMax,
        onWay: beat,
        stopAtViolation: job.hunt === undefined ? false : (job.hunt.property ?? true),
        ...(watching === undefined
          ? {}
          : { listen: watching.listen, ruleAsked: watching.ruleAsked }),
      },
    );
    const result =
      watching === undefined ? run.finish() : watching.during(scenario.sim, () => run.finish());
    countRun(tally, pooling, { index, drawn, result, metrics: run.metrics });
    watching?.addTo(tally.coverage);
    if (job.hunt === undefined) return false;
    const { property } = job.hunt;
    const broken = brokenIn(result);
    return property === undefined ? broken.length > 0 : broken.includes(property);
  } catch (error) {
    countLost(tally, { index, seed, outcome: 'error', why: firstLine(error), drawn });
    return false;
  }
}

/** The parameters that a swarm draws for a seed, as they are typed. */
export function drawnFor(scenario: AnyScenario, job: Job, seed: string): string[] {
  if (!job.swarm) return [];
  const { set, samples = [] } = job;
  const options = { schema: scenario.params, ranges: scenario.swarm ?? noRanges, set, samples };
  return drawParams(options, new RandomStreams(seed).stream('swarm'));
}

/** What is kept of an error that ended a run. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n', 1)[0] ?? text;
}
