/** `sweep … --shards 200 --print slurm`: the array job of a sweep, from the flags as they were typed. */
import { shellWord } from '../draw/text.ts';
import { InputError } from '../lab/input-error.ts';
import type { SampleData } from '../lab/sample.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { digestOfWork } from '../lab/sweep/identity.ts';
import type { SweepPlan } from '../lab/sweep/plan.ts';
import { parseSeeds } from '../lab/sweep/seeds.ts';
import { labVersion } from '../lab/version.ts';
import { choice } from './choice.ts';
import type { CommandIo } from './io.ts';
import { limitDefaults, wholeNumber } from './limits.ts';
import { type ArrayJob, arrayJobAsText, type Scheduler, schedulers } from './render/array-job.ts';
import { inputFiles } from './request.ts';
import type { SweepFlags } from './sweep-flags.ts';

/** What `--shard` takes at most. */
const shardsMax = 10_000;
const shardsByDefault = 100;
/** Slurm's MaxArraySize is 1001 unless a cluster sets another: the highest index is below it. */
const slurmShardsMax = 1_000;

/** Throws InputError, also for flags that do not go with an array job. */
function schedulerFrom({ print, shards, shard, out, queue }: SweepFlags): Scheduler {
  const scheduler = choice('scheduler', print, schedulers);
  if (scheduler === undefined) {
    throw new InputError(`--shards ${shards} goes with --queue, or with --print slurm.`);
  }
  if (queue !== undefined) {
    throw new InputError('--print is for a scheduler, and --queue for workers: give one of them.');
  }
  if (shard === undefined && out === undefined) return scheduler;
  const flag = shard === undefined ? '--out' : '--shard';
  throw new InputError(`--print names the shard and the file of each task: leave ${flag} out.`);
}

/** Throws InputError if some shards would be empty. */
function shardsFrom({ shards }: SweepFlags, plan: SweepPlan): number {
  const { count } = parseSeeds(plan.seeds);
  if (shards === undefined) return Math.min(count, shardsByDefault);
  const wanted = wholeNumber('--shards', shards);
  const most = Math.min(count, shardsMax);
  if (wanted <= most) return wanted;
  const why = count < shardsMax ? `there are ${count} seeds` : 'a sweep has no more';
  throw new InputError(`--shards takes at most ${most}, not ${wanted}: ${why}.`);
}

export interface Asked {
  /** The scenario as the user names it: an id, or the path of a file. */
  readonly id: string;
  readonly scenario: AnyScenario;
  readonly plan: SweepPlan;
  readonly samples: readonly SampleData[];
  readonly flags: SweepFlags;
  readonly io: CommandIo;
}

/** Throws InputError if a task could not read what the sweep reads. */
export function printArrayJob({ id, scenario, plan, samples, flags, io }: Asked): void {
  const scheduler = schedulerFrom(flags);
  const shards = shardsFrom(flags, plan);
  const inputs = inputFiles(flags, io.files);
  if (inputs.includes('-')) {
    throw new InputError('A task of an array job has no standard input: name a file instead of -.');
  }
  if (scheduler === 'slurm' && shards > slurmShardsMax) {
    const says = `Slurm refuses indexes above ${slurmShardsMax} unless its MaxArraySize was raised`;
    io.say(`${says}: see scontrol show config.`);
  }
  const job: ArrayJob = {
    program: io.program,
    says: `${plan.scenario}, seeds ${plan.seeds}`,
    name: `sweep-${digestOfWork(labVersion, { plan, samples, shards }).slice(0, 8)}`,
    shards,
    workers: flags.workers === undefined ? 1 : wholeNumber('--workers', flags.workers),
    sweep: ['sweep', shellWord(id), ...sweepOptions(plan, flags)].join(' '),
    mergeOptions: mergeOptions(samples, flags),
    inputs: [...(scenario.file === undefined ? [] : [id]), ...inputs],
    version: labVersion,
  };
  io.print(arrayJobAsText(scheduler, job).trimEnd());
}

function sweepOptions({ seeds }: SweepPlan, flags: SweepFlags): string[] {
  const { eventsMax, inputMibMax = limitDefaults.inputMibMax } = flags;
  return [
    ...option('--seeds', seeds),
    ...flags.set.flatMap((text) => option('--set', text)),
    ...flags.without.flatMap((rule) => option('--without', rule)),
    ...flags.vary.flatMap((text) => option('--vary', text)),
    ...(flags.swarm ? ['--swarm'] : []),
    ...option('--plan', flags.plan),
    ...option('--decimal', flags.decimal),
    ...(eventsMax === limitDefaults.eventsMax ? [] : option('--events-max', eventsMax)),
    ...(inputMibMax === limitDefaults.inputMibMax ? [] : option('--input-mib-max', inputMibMax)),
    ...option('--run-seconds-max', flags.runSecondsMax),
    ...option('--seconds-max', flags.secondsMax),
  ];
}

function mergeOptions(samples: readonly SampleData[], flags: SweepFlags): string {
  const words = [
    ...[...new Set(samples.map(({ path }) => path))].flatMap((path) => option('--data', path)),
    ...option('--plot', flags.plot),
    ...option('--report', flags.report),
    ...(flags.json ? ['--json'] : []),
    ...(flags.force ? ['--force'] : []),
  ];
  return words.map((word) => ` ${word}`).join('');
}

function option(flag: string, value: string | undefined): string[] {
  return value === undefined ? [] : [flag, shellWord(value)];
}
