/** `lab sweep <scenario>`: many seeds, and what they amount to. */
import { plotsAsSvg } from '../../draw/plot-svg.ts';
import { shellWord } from '../../draw/text.ts';
import type { Target, WriteTarget } from '../../host/targets.ts';
import { parseRules } from '../../lab/catalogue.ts';
import { InputError } from '../../lab/input-error.ts';
import { parseAssignments } from '../../lab/params.ts';
import type { SampleData } from '../../lab/sample.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import {
  checkPlan,
  combinations,
  jobsOf,
  parseVariation,
  type SweepPlan,
} from '../../lab/sweep/plan.ts';
import { plotsOfSweep } from '../../lab/sweep/plots.ts';
import { reportCell, type SweepReport, verdictOfSweep } from '../../lab/sweep/report.ts';
import { parseSeeds, parseShard, type Shard, wholeShard } from '../../lab/sweep/seeds.ts';
import { isShardOf, type ShardFile, writeShard } from '../../lab/sweep/shard-file.ts';
import { type Case, emptyTally } from '../../lab/sweep/tally.ts';
import { labVersion } from '../../lab/version.ts';
import { catalogueFor } from '../catalogue.ts';
import {
  type CommandLine,
  collect,
  forceOption,
  withQueueFlags,
  withSeedFlags,
} from '../command-line.ts';
import { deliver, openFiles, plotFile } from '../deliver.ts';
import { type ExitStatus, exitStatus, statusOf } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { limitDefaults, wholeNumber } from '../limits.ts';
import { pageOfSweep } from '../render/report/of-run.ts';
import { sweepAsText, sweepHeadAsText } from '../render/sweep-text.ts';
import { isReportStreamed, reported, reportFile, withReportFlag } from '../report.ts';
import { inputFiles, planFrom } from '../request.ts';
import { openSamples, openVariations } from '../samples.ts';
import type { SweepFlags, SweepShowFlags } from '../sweep-flags.ts';
import { commandForCase, crewFromFlags, performJobs, settingWords } from '../sweeping.ts';

export function register({ lab, io, done }: CommandLine): void {
  withQueueFlags(withReportFlag(withSeedFlags(lab.command('sweep <scenario>'))))
    .description(
      'run many seeds: how often each property held, every metric with a confidence interval',
    )
    .option(
      '--vary <name=a,b,c>',
      'sweep for each value of a parameter; may be repeated',
      collect,
      [],
    )
    .option('--shard <k/n>', 'run only this part of the seeds, to be put together with merge')
    .option('--out <file>', 'file of the shard (default: stdout)')
    .option(
      '--print <slurm|k8s|parallel>',
      'print an array job that runs the shards, and run nothing',
    )
    .option('--plot <file.svg>', 'write what was measured as SVG; - is stdout')
    .option(...forceOption)
    .action(async (id, flags) => done(await sweepCommand(id, flags, io)));
}

async function sweepCommand(id: string, flags: SweepFlags, io: CommandIo): Promise<ExitStatus> {
  const scenario = await catalogueFor(io).scenario(id);
  const { plan, samples } = await planFromFlags(scenario, flags, io);
  const shard = flags.shard === undefined ? wholeShard : parseShard(flags.shard);
  if (flags.out !== undefined && flags.shard === undefined) {
    throw new InputError('--out is for a shard: add --shard 1/2, or leave --out away.');
  }
  if (flags.shard !== undefined && flags.plot !== undefined) {
    throw new InputError(`A shard is not the whole picture: give --plot to ${io.program} merge.`);
  }
  if (flags.shard !== undefined && flags.report !== undefined) {
    throw new InputError(`A shard is not the whole picture: give --report to ${io.program} merge.`);
  }
  if (flags.print !== undefined || (flags.shards !== undefined && flags.queue === undefined)) {
    const { printArrayJob } = await import('../array-jobs.ts');
    printArrayJob({ id, scenario, plan, samples, flags, io });
    return exitStatus.pass;
  }
  const crew = crewFromFlags(flags, io);
  const write = openFiles(
    io,
    [...shardFile(plan, shard, flags), ...plotFile(flags.plot), ...reportFile(flags)],
    inputFiles(flags, io.files),
    {
      force: flags.force,
      json: flags.shard === undefined && flags.json,
    },
  );
  const onStart = () => {
    if (flags.shard === undefined) showHead(scenario, plan, samples, flags, io);
  };
  const jobs = jobsOf(plan, shard, samples);
  const { swept, stopped } = await performJobs(io, scenario, jobs, crew, onStart);
  const file: ShardFile = {
    version: labVersion,
    plan,
    shard,
    isComplete: swept.every(({ isComplete }) => isComplete),
    tallies: swept.map(({ tally }) => tally),
  };
  const status =
    flags.shard === undefined
      ? showSweep(scenario, file, samples, flags, io, write)
      : keepShard(file, flags, io, write);
  return stopped ?? status;
}

/** The file of a shard: what the very same sweep wrote there before may be overwritten. */
function shardFile(plan: SweepPlan, shard: Shard, { out }: SweepFlags): Target[] {
  if (out === undefined) return [];
  const mayReplace = (text: string) => isShardOf(text, plan, shard);
  return [{ flag: '--out', path: out, mayReplace }];
}

