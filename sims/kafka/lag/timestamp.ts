/**
 * Times as people write them down: ISO 8601, epoch numbers, what `date` and `watch` print, a time of
 * day. Without the platform's dates, which depend on where the machine stands.
 */

/** A time found in a text. */
export interface FoundTime {
  /** Milliseconds since 1970, or since midnight where there is no date. */
  readonly ms: number;
  /** A time of day without a date: it wraps around at midnight. */
  readonly timeOfDay: boolean;
  /** A time zone that is not understood: the time is then taken as UTC. */
  readonly unknownZone?: string;
}

const dayMs = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const clock = String.raw`(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?`;
const zone = String.raw`(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[A-Z]{3,5})?`;
const isoPattern = new RegExp(
  String.raw`(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?${zone})?`,
);
/** `Tue Nov 24 05:36:27 UTC 2026` and, from `date` in other locales, `Tue Nov 24 05:36:27 AM UTC 2026`. */
const datePattern = new RegExp(
  String.raw`\b(${months.join('|')})\s+(\d{1,2})\s+${clock}(?:\s+(AM|PM))?(?:\s+${zone.slice(0, -1)})?(?:\s+(\d{4}))?`,
  'i',
);
/** `24 Nov 2026 05:36:27`, also `Tue, 24 Nov 2026 05:36:27 +0000`, `Tue 24 Nov 05:36:27 UTC 2026`. */
const dayFirstPattern = new RegExp(
  String.raw`\b(\d{1,2})\s+(${months.join('|')})\w*\s+(?:(\d{4})\s+)?${clock}(?:\s+(AM|PM))?(?:\s+${zone.slice(0, -1)})?(?:\s+(\d{4}))?`,
  'i',
);
const clockPattern = new RegExp(String.raw`(?:^|[\s[(])${clock}(?=$|[\s\])])`);
const epochPattern = /(?:^|[\s=[(#:])(\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})(?=$|[\s\]):=#])/;

/** The first time that stands in a line of text; undefined where there is none. */
export function timeIn(text: string): FoundTime | undefined {
  const iso = isoPattern.exec(text);
  if (iso !== null) return fromIso(iso);
  const date = datePattern.exec(text);
  if (date !== null) {
    const [, month = '', day, hours, minutes, seconds, fraction, half, zoneName, year] = date;
    const at = { year, month: monthOf(month), day, hours, minutes, seconds, fraction, half };
    return fromParts(at, zoneName);
  }
  const dayFirst = dayFirstPattern.exec(text);
  if (dayFirst !== null) {
    const [, day, month = '', year, hours, minutes, seconds, fraction, half, zoneName, last] =
      dayFirst;
    const at = { month: monthOf(month), day, hours, minutes, seconds, fraction, half };
    return fromParts({ ...at, year: year ?? last }, zoneName);
  }
  const epoch = epochPattern.exec(text);
  if (epoch !== null) return { ms: fromEpoch(Number(epoch[1])), timeOfDay: false };
  const time = clockPattern.exec(text);
  if (time === null) return undefined;
  const [, hours, minutes, seconds, fraction] = time;
  const ms = clockMs({ hours, minutes, seconds, fraction });
  return ms === undefined ? undefined : { ms, timeOfDay: true };
}

/**
 * The time that a field holds and nothing else; undefined where it holds anything else. Numbers are
 * for the caller, who sees the whole column.
 */
export function timeOf(field: string): FoundTime | undefined {
  const found = timeIn(field.trim());
  return found !== undefined && /^[\w\s:.,+\-/]+$/.test(field) ? found : undefined;
}

/** An epoch number in ms. */
export const fromEpoch = (value: number): number => value * epochUnitMs(value);

/** Its size tells whether an epoch number counts seconds, ms, microseconds or nanoseconds: in ms. */
export function epochUnitMs(value: number): number {
  const size = Math.abs(value);
  if (size < 1e11) return 1000;
  if (size < 1e14) return 1;
  return size < 1e17 ? 1e-3 : 1e-6;
}

/** `2026-11-24T05:36:27.000Z` for a time since 1970; `+00:01:30` for a small one. */
export function timeInWords(ms: number): string {
  const rest = ((ms % dayMs) + dayMs) % dayMs;
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const clockText = `${pad(rest / 3_600_000)}:${pad((rest / 60_000) % 60)}:${pad((rest / 1000) % 60)}`;
  const fraction = Math.round(rest % 1000) === 0 ? '' : `.${pad(rest % 1000, 3)}`;
  if (Math.abs(ms) < 365 * dayMs) {
    const days = Math.floor(ms / dayMs);
    return `+${days > 0 ? `${days}d ` : ''}${clockText}${fraction}`;
  }
  const { year, month, day } = civilFrom(Math.floor(ms / dayMs));
  return `${year}-${pad(month)}-${pad(day)}T${clockText}${fraction}Z`;
}

interface Parts {
  readonly year?: string | undefined;
  readonly month?: number;
  readonly day?: string | undefined;
  readonly hours?: string | undefined;
  readonly minutes?: string | undefined;
  readonly seconds?: string | undefined;
  readonly fraction?: string | undefined;
  readonly half?: string | undefined;
}

function fromIso(match: RegExpExecArray): FoundTime | undefined {
  const [, year, month, day, hours, minutes, seconds, fraction, zoneName] = match;
  return fromParts(
    { year, month: Number(month), day, hours, minutes, seconds, fraction },
    zoneName,
  );
}

function fromParts(parts: Parts, zoneName: string | undefined): FoundTime | undefined {
  const time = clockMs(parts);
  const month = parts.month ?? 0;
  const day = Number(parts.day);
  // `ts` and old logs leave the year out: what counts is how far the samples are apart.
  const year = parts.year === undefined ? 2000 : Number(parts.year);
  if (time === undefined || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return undefined;
  }
  const zoneMs = zoneOffsetMs(zoneName);
  const ms = daysFrom(year, month, day) * dayMs + time - (zoneMs ?? 0);
  return { ms, timeOfDay: false, ...(zoneMs === undefined ? { unknownZone: zoneName ?? '' } : {}) };
}

function clockMs({ hours = '0', minutes = '0', seconds = '0', fraction, half }: Parts) {
  const hour = half === undefined ? Number(hours) : Number(hours) % 12;
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const afternoon = half?.toUpperCase() === 'PM' ? 12 : 0;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return ((hour + afternoon) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + fractionMs;
}

/** Undefined for a name that may mean anything. */
function zoneOffsetMs(name: string | undefined): number | undefined {
  if (name === undefined || ['Z', 'UTC', 'GMT'].includes(name.toUpperCase())) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(name) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days from 1970-01-01 (Hinnant, chrono-compatible low-level date algorithms, days_from_civil). */
function daysFrom(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

/** The other way round (civil_from_days). */
function civilFrom(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
