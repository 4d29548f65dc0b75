/** `lab explore <scenario> --schedules`: random schedules of a world whose states cannot be copied. */
import {
  ScheduleSearch,
  type ScheduleSearchOptions,
  type SearchedSchedules,
  shortenSchedule,
} from '../explore/schedule-search.ts';
import {
  messagesIn,
  ScheduleTrial,
  type Trial,
  type TrialOptions,
} from '../explore/schedule-trial.ts';
import { must } from '../kernel/must.ts';
import { parseRules } from '../lab/catalogue.ts';
import { eventsMaxDefault } from '../lab/events-max.ts';
import { unknownChoice } from '../lab/input-error.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { parseSeeds, wholeShard } from '../lab/sweep/seeds.ts';
import type { Job } from '../lab/sweep/work.ts';
import { encodeToken, identityOf } from '../lab/token.ts';
import { inDigits } from '../words/numbers.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type ExploreFlags, givenParams, refuseFlagsOfOrders } from './exploration-flags.ts';
import type { CommandIo } from './io.ts';
import { wholeNumber } from './limits.ts';
import { queueCrewFrom, refuseQueueFlags } from './queue-flags.ts';
import { schedulesAsJson, schedulesAsText } from './render/schedules-text.ts';
import { searchUntilStopped } from './searching.ts';
import { performJobs } from './sweeping.ts';

/** Steps of a run between two looks at the clock, and at signals. */
const turn = 20_000;

export async function exploreSchedules(
  scenario: AnyScenario,
  schedules: string,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  refuseFlagsOfOrders(flags);
  const options = {
    params: givenParams(scenario, flags.set),
    without: parseRules(scenario.sim.rules, flags.without),
    property: invariantFrom(scenario, flags.property),
    schedules: wholeNumber('--schedules', schedules),
    changes: wholeNumber('--changes', flags.changes, 0),
    eventsMax: wholeNumber('--events-max', flags.eventsMax),
  };
  const { search, stopped } =
    flags.queue === undefined
      ? await searchHere(scenario, options, flags, io)
      : await searchOnQueue(scenario, options, flags, io);
  if (search === undefined) return stopped ?? exitStatus.inconclusive;
  const found = search.found && shortenSchedule(scenario, search.found);
  const token =
    found && encodeToken(identityOf({ scenario, options: found.options }, found.result));
  const told = { scenario, options, search, found, token };
  if (flags.json) io.printJson(schedulesAsJson(told));
  else io.print(schedulesAsText(told, io).join('\n'));
  if (stopped !== undefined) return stopped;
  if (found !== undefined) return exitStatus.fail;
  return search.cut > 0 ? exitStatus.inconclusive : exitStatus.pass;
}

interface Searched {
  /** Undefined if there is nothing to tell of it. */
  readonly search: SearchedSchedules | undefined;
  /** The exit status, if it was stopped early. */
  readonly stopped: ExitStatus | undefined;
}

async function searchHere(
  scenario: AnyScenario,
  options: ScheduleSearchOptions,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<Searched> {
  refuseQueueFlags(flags);
  const search = new ScheduleSearch(scenario, options);
  const stopped = await searchUntilStopped(io, flags, {
    advance: () => search.advance(turn),
    progress: () => `${inDigits(search.tried)} of ${inDigits(options.schedules)} schedules`,
  });
  return { search, stopped };
}

/** Schedules hang on their seeds alone, so workers try them as they try the seeds of a hunt. */
async function searchOnQueue(
  scenario: AnyScenario,
  options: ScheduleSearchOptions,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<Searched> {
  const crew = queueCrewFrom(flags, 'exploration');
  const { property, changes, without = [], eventsMax = eventsMaxDefault } = options;
  const messages = messagesIn(scenario, options);
  const job: Job = {
    scenario: scenario.id,
    seeds: parseSeeds(String(options.schedules)),
    shard: wholeShard,
    set: flags.set,
    without,
    swarm: false,
    eventsMax,
    coverage: false,
    hunt: property === undefined ? {} : { property },
    schedules: { changes, messages },
  };
  const { swept, stopped } = await performJobs(io, scenario, [job], crew);
  const { tally, foundAt, isComplete } = must(swept[0], 'the one job');
  const { error, died, timeout, fail, inconclusive } = tally.outcomes;
  if (!isComplete && fail > 0) {
    io.say(
      'A schedule breaks an invariant: which is the first is known when all before it are tried.',
    );
    return { search: undefined, stopped };
  }
  const lost = tally.cases.find(({ outcome }) => outcome === 'error');
  // It throws here what it threw there.
  if (lost !== undefined) play(scenario, lost.seed, { ...options, messages });
  if (error > 0) throw new Error(`a schedule of ${scenario.id} threw in a worker only`);
  for (const { seed, outcome, why } of tally.cases) {
    if (outcome === 'died' || outcome === 'timeout') io.say(`Schedule ${seed} was lost: ${why}.`);
  }
  const found =
    foundAt === undefined
      ? undefined
      : play(scenario, String(foundAt + 1), { ...options, messages }).found;
  if (foundAt !== undefined && found === undefined) {
    throw new Error(`schedule ${foundAt + 1} broke an invariant in a worker only`);
  }
  const { runs: tried, events, held: delays = 0 } = tally;
  const search = { tried, cut: inconclusive, events: Number(events), delays, found };
  const isLost = died + timeout > 0 && found === undefined;
  return { search, stopped: stopped ?? (isLost ? exitStatus.inconclusive : undefined) };
}

function play(
  scenario: AnyScenario,
  seed: string,
  options: TrialOptions & { readonly messages: number },
): Trial {
  const trial = new ScheduleTrial(scenario, seed, options);
  while (trial.advance(turn));
  return trial.result();
}

function invariantFrom({ invariants }: AnyScenario, property: string | undefined) {
  const ids = invariants.map(({ id }) => id);
  if (property === undefined || ids.includes(property)) return property;
  throw unknownChoice('invariant', property, ids, `There are: ${ids.join(', ')}.`);
}
