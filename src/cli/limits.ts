/**
 * The limits of every command: events and input have one by default, seconds only where they are
 * asked for. A limit ends the command with 3 and says how to raise it; how fast the machine is never
 * decides a verdict.
 */
import { type InputLimits, inputMibMaxDefault, mebibyte } from '../host/input.ts';
import { eventsMaxDefault } from '../lab/events-max.ts';
import { InputError } from '../lab/input-error.ts';
import type { RunSettings } from '../lab/run.ts';
import type { CommandIo } from './io.ts';

export interface SecondsFlags {
  readonly secondsMax?: string | undefined;
}

export interface LimitFlags extends SecondsFlags {
  readonly eventsMax: string;
}

export interface InputFlags {
  readonly inputMibMax: string;
}

export const limitDefaults = {
  eventsMax: String(eventsMaxDefault),
  inputMibMax: String(inputMibMaxDefault),
};

/** `text` as a whole number from `min`. Throws InputError. */
export function wholeNumber(flag: string, text: string, min = 1): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min) return value;
  throw new InputError(`${flag} takes a whole number from ${min}, not "${text}".`);
}

/** The time that the user gave the command is over. */
export class SecondsError extends Error {
  constructor(seconds: number) {
    super(`Stopped by --seconds-max ${seconds}, before the run was over: raise it to see the end.`);
  }
}

export type RunLimits = Pick<RunSettings, 'stepsMax' | 'onWay'>;

/** The seconds count from now. Throws InputError. */
export function limitsFrom(flags: LimitFlags, io: Pick<CommandIo, 'nowMs'>): RunLimits {
  const stepsMax = wholeNumber('--events-max', flags.eventsMax);
  return { stepsMax, ...secondsLimit(flags, io) };
}

/** What the work calls on its way: it throws SecondsError once the seconds, counted from now, are over. */
export interface SecondsLimit {
  readonly onWay?: () => void;
}

/** Empty if no time was asked for. Throws InputError. */
export function secondsLimit(
  flags: SecondsFlags,
  { nowMs }: Pick<CommandIo, 'nowMs'>,
): SecondsLimit {
  const seconds = secondsFrom(flags);
  if (seconds === undefined) return {};
  const endMs = nowMs() + 1_000 * seconds;
  return {
    onWay: () => {
      if (nowMs() >= endMs) throw new SecondsError(seconds);
    },
  };
}

export function secondsFrom({ secondsMax }: SecondsFlags): number | undefined {
  if (secondsMax === undefined) return undefined;
  const seconds = wholeNumber('--seconds-max', secondsMax);
  if (seconds <= secondsMaxMax) return seconds;
  throw new InputError(`--seconds-max takes at most ${secondsMaxMax}, not ${secondsMax}.`);
}

/** What a timer can wait for: 2^31 - 1 ms. */
const secondsMaxMax = 2_147_483;

/** What is not said is the default. Throws InputError. */
export function inputLimits(
  { inputMibMax = limitDefaults.inputMibMax }: Partial<InputFlags>,
  limit: SecondsLimit = {},
): InputLimits {
  return { bytesMax: mebibyte * wholeNumber('--input-mib-max', inputMibMax), ...limit };
}
