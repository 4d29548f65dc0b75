/** A timeout, by the monotonic clock or by the time of day. */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { NtpRules } from './rules.ts';

/** How often a program checks the time of day. */
export const pollMs = 10;

/** Waits until `wantedMs` have passed. */
export function* timeOut(rules: NtpRules, node: ServerContext, wantedMs: number): Process<void> {
  if (rules['monotonic-for-durations']) {
    yield* node.sleep(wantedMs);
    note(node, { kind: 'times-out', wantedMs, by: 'monotonic clock' });
  } else yield* timeOutByDay(node, wantedMs);
}

/** The same by the time of day, which others may set. */
export function* timeOutByDay(node: ServerContext, wantedMs: number): Process<void> {
  const untilMs = node.now() + wantedMs;
  while (node.now() < untilMs) yield* node.sleep(pollMs);
  note(node, { kind: 'times-out', wantedMs, by: 'time of day' });
}
