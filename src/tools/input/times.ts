/**
 * Times as people write them down: ISO 8601, epoch numbers, what `date` and `watch` print, dates of
 * spreadsheets, a time of day. Without the platform's dates, which depend on where the machine stands.
 */
import { civilFrom } from '../../words/civil.ts';

/** What a text says of a time. What it leaves open, only the whole column can tell: see `clock.ts`. */
export type FoundTime =
  /** A number, in a unit that only its size or its column tells. */
  | { readonly kind: 'epoch'; readonly value: number }
  /** Milliseconds since 1970; `zone` is a name that is not known, whose time is taken as UTC. */
  | { readonly kind: 'instant'; readonly ms: number; readonly zone?: string }
  /** Without a zone: a clock on some wall, which may be put forward or back. */
  | { readonly kind: 'local'; readonly ms: number }
  /** Without a date: milliseconds since midnight. */
  | { readonly kind: 'timeOfDay'; readonly ms: number }
  /** `03/04/2026`: the third of April, or the fourth of March. Undefined if it cannot be that. */
  | {
      readonly kind: 'dayOrMonthFirst';
      readonly dayFirstMs: number | undefined;
      readonly monthFirstMs: number | undefined;
    };

const dayMs = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const month = `(${months.join('|')})[a-z]{0,6}\\.?`;
const weekday = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]?\\s+)?';
const clock = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:\\s*([AaPp])\\.?[Mm]\\.?)?';
const zone = '(?:\\s*(Z|[+-]\\d{2}(?::?\\d{2})?|[A-Z]{3,5})(?:\\[[\\w/+-]+\\])?)?';
const whole = (pattern: string) => new RegExp(`^${pattern}$`, 'i');

/** `2026-11-24T05:36:27.250Z`, `2026-11-24 05:36`, `2026/11/24`. */
const isoPattern = whole(
  `(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:(?:T|[ _,]\\s*)${clock}${zone})?`,
);
/** `20261124T053627Z`. */
const compactPattern = whole(`(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})${zone}`);
/** `Tue Nov 24 05:36:27 UTC 2026`; `ts` leaves the year out. */
const monthFirstPattern = whole(
  `${weekday}${month}\\s+(\\d{1,2}),?\\s+(?:(\\d{4}),?\\s+)?${clock}${zone}(?:\\s+(\\d{4}))?`,
);
/** `Tue, 24 Nov 2026 05:36:27 +0000`, `Tue 24 Nov 05:36:27 UTC 2026`, `24/Nov/2026:05:36:27 +0000`. */
const dayFirstPattern = whole(
  `${weekday}(\\d{1,2})[ /.-]+${month}(?:[ /.-]+(\\d{4}))?[: ,]\\s*${clock}${zone}(?:\\s+(\\d{4}))?`,
);
/** `24.11.2026 05:36:27`, `11/24/2026 5:36:27 AM`. */
const spreadsheetPattern = whole(
  `(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})(?:[T ,]\\s*${clock}${zone})?`,
);
const timeOfDayPattern = whole(clock);

/** The time that a text is; undefined if it is anything else, or more. O(length). */
export function timeFrom(text: string): FoundTime | undefined {
  const field = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(field)) return { kind: 'epoch', value: Number(field) };
  const iso = isoPattern.exec(field);
  if (iso !== null) {
    const [, year, , monthNumber, day, hours, minutes, seconds, fraction, half, zoneName] = iso;
    const date = { year, month: Number(monthNumber), day };
    return found({ ...date, hours, minutes, seconds, fraction, half }, zoneName);
  }
  const compact = compactPattern.exec(field);
  if (compact !== null) {
    const [, year, monthNumber, day, hours, minutes, seconds, zoneName] = compact;
    return found({ year, month: Number(monthNumber), day, hours, minutes, seconds }, zoneName);
  }
  const monthFirst = monthFirstPattern.exec(field);
  if (monthFirst !== null) {
    const [, name, day, year, hours, minutes, seconds, fraction, half, zoneName, last] = monthFirst;
    const date = { year: year ?? last, month: monthOf(name), day };
    return found({ ...date, hours, minutes, seconds, fraction, half }, zoneName);
  }
  const dayFirst = dayFirstPattern.exec(field);
  if (dayFirst !== null) {
    const [, day, name, year, hours, minutes, seconds, fraction, half, zoneName, last] = dayFirst;
    const date = { year: year ?? last, month: monthOf(name), day };
    return found({ ...date, hours, minutes, seconds, fraction, half }, zoneName);
  }
  const spreadsheet = spreadsheetPattern.exec(field);
  if (spreadsheet !== null) return fromSpreadsheet(spreadsheet);
  const [, hours, minutes, seconds, fraction, half] = timeOfDayPattern.exec(field) ?? [];
  if (hours === undefined) return undefined;
  const ms = clockMs({ hours, minutes, seconds, fraction, half });
  return ms === undefined ? undefined : { kind: 'timeOfDay', ms };
}

