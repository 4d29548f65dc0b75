/** `lab hunt <rule or scenario>`: a run that breaks a property, with the shortest story of it. */

import { columns } from '../../draw/text.ts';
import { parseRules } from '../../lab/catalogue.ts';
import { type FoundRun, shrink, tryToBreak } from '../../lab/hunt.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { parseAssignments, parseParams } from '../../lab/params.ts';
import { writePlan } from '../../lab/plan-file.ts';
import { proofOf } from '../../lab/proof.ts';
import type { SampleData } from '../../lab/sample.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { indexInList, parseSeeds, seedAt, wholeShard } from '../../lab/sweep/seeds.ts';
import type { Case } from '../../lab/sweep/tally.ts';
import { drawnFor, type Job } from '../../lab/sweep/work.ts';
import { encodeToken, identityOf } from '../../lab/token.ts';
import { counted } from '../../words/numbers.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, forceOption, withQueueFlags, withSeedFlags } from '../command-line.ts';
import { deliver, type FilledFile, openFiles } from '../deliver.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { wholeNumber } from '../limits.ts';
import { coverageOf, searchAsText } from '../render/coverage-text.ts';
import { duration } from '../render/progress.ts';
import { storyLines } from '../render/run-text.ts';
import { commandFor, inputFiles, planFrom } from '../request.ts';
import { type Opened, openSamples, type SampleFlags } from '../samples.ts';
import {
  assignmentsOf,
  commandForCase,
  crewFromFlags,
  performJobs,
  type WorkFlags,
} from '../sweeping.ts';
import { perform } from './run.ts';

export interface HuntFlags extends WorkFlags, SampleFlags {
  readonly without: readonly string[];
  readonly set: readonly string[];
  readonly seeds: string;
  readonly swarm: boolean;
  readonly property?: string;
  readonly plan?: string;
  readonly savePlan?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  withQueueFlags(withSeedFlags(lab.command('hunt <rule-or-scenario>')))
    .description('look for a seed that breaks a property, and shorten its story')
    .option('--property <id>', 'hunt for a run that breaks this (default: any property)')
    .option('--save-plan <file.json>', 'write the plan of the run that was found, for --plan')
    .option(...forceOption)
    .action(async (name, flags) => done(await huntCommand(name, flags, io)));
}

async function huntCommand(name: string, flags: HuntFlags, io: CommandIo): Promise<ExitStatus> {
  const { print, printJson, program } = io;
  const { scenario, property, without, set, samples, knownRule } = await quarryNamed(
    name,
    flags,
    io,
  );
  const wanted =
    flags.savePlan === undefined ? [] : [{ flag: '--save-plan', path: flags.savePlan }];
  const write = openFiles(io, wanted, inputFiles(flags, io.files), flags);
  const job: Job = {
    scenario: scenario.id,
    seeds: parseSeeds(flags.seeds),
    shard: wholeShard,
    set,
    samples,
    without,
    swarm: flags.swarm,
    eventsMax: wholeNumber('--events-max', flags.eventsMax),
    coverage: true,
    hunt: property === undefined ? {} : { property },
    planFile: await planFrom(flags, io.files),
  };
  const { swept, stopped } = await performJobs(
    io,
    scenario,
    [job],
    crewFromFlags(flags, io, 'hunt'),
  );
  const [search] = swept;
  if (search === undefined) throw new Error('a hunt is one job');
  const { foundAt } = search;
  if (foundAt === undefined) {
    const { tally, isComplete } = search;
    const searched = { scenario, job, tally, isComplete, knownRule: await knownRule() };
    const commandFor = (run: Case) => commandForCase(program, job, [], run);
    if (flags.json) printJson(searchAsJson(searched, commandFor));
    else print(searchAsText(searched, commandFor, io));
    if (stopped !== undefined) return stopped;
    const { died, timeout, error } = tally.outcomes;
    return died + timeout + error > 0 ? exitStatus.inconclusive : exitStatus.pass;
  }
  const found = shortened(scenario, job, foundAt, io);
  deliver(io, write, savedPlan(flags.savePlan, found), () =>
    showFound(scenario, found, foundAt + 1, flags.json, io),
  );
  return exitStatus.fail;
}

/** The run that was found, made as short as it can be. */
function shortened(
  scenario: AnyScenario,
  job: Job,
  place: number,
  { nowMs, say }: CommandIo,
): FoundRun {
  const startMs = nowMs();
  const seed = seedAt(job.seeds, indexInList(place, job.shard));
  const assignments = [...job.set, ...drawnFor(scenario, job, seed)];
  const params = onlyGiven(
    parseAssignments(scenario.params, assignments, job.samples),
    assignments,
  );
  const { without } = job;
  const plan = job.planFile?.plan;
  const found = tryToBreak(scenario, job.hunt?.property, { seed, params, without, plan });
  if (found === undefined) throw new Error(`seed ${seed} broke the property in a worker only`);
  const smallest = shrink(scenario, found);
  const [before, after] = [found.result.plan.length, smallest.result.plan.length];
  const steps = before === 0 ? '' : `, from ${counted(before, 'step')} of its plan to ${after}`;
  say(`made shorter in ${duration(nowMs() - startMs)}${steps}`);
  return smallest;
}

function savedPlan(path: string | undefined, { result: { plan } }: FoundRun): FilledFile[] {
  return path === undefined ? [] : [{ path, kind: 'the plan', text: writePlan(plan) }];
}

