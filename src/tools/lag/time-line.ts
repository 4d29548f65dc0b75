/**
 * A line that tells the time of the snapshot below it, as `date` or `watch` prints it, or as people put
 * it between snapshots. Only a line that holds nothing else is one: a date in the name of a group, or
 * in a message, is not a time.
 */
import { timeFrom } from '../input/times.ts';

const decoration = /^[\s#=*\-_>[(/]+|[\s#=*\-_<\])/:]+$/g;
const introduction =
  /^(?:(?:snapshot|sample|sampled|taken|time|timestamp|date|now|at|on|ts)\b[\s:=#]*)+/i;
/** `Every 2.0s: kafka-consumer-groups …    host: Tue Nov 24 05:36:27 2026`. */
const watchLine = /^Every \d+[.,]\d+s: /;

/** The text of the time; undefined for any other line. */
export function timeOnLine(line: string): string | undefined {
  if (watchLine.test(line.trim())) return lastTime(line.trim());
  const text = line.replace(decoration, '').replace(introduction, '').replace(decoration, '');
  // A whole number alone is a time only if it can be an epoch number.
  if (/^\d+$/.test(text) && ![10, 13, 16, 19].includes(text.length)) return undefined;
  return timeFrom(text) === undefined ? undefined : text;
}

/** The time with which a line ends, whatever stands before it. */
function lastTime(line: string): string | undefined {
  const words = line.split(/\s+/);
  for (let count = Math.min(7, words.length); count >= 1; count -= 1) {
    const text = words.slice(-count).join(' ');
    if (timeFrom(text) !== undefined) return text;
  }
  return undefined;
}
