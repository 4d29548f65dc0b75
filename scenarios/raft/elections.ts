/**
 * Runs elections by the hundred, for statistics. Each is held in its own world, with the servers of
 * sims/raft, fresh timers and given logs. A run holds one after another; its trace has a note of
 * each, with the digest of its world. The run’s clock counts elections, one per millisecond; each
 * election has its own clock.
 */
import * as z from 'zod';
import { type RaftCluster, raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { raftInvariants } from '../../sims/raft/invariants.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { raftObserver } from '../../sims/raft/observer.ts';
import type { RaftRules } from '../../sims/raft/rules.ts';
import { sometimes } from '../../src/check/goal.ts';
import { type Invariant, invariant } from '../../src/check/invariant.ts';
import { type Gauge, gauge, type Histogram } from '../../src/check/metric.ts';
import { Watch } from '../../src/check/watch.ts';
import type { Distribution } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { World } from '../../src/world/world.ts';

export interface ElectionOptions {
  /** The number of servers in the cluster. */
  readonly nodes: number;
  /** The number of servers that are up. */
  readonly alive: number;
  readonly electionTimeoutMs: { readonly min: number; readonly max: number };
  /** One-way latency. */
  readonly latencyMs: Distribution;
  readonly diskMs: Distribution;
  /**
   * Whether all logs are the same, or each server’s log is longer than the next one’s. In the
   * second case some servers cannot win, because servers with longer logs refuse them.
   */
  readonly logs: 'equal' | 'different';
  /** When to give up on an election that does not end. */
  readonly giveUpMs: number;
}

/** The outcome of an election. Times count from the moment when all timers started. */
export interface Election {
  /** When the first leader was elected; undefined if none was elected before the limit. */
  readonly electedAtMs: number | undefined;
  /** When another server first heard from a leader. */
  readonly heardAtMs: number | undefined;
  /** Whether the first term with votes had a leader. */
  readonly wonInFirstTerm: boolean;
  /** Number of candidacies. */
  readonly candidacies: number;
  readonly digest: string;
  /** Which invariants broke, and how. */
  readonly broken: readonly (readonly [id: string, message: string])[];
}

/**
 * Holds one election until another server hears from the leader. `mayStep` is asked before each
 * event and can end it.
 */
export function holdElection(
  seed: string,
  rules: RaftRules,
  options: ElectionOptions,
  mayStep: () => boolean = () => true,
): Election {
  const { latencyMs, giveUpMs } = options;
  const world = new World(seed, { latencyMs });
  const cluster = survivors(world, rules, options);
  const watch = new Watch(world, cluster, {
    invariants: raftInvariants,
    goals: [],
    faultsEndAtMs: 0,
    observer: raftObserver,
  });
  let electedAtMs: number | undefined;
  let heardAtMs: number | undefined;
  let firstTerm: number | undefined;
  let electedTerm: number | undefined;
  let candidacies = 0;
  raftNotes.listen(world.trace, 'stands', ({ term }) => {
    firstTerm ??= term;
    candidacies += 1;
  });
  raftNotes.listen(world.trace, 'leads', ({ term }, _by, atMs) => {
    electedAtMs ??= atMs;
    electedTerm ??= term;
  });
  raftNotes.listen(world.trace, 'follows', (_note, _by, atMs) => {
    heardAtMs ??= atMs;
  });
  while (heardAtMs === undefined && mayStep() && world.kernel.step(giveUpMs)) watch.check();
  return {
    electedAtMs,
    heardAtMs,
    wonInFirstTerm: firstTerm !== undefined && firstTerm === electedTerm,
    candidacies,
    digest: world.digest,
    broken: watch
      .reportInvariants()
      .flatMap(({ id, violations }) => violations.map(({ message }) => [id, message] as const)),
  };
}

/** The servers that are up are n1, n2 and so on; if logs differ, n1 has the longest. */
function survivors(world: World, rules: RaftRules, options: ElectionOptions): RaftCluster {
  const { nodes, alive, electionTimeoutMs, diskMs, logs } = options;
  const running = serverIds(nodes).slice(0, alive);
  const lengthOf = (place: number) => (logs === 'equal' ? 1 : alive - place);
  return raftCluster(world, rules, {
    nodes,
    electionTimeoutMs,
    heartbeatMs: electionTimeoutMs.min / 2,
    initialLogs: Object.fromEntries(
      running.map((id, place) => [id, Array.from({ length: lengthOf(place) }, () => 1)]),
    ),
    nodeOptions: (id) => ({ diskMs, startsUp: running.includes(id) }),
  });
}

/** A run of elections. */
export interface Elections {
  held: number;
  readonly toHold: number;
  /** By the id of an invariant: how it was broken, and in which election. */
  readonly broken: Map<string, string>;
}

/** Holds that many elections in a run, and records each. */
export function holdElections(
  world: World,
  rules: RaftRules,
  options: ElectionOptions & { readonly elections: number },
  onElection: (election: Election) => void,
): Elections {
  const study: Elections = { held: 0, toHold: options.elections, broken: new Map() };
  const { kernel } = world;
  const seeds = kernel.random.stream('elections');
  world.spawn(
    (function* (): Process<void> {
      while (study.held < study.toHold) {
        const election = holdElection(String(seeds()), rules, options, () => kernel.takeStep());
        // The run’s limit cut the election short, so its result does not count.
        if (kernel.isCut) return;
        study.held += 1;
        for (const [id, message] of election.broken) {
          if (!study.broken.has(id)) study.broken.set(id, `election ${study.held}: ${message}`);
        }
        const { electedAtMs = null, heardAtMs = null, candidacies, digest } = election;
        const times = { electedAtMs, heardAtMs };
        const note = { kind: 'election', number: study.held, ...times, candidacies, digest };
        world.note(undefined, note);
        onElection(election);
        yield* sleep(1);
      }
    })(),
  );
  return study;
}

/** The invariants of Raft, checked in every election. */
export const electionInvariants: readonly Invariant<Elections>[] = raftInvariants.map(
  ({ id, says }) => invariant(id, says, ({ broken }) => broken.get(id)),
);

export const allElectionsHeld = sometimes<Elections>(
  'all-elections-held',
  'every election of the run was held',
  ({ held, toHold }) => held === toHold,
);

/** Parameters of the scenarios about elections. */
export const electionParams = z.object({
  elections: z.int().min(1).max(100_000).default(250).describe('number of elections'),
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
  failed: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .describe('servers that are down, including the old leader'),
  giveUpMs: z.number().positive().default(60_000).describe('when an election is given up'),
});

/** The number of servers that are up after that many have failed. */
export function aliveAfter({ nodes, failed }: { nodes: number; failed: number }): number {
  return Math.max(0, nodes - failed);
}

/** Can this many servers elect a leader? */
export function isMajority(alive: number, nodes: number): boolean {
  return alive > nodes / 2;
}

/** Quantiles beyond those that every histogram reports. */
export const furtherQuantiles = {
  p10Ms: gauge('ms', 'within which a tenth of them end'),
  p25Ms: gauge('ms', 'within which a quarter end'),
  p75Ms: gauge('ms', 'within which three quarters end'),
  p90Ms: gauge('ms', 'within which nine tenths end'),
};

export function setQuantiles(
  of: Histogram,
  gauges: Readonly<Record<keyof typeof furtherQuantiles, Gauge>>,
): void {
  gauges.p10Ms.set(of.quantile(0.1) ?? 0);
  gauges.p25Ms.set(of.quantile(0.25) ?? 0);
  gauges.p75Ms.set(of.quantile(0.75) ?? 0);
  gauges.p90Ms.set(of.quantile(0.9) ?? 0);
}

/** The share of the samples that are at most `limit`. */
export function shareUpTo(samples: Histogram, limit: number): number | undefined {
  const { samples: all } = samples;
  return all.length === 0 ? undefined : all.filter((sample) => sample <= limit).length / all.length;
}

/**
 * The largest number of elections, out of the given number, that have a property of at most that
 * probability, in all but one run in ten million.
 */
export function mostOf(elections: number, probability: number): number {
  if (probability >= 1) return elections;
  let ofCount = pow(1 - probability, elections);
  let left = 1 - ofCount;
  let count = 0;
  while (left > 1e-7 && count < elections) {
    count += 1;
    ofCount *= ((elections - count + 1) / count) * (probability / (1 - probability));
    left -= ofCount;
  }
  return count;
}
