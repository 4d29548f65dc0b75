/** `lab explore <scenario>`: every order of events within printed bounds, or random schedules. */
import { modelOf } from '../../explore/of-scenario.ts';
import { StagedSearch } from '../../explore/stages.ts';
import { InputError } from '../../lab/input-error.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, collect, withQueueFlags } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import {
  type ExploreFlags,
  goalFrom,
  optionsFrom,
  propertyFrom,
  stageFrom,
} from '../exploration-flags.ts';
import { type Explored, exploredBy, isDone } from '../explored.ts';
import type { CommandIo } from '../io.ts';
import { limitDefaults, wholeNumber } from '../limits.ts';
import { refuseQueueFlags } from '../queue-flags.ts';
import { exploredAsJson } from '../render/explored-json.ts';
import { exploredAsText } from '../render/explored-text.ts';
import { exploreSchedules } from '../scheduling.ts';
import { searchUntilStopped } from '../searching.ts';

/** States between two looks at the clock, and at signals. */
const turn = 20_000;

export function register({ lab, io, done }: CommandLine): void {
  withQueueFlags(lab.command('explore <scenario>'))
    .description(
      'try every order of events within bounds, and tell the shortest story of what breaks',
    )
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, [])
    .option('--set <name=value>', 'set a parameter of the scenario; may be repeated', collect, [])
    .option(
      '--bound <name=value>',
      'network, losses, duplicates, crashes, tears, starts, disks, a timer, or a bound of the sim; may be repeated',
      collect,
      [],
    )
    .option(
      '--operation <json>',
      'an operation of a client or operator, instead of the plan; in this order; may be repeated',
      collect,
      [],
    )
    .option('--no-operations', 'no operations at all')
    .option(
      '--stage <goal>',
      'go on from where this goal is reached, or this property broken; goal:dropped leaves the messages behind; may be repeated',
      collect,
      [],
    )
    .option('--property <id>', 'end at the first state that breaks this (default: any property)')
    .option(
      '--reachable <goal>',
      'search to the end, and find states from which this goal is never reached: deadlocks',
    )
    .option('--all', 'go on after the first breach, to one of each property', false)
    .option('--states-max <count>', 'stop after this many distinct states', '20000000')
    .option('--mib-max <count>', 'stop when states take this much memory', '2048')
    .option(
      '--schedules <count>',
      'instead of every order, this many random schedules: of worlds with processes, whose states cannot be copied',
    )
    .option(
      '--changes <count>',
      'change points of a schedule: how often what comes first falls last',
      '3',
    )
    .option(
      '--events-max <count>',
      'with --schedules: end a run after this many events, with status 3',
      limitDefaults.eventsMax,
    )
    .option('--seconds-max <count>', 'stop after this much wall-clock time, with status 3')
    .option('--json', 'print the result as JSON', false)
    .action(async (name, flags) => done(await exploreCommand(name, flags, io)));
}

async function exploreCommand(
  name: string,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const scenario = await catalogueFor(io).scenario(name);
  return flags.schedules === undefined
    ? exploreOrders(scenario, flags, io)
    : exploreSchedules(scenario, flags.schedules, flags, io);
}

async function exploreOrders(
  scenario: AnyScenario,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  if (flags.queue !== undefined) {
    throw new InputError(
      '--queue is for random schedules: add --schedules 10000. Every order is searched in the memory of one machine.',
    );
  }
  refuseQueueFlags(flags);
  const model = modelOf(scenario, optionsFrom(scenario, flags));
  const stages = flags.stage.map((text) => stageFrom(text, model));
  const reachable = goalFrom(flags.reachable, model);
  const property = propertyFrom(flags.property, model);
  const goesOn = flags.all || (reachable !== undefined && property === undefined);
  const stopAt = goesOn ? undefined : (property ?? true);
  const statesMax = wholeNumber('--states-max', flags.statesMax);
  const bytesMax = wholeNumber('--mib-max', flags.mibMax) * 2 ** 20;
  const search = new StagedSearch(model, { stages, stopAt, limits: { statesMax, bytesMax } });
  const stopped = await searchUntilStopped(io, flags, {
    advance: () => search.advance(turn),
    progress(tookMs) {
      const { distinct, generated, depth } = search.report();
      const rate = inDigits(Math.round((1000 * generated) / Math.max(1, tookMs)));
      return `${counted(distinct, 'state')}, depth ${depth}, ${rate} generated a second`;
    },
  });
  const explored = exploredBy(model, search, reachable);
  if (flags.json) io.printJson(exploredAsJson(explored));
  else io.print(exploredAsText(explored, io).join('\n'));
  return statusOf(explored, stopped);
}

function statusOf(explored: Explored, stopped: ExitStatus | undefined): ExitStatus {
  // A signal's own status goes before what was found.
  if (stopped !== undefined && stopped !== exitStatus.inconclusive) return stopped;
  const isTrapped = explored.reachability?.traps !== undefined;
  if (isTrapped || explored.search.breaches.length > 0) return exitStatus.fail;
  return isDone(explored) ? exitStatus.pass : exitStatus.inconclusive;
}
