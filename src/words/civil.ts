/** Dates, without the host's calendar. */

const dayMs = 86_400_000;

/** `2026-11-24 05:36:27` in UTC, to the second, of a time since 1970. */
export function dateOf(ms: number): string {
  const { year, month, day } = civilFrom(Math.floor(ms / dayMs));
  const seconds = Math.floor((ms - Math.floor(ms / dayMs) * dayMs) / 1_000);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const time = [seconds / 3_600, (seconds / 60) % 60, seconds % 60].map(pad).join(':');
  return `${year}-${pad(month)}-${pad(day)} ${time}`;
}

/** The date of a day since 1970-01-01 (Hinnant, chrono-compatible low-level date algorithms, civil_from_days). */
export function civilFrom(days: number): { year: number; month: number; day: number } {
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
