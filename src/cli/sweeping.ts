/** What the commands on many seeds have in common: their flags, their workers, and Ctrl-C. */
import { availableParallelism } from 'node:os';
import { shellWord } from '../draw/text.ts';
import type { Pool } from '../host/pool.ts';
import { moduleAt } from '../host/source.ts';
import { createSweepPool, type Swept, sweep } from '../host/sweep.ts';
import { InputError } from '../lab/input-error.ts';
import { paramInText } from '../lab/params.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { shardLength } from '../lab/sweep/seeds.ts';
import type { Case, Tally } from '../lab/sweep/tally.ts';
import type { Job } from '../lab/sweep/work.ts';
import { counted, inDigits } from '../words/numbers.ts';
import { exitStatus, signalStatuses } from './exit-status.ts';
import type { CommandIo } from './io.ts';
import { type LimitFlags, type SecondsFlags, secondsFrom, wholeNumber } from './limits.ts';
import type { Performed } from './performed.ts';
import { type QueueCrew, type QueueFlags, queueCrewFrom, refuseQueueFlags } from './queue-flags.ts';
import { duration, progressOn } from './render/progress.ts';
import { ruleOf } from './request.ts';

interface CrewFlags extends SecondsFlags {
  readonly workers?: string | undefined;
  readonly runSecondsMax?: string | undefined;
}

export interface WorkFlags extends LimitFlags, CrewFlags, QueueFlags {}

const workersMax = 256;

export interface Crew {
  readonly pool: Pool;
  readonly workers: number;
  /** Wall-clock time after which no more seeds are run. */
  readonly secondsMax: number | undefined;
}

/** Workers of this machine, or those of a queue. Throws InputError. */
export function crewFromFlags(
  flags: WorkFlags,
  io: CommandIo,
  command: 'sweep' | 'hunt' = 'sweep',
): Crew | QueueCrew {
  if (flags.queue !== undefined) return queueCrewFrom(flags, command);
  refuseQueueFlags(flags);
  return crewHere(flags, io);
}

/** Workers for the catalogue of the lab, which start when there is work. Throws InputError. */
export function crewHere(flags: CrewFlags, io: CommandIo): Crew {
  const { createPool = createSweepPool } = io;
  const workers =
    flags.workers === undefined ? availableParallelism() : wholeNumber('--workers', flags.workers);
  if (workers > workersMax) {
    throw new InputError(`--workers takes at most ${workersMax}, not ${workers}.`);
  }
  const runMsMax =
    flags.runSecondsMax === undefined
      ? Infinity
      : 1000 * wholeNumber('--run-seconds-max', flags.runSecondsMax);
  const secondsMax = secondsFrom(flags);
  const catalogue = moduleAt('scenarios/index');
  return {
    pool: createPool({ catalogue, folder: io.files.pathOf('.'), workers, runMsMax }),
    workers,
    secondsMax,
  };
}

/**
 * Runs jobs one after the other, with a progress line, until they are done, a signal stops them, or
 * their time is over. `onStart` is called once signals are heard. Wall-clock figures go to stderr.
 */
export function performJobs(
  io: CommandIo,
  scenario: AnyScenario,
  jobs: readonly Job[],
  crew: Crew | QueueCrew,
  onStart: () => void = () => {},
): Promise<Performed> {
  return io.interruptible(async (interrupt) => {
    if ('address' in crew) {
      const { performOnQueue } = await import('./queueing.ts');
      return performOnQueue(interrupt, io, scenario, jobs, crew, onStart);
    }
    onStart();
    return performUntil(interrupt, io, scenario, jobs, crew);
  });
}

async function performUntil(
  interrupt: AbortSignal,
  { say, stderr, nowMs }: CommandIo,
  scenario: AnyScenario,
  jobs: readonly Job[],
  { pool, workers, secondsMax }: Crew,
): Promise<Performed> {
  const seeds = jobs.reduce((sum, { seeds, shard }) => sum + shardLength(seeds.count, shard), 0);
  const progress = progressOn(stderr, seeds, nowMs);
  const startMs = nowMs();
  // A signal of `AbortSignal.any` can be collected as garbage before its time, and then never aborts
  // (Node 20): a timer is held by the event loop.
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => ending.abort();
  if (interrupt.aborted) end();
  interrupt.addEventListener('abort', end);
  const timer = secondsMax === undefined ? undefined : setTimeout(end, 1000 * secondsMax);
  const swept: Swept[] = [];
  let [done, failed] = [0, 0];
  try {
    for (const job of jobs) {
      const onProgress = (tally: Tally): void => {
        progress.show({ done: done + tally.runs, failed: failed + failedIn(tally) });
      };
      const one = await sweep(pool, scenario, job, { onProgress, signal });
      swept.push(one);
      done += one.tally.runs;
      failed += failedIn(one.tally);
    }
  } finally {
    clearTimeout(timer);
    interrupt.removeEventListener('abort', end);
    progress.clear();
    await pool.close();
  }
  const tookMs = nowMs() - startMs;
  // The time that workers take to start is in it.
  const perSecond = counted(Math.round((done * 1000) / tookMs), 'seed');
  const by = counted(workers, 'worker');
  say(`${counted(done, 'run')} in ${duration(tookMs)}: ${perSecond} a second on ${by}`);
  if (!signal.aborted || done === seeds) return { swept, stopped: undefined };
  const ran = `${inDigits(done)} of ${counted(seeds, 'seed')} were run`;
  if (interrupt.aborted) {
    say(`Stopped: ${ran}.`);
    return { swept, stopped: signalStatuses.get(interrupt.reason) ?? exitStatus.interrupted };
  }
  say(`Stopped by --seconds-max ${secondsMax}: ${ran}. Raise it to run more.`);
  return { swept, stopped: exitStatus.inconclusive };
}

function failedIn({ outcomes }: Tally): number {
  return outcomes.fail + outcomes.error;
}

/** The words that set parameters and switch rules off. */
export function settingWords(
  scenario: string,
  set: readonly string[],
  without: readonly string[],
): string[] {
  return [
    ...set.flatMap((assignment) => ['--set', shellWord(assignment)]),
    ...without.flatMap((rule) => ['--without', ruleOf(scenario, rule)]),
  ];
}

/** The command that does one run of a sweep again. */
export function commandForCase(
  program: string,
  { scenario, set, without, planFile }: Pick<Job, 'scenario' | 'set' | 'without' | 'planFile'>,
  varied: readonly string[],
  { seed, drawn }: Case,
): string {
  const words = settingWords(scenario, [...set, ...varied, ...drawn], without);
  const plan = planFile === undefined ? [] : ['--plan', shellWord(planFile.name)];
  return [program, 'run', shellWord(scenario), '--seed', shellWord(seed), ...words, ...plan].join(
    ' ',
  );
}

/** Parameters as they would be typed. */
export function assignmentsOf(params: object): string[] {
  return Object.entries(params).map(([name, value]) => `${name}=${paramInText(value)}`);
}
