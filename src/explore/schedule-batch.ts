/** One batch of random schedules: some of their seeds, run one after the other in this thread. */
import { parseAssignments } from '../lab/params.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { indexInList, seedAt } from '../lab/sweep/seeds.ts';
import { countLost, emptyTally } from '../lab/sweep/tally.ts';
import {
  type BatchListener,
  type BatchResult,
  firstLine,
  type Job,
  type ScheduleDraw,
} from '../lab/sweep/work.ts';
import { ScheduleTrial } from './schedule-trial.ts';

/** Steps of a run between two signs of life. */
const turn = 20_000;

/**
 * Runs the schedules at the places `from` to `to` of the job's shard, `to` excluded, up to the first
 * that breaks what is hunted. It counts as failed; one that is cut by the most events as inconclusive.
 */
export function tryScheduleBatch(
  scenario: AnyScenario,
  job: Job & { readonly schedules: ScheduleDraw },
  { from, to }: { readonly from: number; readonly to: number },
  { atPlace, beat }: BatchListener,
): BatchResult {
  const tally = { ...emptyTally(), held: 0 };
  const { without, eventsMax, hunt } = job;
  const params = parseAssignments(scenario.params, job.set, job.samples);
  const options = { params, without, eventsMax, property: hunt?.property, ...job.schedules };
  for (let place = from; place < to; place++) {
    atPlace(place);
    const index = indexInList(place, job.shard);
    const seed = seedAt(job.seeds, index);
    try {
      const trial = new ScheduleTrial(scenario, seed, { ...options, onWay: beat });
      while (trial.advance(turn)) beat();
      const { events, held, isCut, found } = trial.result();
      tally.runs += 1;
      tally.events += BigInt(events);
      tally.held += held;
      tally.outcomes[found !== undefined ? 'fail' : isCut ? 'inconclusive' : 'pass'] += 1;
      if (found !== undefined) return { tally, foundAt: place };
    } catch (error) {
      countLost(tally, { index, seed, outcome: 'error', why: firstLine(error), drawn: [] });
    }
  }
  return { tally, foundAt: undefined };
}
