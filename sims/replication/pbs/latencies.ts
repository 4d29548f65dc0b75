/**
 * One-way delays of an operation’s four messages, as fitted to four production stores: Bailis et
 * al., Probabilistically Bounded Staleness for Practical Partial Quorums, VLDB 2012, §5.2 to §5.5,
 * table 3. All in ms.
 */
import {
  type Distribution,
  exponential,
  mixture,
  pareto,
} from '../../../src/kernel/distribution.ts';

/**
 * WARS: a write and its acknowledgement, a read and its response; drawn separately for each
 * replica.
 */
export interface Latencies {
  readonly write: Distribution;
  readonly ack: Distribution;
  readonly read: Distribution;
  readonly response: Distribution;
  /**
   * Each replica is at its own site: the extra delay of a message from the coordinator’s site to
   * another.
   */
  readonly remoteMs: number;
}

/** That share of the messages has a Pareto body, the rest an exponential tail with that rate. */
const bodyAndTail = (share: number, min: number, shape: number, rate: number): Distribution =>
  mixture({ share, of: pareto(min, shape) }, { share: 1 - share, of: exponential(1 / rate) });

/** One distribution for writes, and one for the other three messages. */
const writesApart = (write: Distribution, other: Distribution, remoteMs = 0): Latencies => ({
  write,
  ack: other,
  read: other,
  response: other,
  remoteMs,
});

const ssd = bodyAndTail(0.9122, 0.235, 10, 1.66);
const disk = bodyAndTail(0.38, 1.05, 1.51, 0.183);

export const fits = {
  /** LinkedIn's store, everything in memory or on flash. */
  'lnkd-ssd': writesApart(ssd, ssd),
  /** LinkedIn's store on spinning disks: only writes wait for them. */
  'lnkd-disk': writesApart(disk, ssd),
  /** Yammer's Riak. */
  ymmr: writesApart(bodyAndTail(0.939, 3, 3.35, 0.0028), bodyAndTail(0.982, 1.5, 3.8, 0.0217)),
  /** LinkedIn's disks, with each replica on its own continent. */
  wan: writesApart(disk, ssd, 75),
} as const satisfies Readonly<Record<string, Latencies>>;

export type Fit = keyof typeof fits;
export const fitNames = Object.keys(fits) as [Fit, ...Fit[]];

/** The paper’s names for them. */
export const fitTitles: Readonly<Record<Fit, string>> = {
  'lnkd-ssd': 'LNKD-SSD',
  'lnkd-disk': 'LNKD-DISK',
  ymmr: 'YMMR',
  wan: 'WAN',
};
