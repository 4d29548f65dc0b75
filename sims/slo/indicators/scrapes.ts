/** A monitoring system that scrapes counters: what it concludes if there is nothing to scrape. */
import type { SloRules } from '../rules.ts';

export interface Scraped {
  readonly atMs: number;
  /** Undefined if the exporter did not answer. */
  readonly failedShare: number | undefined;
}

export interface ScrapeAlert {
  readonly failedShareMax: number;
  /** Silence for that long fires an alert of its own. */
  readonly absentForMs: number;
}

/** Whether an alert fires after these scrapes, the latest one last. */
export function firesAfter(
  latest: Scraped,
  lastAnswerMs: number,
  { failedShareMax, absentForMs }: ScrapeAlert,
  rules: SloRules,
): boolean {
  if (latest.failedShare !== undefined) return latest.failedShare > failedShareMax;
  // SRE, chapter 10: 0 of 0 is neither good nor bad; that nothing is heard is the news.
  return rules['no-data-is-not-good'] && latest.atMs - lastAnswerMs >= absentForMs;
}
