/** The most memory that this process has had, in KiB. */
import { readFileSync } from 'node:fs';

/**
 * Linux keeps a peak for the program that a process runs; the one that `resourceUsage` has begins with that of the
 * process that started it, which may be a test worker that has grown large.
 */
export function peakMemoryKiB(): number {
  try {
    const [, kibibytes] =
      /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kibibytes !== undefined) return Number(kibibytes);
  } catch {
    // There is no such file on other systems.
  }
  return process.resourceUsage().maxRSS;
}
