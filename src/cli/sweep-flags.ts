/** The options of a sweep, as they are typed. */
import type { ReportFlags } from './report.ts';
import type { SampleFlags } from './samples.ts';
import type { WorkFlags } from './sweeping.ts';

export interface SweepFlags extends WorkFlags, SweepShowFlags, SampleFlags {
  readonly seeds: string;
  readonly set: readonly string[];
  readonly without: readonly string[];
  readonly vary: readonly string[];
  readonly plan?: string;
  readonly swarm: boolean;
  readonly shard?: string;
  readonly out?: string;
  readonly print?: string;
}

export type SweepShowFlags = ReportFlags;
