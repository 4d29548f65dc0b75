/** `lab work --queue <url>`: runs the seeds that sweeps, hunts and explorations have put into a queue. */
import { codeVersion } from '../../host/code-version.ts';
import { openBullQueue } from '../../host/queue/bull.ts';
import { parseRedisAddress } from '../../host/queue/redis-address.ts';
import { performTask, workerName } from '../../host/queue/worker.ts';
import { InputError } from '../../lab/input-error.ts';
import { nameOf } from '../../lab/sweep/queued.ts';
import { counted } from '../../words/numbers.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, withQueueFlag } from '../command-line.ts';
import { type ExitStatus, exitStatus, signalStatuses } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { wholeNumber } from '../limits.ts';
import { waitMsFrom } from '../queue-flags.ts';
import { alarmInWords } from '../queueing.ts';
import { crewHere } from '../sweeping.ts';

interface WorkerFlags {
  readonly queue?: string;
  readonly wait?: string;
  readonly workers?: string | undefined;
  readonly runSecondsMax?: string | undefined;
  readonly secondsMax?: string | undefined;
  readonly leaseSeconds: string;
  readonly untilEmpty: boolean;
}

const leaseSecondsMax = 3_600;

export function register({ lab, io, done }: CommandLine): void {
  withQueueFlag(lab.command('work'))
    .description(
      'run the tasks of sweeps, hunts and explorations that were given --queue, on this machine',
    )
    .option('--workers <count>', 'worker processes (default: one per core)')
    .option('--run-seconds-max <count>', 'end a run after this much wall-clock time')
    .option('--until-empty', 'end when no task waits or runs anywhere', false)
    .option(
      '--lease-seconds <count>',
      'give the task of a silent worker to another after this',
      '10',
    )
    .option('--seconds-max <count>', 'take no more tasks after this much wall-clock time')
    .action(async (flags) => done(await workCommand(flags, io)));
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

async function workCommand(flags: WorkerFlags, io: CommandIo): Promise<ExitStatus> {
  const { say, openQueue = openBullQueue } = io;
  if (flags.queue === undefined) {
    throw new InputError('Which queue? Write work --queue redis://host:6379/0.');
  }
  const address = parseRedisAddress(flags.queue);
  const leaseSeconds = wholeNumber('--lease-seconds', flags.leaseSeconds);
  if (leaseSeconds > leaseSecondsMax) {
    throw new InputError(`--lease-seconds takes at most ${leaseSecondsMax}, not ${leaseSeconds}.`);
  }
  const waitMs = waitMsFrom(flags);
  const { workers, runSecondsMax, secondsMax: seconds, untilEmpty } = flags;
  const limits = { workers, runSecondsMax, secondsMax: seconds };
  const { pool, secondsMax, workers: processes } = crewHere(limits, io);
  const leaseMs = 1_000 * leaseSeconds;
  const ownVersion = codeVersion();
  const opened = await openQueue(address, { version: ownVersion, waitMs, leaseMs });
  const catalogue = catalogueFor(io);
  let tasks = 0;
  const [name, refused] = [workerName(), new Set<string>()];
  return io.interruptible(async (interrupt) => {
    const stop = new AbortController();
    const end = () => stop.abort();
    if (interrupt.aborted) end();
    interrupt.addEventListener('abort', () => {
      say('Stopping: the task at hand is finished first. A second signal ends it at once.');
      end();
    });
    const timer = secondsMax === undefined ? undefined : setTimeout(end, 1_000 * secondsMax);
    say(
      `${name} takes tasks from ${address.shown}, on ${counted(processes, 'process', 'processes')}`,
    );
    try {
      await opened.queue.serve(
        {
          name,
          async perform(work, task, on) {
            try {
              const text = await performTask(pool, (id) => catalogue.scenario(id), work, task, on);
              tasks += 1;
              return text;
            } catch (error) {
              const why = messageOf(error);
              say(`The task ${nameOf(task)} of the ${work.says} failed: ${why}.`);
              throw new Error(`${why}, on ${name}`);
            }
          },
          refuse({ says, version }) {
            refused.add(version);
            say(
              `The ${says} in the queue is of version ${version} of the lab, and this worker of ${ownVersion}: it is left to others.`,
            );
          },
          alarm: (alarm) => say(alarmInWords(alarm)),
        },
        stop.signal,
        untilEmpty,
      );
    } finally {
      clearTimeout(timer);
      await pool.close();
      await opened.close();
    }
    say(`${counted(tasks, 'task')} done`);
    if (interrupt.aborted) return signalStatuses.get(interrupt.reason) ?? exitStatus.interrupted;
    return tasks === 0 && refused.size > 0 ? exitStatus.inconclusive : exitStatus.pass;
  });
}
