/** What the shards of one database share. */
import type { TruetimeRules } from './rules.ts';

export interface TruetimeParts {
  readonly rules: TruetimeRules;
  /** Half the width of TrueTime's interval, always the same here. */
  readonly epsilonMs: number;
  /** Which share of the commit wait is waited: less than 1 is a shard that is in a hurry. */
  readonly waitShare: number;
  /** How long a shard takes to replicate a record to a majority. */
  readonly paxosMs: number;
}
