/** `lab explore <scenario> --schedules`: random schedules of a world whose states cannot be copied. */
import { ScheduleSearch, shortenSchedule } from '../explore/schedule-search.ts';
import { parseRules } from '../lab/catalogue.ts';
import { unknownChoice } from '../lab/input-error.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { encodeToken, identityOf } from '../lab/token.ts';
import { inDigits } from '../words/numbers.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type ExploreFlags, givenParams, refuseFlagsOfOrders } from './exploration-flags.ts';
import type { CommandIo } from './io.ts';
import { wholeNumber } from './limits.ts';
import { schedulesAsJson, schedulesAsText } from './render/schedules-text.ts';
import { searchUntilStopped } from './searching.ts';

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
  const search = new ScheduleSearch(scenario, options);
  const stopped = await searchUntilStopped(io, flags, {
    advance: () => search.advance(turn),
    progress: () => `${inDigits(search.tried)} of ${inDigits(options.schedules)} schedules`,
  });
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

function invariantFrom({ invariants }: AnyScenario, property: string | undefined) {
  const ids = invariants.map(({ id }) => id);
  if (property === undefined || ids.includes(property)) return property;
  throw unknownChoice('invariant', property, ids, `There are: ${ids.join(', ')}.`);
}