function onlyGiven(params: object, assignments: readonly string[]): object {
  const given = assignments.map((text) => text.slice(0, text.indexOf('=')).trim());
  return Object.fromEntries(Object.entries(params).filter(([name]) => given.includes(name)));
}

interface Hunted {
  readonly scenario: AnyScenario;
  readonly property: string | undefined;
  readonly without: readonly string[];
  /** Parameters as they are typed. */
  readonly set: readonly string[];
  readonly samples: readonly SampleData[];
  /** Where a rule is hunted: its name, if its killer still breaks what it protects. */
  readonly knownRule: () => Promise<string | undefined>;
}

const noRule = async (): Promise<undefined> => undefined;

/** What to hunt for, and where: a rule is hunted in the scenario of its killer. */
async function quarryNamed(name: string, flags: HuntFlags, io: CommandIo): Promise<Hunted> {
  const found = await catalogueFor(io).lookUp(name);
  if (found.kind === 'sim') {
    throw new InputError(`"${name}" is a sim: name one of its rules or scenarios.`);
  }
  const { rules } = found.wing.sim;
  const off = parseRules(rules, flags.without);
  if (found.kind === 'scenario') {
    const scenario = (await found.entry.load()).default;
    const opened = await openSamples(scenario.params, flags.set, flags, io);
    const property = propertyNamed(scenario, flags.property, opened);
    return { scenario, property, without: off, ...opened, knownRule: noRule };
  }
  const killer = found.wing.killers[found.rule];
  if (killer === undefined || 'tried' in killer) {
    const tried = killer?.tried ?? 'nothing yet';
    throw new InputError(`No scenario is known that needs ${name} (tried: ${tried}).`, {
      says: 'Name one',
      words: `hunt <scenario> --without ${name}`,
    });
  }
  const scenario = await catalogueFor(io).scenario(killer.scenario);
  const ofKiller = onlyGiven(
    parseParams(scenario.params, killer.params ?? {}),
    Object.keys(killer.params ?? {}).map((param) => `${param}=`),
  );
  const { set: own, samples } = await openSamples(scenario.params, flags.set, flags, io);
  const set = [...assignmentsOf(ofKiller), ...own];
  const property =
    propertyNamed(scenario, flags.property, { set: own, samples }) ??
    rules.get(found.rule).protects;
  const without = [...new Set([found.rule, ...off])];
  const knownRule = async () => {
    const { status } = await proofOf(catalogueFor(io), found.wing, found.rule);
    const fullName = scenario.file === undefined ? `${rules.sim}/${found.rule}` : name;
    return status === 'killed' ? fullName : undefined;
  };
  return { scenario, property, without, set, samples, knownRule };
}

/** The property that --property names. Throws InputError where the scenario has none of that id. */
function propertyNamed(
  scenario: AnyScenario,
  property: string | undefined,
  { set, samples }: Opened,
): string | undefined {
  const params = parseAssignments(scenario.params, set, samples);
  if (property === undefined) return undefined;
  const ids = [
    ...scenario.invariants,
    ...scenario.goals(params),
    ...scenario.expect(params),
    { id: 'messages-conserved' },
  ].map(({ id }) => id);
  if (ids.includes(property)) return property;
  throw unknownChoice('property', property, ids, `${scenario.id} has: ${ids.join(', ')}.`);
}

function searchAsJson(
  { scenario, job, tally, isComplete }: Parameters<typeof searchAsText>[0],
  commandFor: (run: Case) => string,
) {
  const { runs, outcomes, cases } = tally;
  return {
    scenario: scenario.id,
    property: job.hunt?.property ?? null,
    without: job.without,
    seeds: job.seeds.text,
    tried: runs,
    isComplete,
    found: null,
    outcomes,
    cases: cases.map((run) => ({ ...run, command: commandFor(run) })),
    coverage: Object.fromEntries(
      coverageOf(scenario, tally, job).map(({ what, seen, never }) => [
        what,
        { seen: Object.fromEntries(seen), never },
      ]),
    ),
  };
}

function showFound(
  scenario: AnyScenario,
  found: FoundRun,
  tried: number,
  json: boolean,
  { paint, print, printJson, program }: CommandIo,
): void {
  const { options, property, message } = found;
  const request = { scenario, options };
  const { result, story } = perform(request, false);
  const identity = identityOf(request, result);
  const token = encodeToken(identity);
  const command = commandFor(program, identity);
  if (json) {
    const { seed, params, without, plan } = result;
    const found = { seed, params, without, plan, property, message, token, command };
    printJson({ scenario: scenario.id, tried, found });
    return;
  }
  const violation = result.invariants.find(({ id }) => id === property)?.violations[0];
  const until = violation?.atMs ?? Infinity;
  print(
    [
      `${paint.bold(scenario.id)}  ${property} is broken: ${message}`,
      '',
      ...storyLines(
        story.filter(({ atMs }) => atMs <= until),
        paint,
      ),
      '',
      ...columns([
        [paint.dim('found'), `with seed ${options.seed}, ${triedInWords(tried)}`],
        [paint.dim('token'), token],
        [paint.dim('again'), command],
      ]),
    ].join('\n'),
  );
}

function triedInWords(tried: number): string {
  return tried === 1 ? 'the first that was tried' : `after ${tried - 1} that did not break it`;
}