function fromSpreadsheet(match: RegExpExecArray): FoundTime | undefined {
  const [, first, mark, second, year, hours, minutes, seconds, fraction, half, zoneName] = match;
  const rest = { year, hours, minutes, seconds, fraction, half };
  const dayFirst = found({ ...rest, day: first, month: Number(second) }, zoneName);
  // A point between the numbers is the German way, which has the day first.
  if (mark === '.') return dayFirst;
  const monthFirst = found({ ...rest, day: second, month: Number(first) }, zoneName);
  if (dayFirst === undefined && monthFirst === undefined) return undefined;
  const msOf = (time: FoundTime | undefined) =>
    time !== undefined && 'ms' in time ? time.ms : undefined;
  return {
    kind: 'dayOrMonthFirst',
    dayFirstMs: msOf(dayFirst),
    monthFirstMs: msOf(monthFirst),
  };
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

function found(parts: Parts, zoneName: string | undefined): FoundTime | undefined {
  const time = clockMs(parts);
  const { month: monthNumber = 0 } = parts;
  const day = Number(parts.day);
  // `ts` and old logs leave the year out: what counts is how far the samples are apart.
  const year = parts.year === undefined ? 2000 : Number(parts.year);
  const isDate =
    monthNumber >= 1 && monthNumber <= 12 && day >= 1 && day <= daysIn(year, monthNumber);
  if (time === undefined || !isDate) return undefined;
  const ms = daysFrom(year, monthNumber, day) * dayMs + time;
  if (zoneName === undefined) return { kind: 'local', ms };
  const offsetMs = zoneOffsetMs(zoneName);
  if (offsetMs === undefined) return { kind: 'instant', ms, zone: zoneName };
  return { kind: 'instant', ms: ms - offsetMs };
}

function clockMs({ hours = '0', minutes = '0', seconds = '0', fraction, half }: Parts) {
  const hour = half === undefined ? Number(hours) : Number(hours) % 12;
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const afternoon = half?.toUpperCase() === 'P' ? 12 : 0;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return ((hour + afternoon) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000 + fractionMs;
}

/**
 * What \`date\` prints, in hours. Summer and winter time of one place have two names, so a change from
 * one to the other is seen. A name that means several places stands for the most common one: the
 * distances, which are what counts, are right for all.
 */
const zones: ReadonlyMap<string, number> = new Map([
  ...Object.entries({ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, MET: 1 }),
  ...Object.entries({ MEZ: 1, MESZ: 2, EET: 2, EEST: 3, MSK: 3, IST: 5.5, SGT: 8, HKT: 8, JST: 9 }),
  ...Object.entries({ KST: 9, AWST: 8, ACST: 9.5, ACDT: 10.5, AEST: 10, AEDT: 11, NZST: 12 }),
  ...Object.entries({ NZDT: 13, NST: -3.5, NDT: -2.5, AST: -4, ADT: -3, EST: -5, EDT: -4 }),
  ...Object.entries({ CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8 }),
  ...Object.entries({ HST: -10 }),
]);

/** Undefined for a name that is not known. */
function zoneOffsetMs(name: string): number | undefined {
  const hoursOfZone = zones.get(name.toUpperCase());
  if (hoursOfZone !== undefined) return hoursOfZone * 3_600_000;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(name) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const monthOf = (name = ''): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** The day of the week of a time since 1970: 0 is Sunday. */
export const weekdayOf = (ms: number): number => (((Math.floor(ms / dayMs) + 4) % 7) + 7) % 7;

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