async function planFromFlags(
  scenario: AnyScenario,
  flags: SweepFlags,
  io: CommandIo,
): Promise<{ readonly plan: SweepPlan; readonly samples: readonly SampleData[] }> {
  const { set, samples: fixed } = await openSamples(scenario.params, flags.set, flags, io);
  const { vary, samples: varied } = await openVariations(scenario.params, flags.vary, flags, io);
  const samples = [...fixed, ...varied];
  const planFile = await planFrom(flags, io.files);
  const plan: SweepPlan = {
    scenario: scenario.id,
    seeds: parseSeeds(flags.seeds).text,
    set,
    vary: vary.map((text) => parseVariation(scenario, text, samples)),
    without: parseRules(scenario.sim.rules, flags.without),
    swarm: flags.swarm,
    eventsMax: wholeNumber('--events-max', flags.eventsMax),
    ...(planFile === undefined ? {} : { planFile }),
  };
  checkPlan(scenario, plan, samples);
  return { plan, samples };
}

/** A shard is for `merge`; what it amounts to by itself is told to people only. */
function keepShard(
  file: ShardFile,
  { out }: SweepFlags,
  { print, say }: CommandIo,
  write: WriteTarget,
): ExitStatus {
  const { shard, tallies, plan, isComplete } = file;
  const text = writeShard(file);
  if (out === undefined || out === '-') print(text);
  else {
    try {
      write(out, text);
      say(`wrote ${out}: shard ${shard.part}/${shard.of} of ${plan.scenario}`);
    } catch (error) {
      say('The shard is printed to standard output instead, so that it is not lost.');
      print(text);
      throw error;
    }
  }
  const cells = tallies.map(({ outcomes }) => ({ outcomes }));
  return statusOf(verdictOfSweep({ cells, isComplete }).verdict);
}

/** What is known before the first run; nothing where the output is for a program. */
export function showHead(
  scenario: AnyScenario,
  plan: SweepPlan,
  samples: readonly SampleData[],
  flags: SweepShowFlags,
  { paint, print }: CommandIo,
): void {
  if (flags.json || flags.plot === '-' || isReportStreamed(flags)) return;
  const params = parseAssignments(scenario.params, plan.set, samples) as Record<string, unknown>;
  const { count } = parseSeeds(plan.seeds);
  print(sweepHeadAsText({ scenario, params, plan, seedCount: count }, paint));
}

type CommandForCase = (varied: readonly string[], run: Case) => string;

/** Prints what a whole sweep amounts to, whether it was run here or in shards. */
export function showSweep(
  scenario: AnyScenario,
  { plan, isComplete, tallies }: ShardFile,
  samples: readonly SampleData[],
  flags: SweepShowFlags,
  io: CommandIo,
  write: WriteTarget,
): ExitStatus {
  const { json, plot } = flags;
  const { paint, print, printJson, program } = io;
  const cells = combinations(plan.vary).map((varied, cell) =>
    reportCell(scenario, varied, tallies[cell] ?? emptyTally()),
  );
  const report: SweepReport = { ...plan, isComplete, cells };
  const { verdict } = verdictOfSweep(report);
  const plotted = () => plotsAsSvg(plotsOfSweep(plan, scenario.metrics, tallies));
  const command = commandOf(program, plan);
  const commandFor: CommandForCase = (varied, run) => commandForCase(program, plan, varied, run);
  const params = parseAssignments(scenario.params, plan.set, samples) as Record<string, unknown>;
  const filled = [
    ...(plot === undefined ? [] : [{ path: plot, kind: 'SVG', text: plotted() }]),
    ...reported(flags, io, () =>
      pageOfSweep({ scenario, params, report, tallies, command, commandFor }),
    ),
  ];
  deliver(io, write, filled, () => {
    if (json) printJson(asJson(report, params, command, commandFor));
    else print(sweepAsText({ report, commandFor, command }, paint));
  });
  return statusOf(verdict);
}

/**
 * Without --vary there is one cell, and its fields stand at the top. `params` are those of a run for
 * which nothing is varied or drawn.
 */
function asJson(
  report: SweepReport,
  params: object,
  command: string,
  commandFor: CommandForCase,
): object {
  const { cells, ...plan } = report;
  const withCommands = cells.map((cell) => ({
    ...cell,
    cases: cell.cases.map((each) => ({
      ...each,
      command: commandFor(cell.varied, each),
    })),
  }));
  const { verdict } = verdictOfSweep(report);
  const head = { ...plan, params, verdict, command };
  if (report.vary.length > 0) return { ...head, cells: withCommands };
  return { ...head, ...withCommands[0] };
}

function commandOf(program: string, plan: SweepPlan): string {
  const { scenario, seeds, set, vary, without, swarm, eventsMax, planFile } = plan;
  const words = [
    scenario,
    '--seeds',
    shellWord(seeds),
    ...settingWords(scenario, set, without),
    ...vary.flatMap(({ name, values }) => ['--vary', shellWord(`${name}=${values.join(',')}`)]),
    ...(swarm ? ['--swarm'] : []),
    ...(String(eventsMax) === limitDefaults.eventsMax ? [] : ['--events-max', String(eventsMax)]),
    ...(planFile === undefined ? [] : ['--plan', shellWord(planFile.name)]),
  ];
  return `${program} sweep ${words.join(' ')}`;
}
