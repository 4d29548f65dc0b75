/** What the shards of one database share. */
import type { TruetimeRules } from './rules.ts';

export interface TruetimeParts {
  readonly rules: TruetimeRules;
  /** Half the width of TrueTime's interval, constant here. */
  readonly epsilonMs: number;
  /** The share of the commit wait that is waited: a shard with less than 1 is in a hurry. */
  readonly waitShare: number;
  /** How long a shard takes to replicate a record to a majority. */
  readonly paxosMs: number;
}
