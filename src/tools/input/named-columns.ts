/** Which column holds what: by the name that the user gave, or by a usual one. */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';

/** Its place; undefined if none has a usual name. Throws InputError if a column that the user named is not there. */
export function columnNamed(
  option: string,
  wanted: string | undefined,
  names: readonly string[],
  usual: readonly string[],
): number | undefined {
  const lower = names.map((name) => name.trim().toLowerCase());
  if (wanted !== undefined) {
    const place = lower.indexOf(wanted.trim().toLowerCase());
    if (place !== -1) return place;
    throw new InputError(
      `There is no column ${quoted(wanted)} for ${option}: there are ${names.map(quoted).join(', ')}.`,
    );
  }
  return usual.map((name) => lower.indexOf(name)).find((place) => place !== -1);
}

/** What times are usually called. */
export const usualTimes = [
  'time',
  'timestamp',
  '@timestamp',
  'ts',
  'msec',
  'time_local',
  'time_iso8601',
  'start_time',
  'date',
  'datetime',
  'at',
  'timestamp_ms',
  'timestamp_s',
  'time_ms',
  'time_s',
  'ts_ms',
  'epoch',
  'epoch_ms',
  'unix_time',
];
