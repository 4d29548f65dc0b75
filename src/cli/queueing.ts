/** Sweeps, hunts and random schedules by the workers of a queue: this process hands out, listens and adds up. */
import { codeVersion } from '../host/code-version.ts';
import { openBullQueue } from '../host/queue/bull.ts';
import type { Queue, View } from '../host/queue/queue.ts';
import { countsOf } from '../host/queue/worker.ts';
import { DeterminismError } from '../lab/determinism-error.ts';
import { InputError } from '../lab/input-error.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { Assembly } from '../lab/sweep/assembly.ts';
import { cutIntoTasks, type QueuedWork, queuedWork, type Task } from '../lab/sweep/queued.ts';
import type { Job } from '../lab/sweep/work.ts';
import { counted, inDigits } from '../words/numbers.ts';
import { type ExitStatus, exitStatus, signalStatuses } from './exit-status.ts';
import type { CommandIo } from './io.ts';
import type { Performed } from './performed.ts';
import type { QueueCrew } from './queue-flags.ts';
import { duration, progressOn } from './render/progress.ts';

const lookEveryMs = 100;
/** Tasks that were lost with a Redis are put there again. */
const putAgainMs = 10_000;
const seedsPerShard = 200;
const shardsMaxByDefault = 2_000;
/** Of workers, whose tasks these are: see `--lease-seconds` of `work`. */
const leaseMs = 10_000;

export async function performOnQueue(
  interrupt: AbortSignal,
  io: CommandIo,
  scenario: AnyScenario,
  planned: readonly Job[],
  crew: QueueCrew,
  onStart: () => void,
): Promise<Performed> {
  const { openQueue = openBullQueue } = io;
  const { address, waitMs, command, verifiedShare } = crew;
  const { file } = scenario;
  // A worker may have another file of that name.
  const jobs =
    file === undefined ? planned : planned.map((job) => ({ ...job, scenarioText: file.digest }));
  const [first] = jobs;
  if (first === undefined) throw new Error('there is no job');
  const { count } = first.seeds;
  const shards =
    crew.shards ?? Math.min(shardsMaxByDefault, Math.max(1, Math.ceil(count / seedsPerShard)));
  const says = `${command} of ${first.scenario}`;
  const version = codeVersion();
  const work = queuedWork({ version, says, shards, jobs });
  const tasks = cutIntoTasks(count, shards, verifiedShare);
  const opened = await openQueue(address, { version, waitMs, leaseMs });
  try {
    await begin(opened.queue, work, tasks, crew, io);
    onStart();
    io.say(
      `${counted(tasks.length, 'task')} in the queue. Workers start with: ${io.program} work --queue ${address.shown}`,
    );
    return await new Gathering(opened.queue, work, tasks, io).until(interrupt, crew);
  } finally {
    await opened.close();
  }
}

/** Throws InputError if the queue has the work, and nothing was said of it. */
async function begin(
  queue: Queue,
  work: QueuedWork,
  tasks: readonly Task[],
  { isResumed, isRestarted }: QueueCrew,
  { say }: CommandIo,
): Promise<void> {
  const { isKnown, results } = await queue.look(work.id, new Set());
  const taken = () =>
    new InputError(
      `The queue has this ${work.says} already, with ${results.length} of ${counted(tasks.length, 'task')} done: go on with --resume, or begin again with --restart.`,
    );
  if (isKnown && !isResumed && !isRestarted) throw taken();
  if (!isKnown && isResumed) say(`The queue has nothing of this ${work.says}: it begins now.`);
  if (isRestarted) await queue.drop(work.id, 0);
  const isNew = await queue.put(work, tasks);
  // Another command has begun the same at the same time.
  if (!isNew && !isResumed && !isRestarted) throw taken();
}

/** Listens to the queue until everything is there. */
class Gathering {
  readonly #queue: Queue;
  readonly #work: QueuedWork;
  readonly #assembly: Assembly;
  readonly #io: CommandIo;
  readonly #seeds: number;
  #workers: readonly string[] = [];

  constructor(queue: Queue, work: QueuedWork, tasks: readonly Task[], io: CommandIo) {
    this.#queue = queue;
    this.#work = work;
    this.#assembly = new Assembly(work, tasks);
    this.#io = io;
    this.#seeds = work.jobs.reduce((sum, { seeds }) => sum + seeds.count, 0);
  }

