/** `--queue` and what goes with it: workers on other machines. */
import { parseRedisAddress, type RedisAddress } from '../host/queue/redis-address.ts';
import { InputError } from '../lab/input-error.ts';
import { type SecondsFlags, secondsFrom, wholeNumber } from './limits.ts';

export interface QueueFlags {
  readonly queue?: string;
  readonly wait?: string;
  readonly shards?: string;
  readonly print?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly verify?: string;
}

/** Workers that take their work from a queue. */
export interface QueueCrew {
  readonly address: RedisAddress;
  readonly waitMs: number;
  readonly command: 'sweep' | 'hunt' | 'exploration';
  /** Undefined: as many as the seeds need. */
  readonly shards: number | undefined;
  readonly isResumed: boolean;
  readonly isRestarted: boolean;
  readonly verifiedShare: number;
  readonly secondsMax: number | undefined;
}

const shardsMax = 10_000;
const waitSecondsMax = 86_400;

type Flags = QueueFlags &
  SecondsFlags & {
    readonly workers?: string | undefined;
    readonly runSecondsMax?: string | undefined;
    readonly shard?: string;
  };

/** Throws InputError. */
export function queueCrewFrom(flags: Flags, command: QueueCrew['command']): QueueCrew {
  const { queue = '', shards, resume = false, restart = false, verify } = flags;
  const ofWorkers = { workers: '--workers', runSecondsMax: '--run-seconds-max' } as const;
  for (const [name, flag] of Object.entries(ofWorkers)) {
    if (flags[name as keyof typeof ofWorkers] === undefined) continue;
    throw new InputError(`The workers of a queue decide ${flag}: give it to the command work.`);
  }
  if (flags.shard !== undefined) {
    throw new InputError('--queue runs every part of the seeds: leave --shard out.');
  }
  if (resume && restart) {
    throw new InputError('--resume goes on, and --restart begins again: give one of them.');
  }
  if (verify !== undefined && command !== 'sweep') {
    throw new InputError(
      '--verify is for sweeps: what a hunt or an exploration finds is run again anyway.',
    );
  }
  const count = shards === undefined ? undefined : wholeNumber('--shards', shards);
  if (count !== undefined && count > shardsMax) {
    throw new InputError(`--shards takes at most ${shardsMax}, not ${count}.`);
  }
  return {
    address: parseRedisAddress(queue),
    waitMs: waitMsFrom(flags),
    command,
    shards: count,
    isResumed: resume,
    isRestarted: restart,
    verifiedShare: verify === undefined ? 0 : shareFrom(verify),
    secondsMax: secondsFrom(flags),
  };
}

export function waitMsFrom({ wait }: QueueFlags): number {
  if (wait === undefined) return 0;
  const seconds = wholeNumber('--wait', wait);
  if (seconds <= waitSecondsMax) return 1_000 * seconds;
  throw new InputError(`--wait takes at most ${waitSecondsMax} seconds, not ${seconds}.`);
}

/** `1%` or `0.5%`, up to `100%`. */
function shareFrom(text: string): number {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text) ?? [];
  const share = Number(percent) / 100;
  if (share > 0 && share <= 1) return share;
  throw new InputError(
    `--verify takes a share above 0% and up to 100%, such as 1%, not "${text}".`,
  );
}

/** Throws InputError for what is said of a queue without one. */
export function refuseQueueFlags({ wait, shards, resume, restart, verify }: QueueFlags): void {
  const given = { wait, shards, resume, restart, verify };
  const name = (Object.keys(given) as (keyof typeof given)[]).find((name) => given[name]);
  if (name === undefined) return;
  throw new InputError(`--${name} goes with --queue: name the Redis, or leave --${name} out.`);
}