  async until(interrupt: AbortSignal, { secondsMax }: QueueCrew): Promise<Performed> {
    const { nowMs, stderr } = this.#io;
    const startMs = nowMs();
    const progress = progressOn(stderr, this.#seeds, nowMs);
    let stopped: ExitStatus | undefined;
    try {
      stopped = await this.#gather(interrupt, startMs, secondsMax, progress);
    } finally {
      progress.clear();
    }
    const { runs, foundAt } = this.#assembly;
    const perSecond = counted(Math.round((runs * 1000) / Math.max(1, nowMs() - startMs)), 'seed');
    const by = counted(this.#workers.length, 'worker');
    const took = duration(nowMs() - startMs);
    this.#io.say(`${counted(runs, 'run')} in ${took}: ${perSecond} a second on ${by}`);
    const isComplete = this.#assembly.missing().length === 0;
    // The results are here: nothing of it is wanted there any more.
    if (isComplete) await this.#queue.drop(this.#work.id, 0);
    else this.#io.say(`Stopped: ${inDigits(runs)} of ${counted(this.#seeds, 'seed')} were run.`);
    const swept = this.#assembly.counted().map((tally) => ({
      tally,
      seeds: this.#seeds / this.#work.jobs.length,
      isComplete,
      // What is before it may be open still: then it is not known which is the first.
      foundAt: isComplete ? foundAt : undefined,
    }));
    return { swept, stopped };
  }

  /** Gives the exit status if it ended early. */
  async #gather(
    interrupt: AbortSignal,
    startMs: number,
    secondsMax: number | undefined,
    progress: ReturnType<typeof progressOn>,
  ): Promise<ExitStatus | undefined> {
    const { nowMs, say } = this.#io;
    const assembly = this.#assembly;
    const { id } = this.#work;
    let [changedMs, endSaid] = [nowMs(), Infinity];
    for (;;) {
      const view = await this.#queue.look(id, assembly.seen);
      this.#workers = view.workers;
      for (const { name, text } of view.results) assembly.add(name, text);
      refuseAlarms(view);
      progress.show(this.#counts(view));
      const missing = assembly.missing();
      if (missing.length === 0) return undefined;
      if (assembly.foundAt !== undefined && assembly.foundAt < endSaid) {
        endSaid = assembly.foundAt;
        await this.#queue.drop(id, endSaid + 1);
      }
      if (view.givenUp.length > 0 && view.givenUp.length >= missing.length) {
        for (const { name, why } of view.givenUp) say(`The task ${name} was given up: ${why}.`);
        return exitStatus.inconclusive;
      }
      if (view.results.length > 0 || view.running.size > 0) changedMs = nowMs();
      // Another command has ended or restarted the same work; or Redis came back without it.
      if (!view.isKnown)
        say('The work is gone from the queue: what is missing is put there again.');
      if (!view.isKnown || nowMs() - changedMs > putAgainMs) {
        await this.#queue.put(this.#work, missing);
        changedMs = nowMs();
      }
      if (interrupt.aborted) {
        say('The tasks stay in the queue, and workers go on with them: --resume goes on here.');
        return signalStatuses.get(interrupt.reason) ?? exitStatus.interrupted;
      }
      if (secondsMax !== undefined && nowMs() - startMs > 1_000 * secondsMax) {
        say(`Stopped by --seconds-max ${secondsMax}: the tasks stay in the queue for --resume.`);
        return exitStatus.inconclusive;
      }
      await pause(interrupt);
    }
  }

  #counts({ running }: View) {
    const tallied = this.#assembly.tallies.map(countsOf);
    const all = [...tallied, ...running.values()];
    return {
      done: all.reduce((sum, { runs }) => sum + runs, 0),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
    };
  }
}

function refuseAlarms({ alarms }: View): void {
  const [alarm] = alarms;
  if (alarm === undefined) return;
  throw new DeterminismError(alarmInWords(alarm));
}

export function alarmInWords({ task, machines: [one, other] }: View['alarms'][number]): string {
  return `Determinism broken: the task ${task} gives one result on ${one}, and another on ${other}.`;
}

function pause(interrupt: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, lookEveryMs);
    interrupt.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      interrupt.removeEventListener('abort', end);
      resolve();
    }
  });
}
