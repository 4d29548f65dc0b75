/**
 * Monitoring a group from outside: samples of its lag, as a monitoring system takes them, and
 * alarms.
 */
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { endOf } from '../broker/partition.ts';
import type { Partition } from '../broker/replica.ts';
import { lagOf, partitionsOf } from '../group/group.ts';
import type { Cluster, Group } from '../model.ts';
import { type Commit, evaluate, groupStatus } from './burrow.ts';
import { judge } from './judge.ts';
import type { GroupReport } from './report.ts';
import type { Sample } from './sample.ts';

/** Samples every partition of a group at regular intervals into a list that grows. */
export function sampleLag(cluster: Cluster, group: Group, everyMs: number): Sample[] {
  const samples: Sample[] = [];
  cluster.world.spawn(takeSamples(cluster, group, everyMs, samples));
  return samples;
}

function* takeSamples(
  cluster: Cluster,
  group: Group,
  everyMs: number,
  samples: Sample[],
): Process<void> {
  for (;;) {
    yield* sleep(everyMs);
    for (const partition of partitionsOf(group)) samples.push(sampleOf(cluster, group, partition));
    const sample = { group: group.name, lag: lagOf(group), status: undefined, rule: undefined };
    cluster.note(undefined, { kind: 'lag-sample', ...sample });
  }
}

function sampleOf({ nowMs }: Cluster, group: Group, partition: Partition): Sample {
  return {
    atMs: nowMs,
    group: group.name,
    topic: partition.topic.name,
    partition: partition.number,
    committed: group.committed.get(partition),
    logEnd: endOf(partition),
    owner: group.assignment.get(partition) ?? null,
  };
}

/** What `lab lag` says about such samples. Undefined before there are any. */
export function judged(samples: readonly Sample[]): GroupReport | undefined {
  return samples.length === 0 ? undefined : judge({ samples, rebalances: 0 }).groups[0];
}

export interface AlarmOptions {
  readonly everyMs: number;
  /** How many samples to look back. */
  readonly window: number;
  /** For alarms by threshold: more lag than this is an alarm. */
  readonly threshold: number;
  /** Whether the group really is in trouble now: for the observer, not for the alarm. */
  readonly isInTrouble: () => boolean;
}

export interface Alarms {
  raised: number;
  falseAlarms: number;
  /** From the start of trouble to the alarm; undefined if there was none. */
  detectedAfterMs: number | undefined;
}

/** Raises an alarm whenever a group's lag shows trouble. */
export function watchLag(cluster: Cluster, group: Group, options: AlarmOptions): Alarms {
  const alarms: Alarms = { raised: 0, falseAlarms: 0, detectedAfterMs: undefined };
  cluster.world.spawn(raiseAlarms(cluster, group, options, alarms));
  return alarms;
}

function* raiseAlarms(
  cluster: Cluster,
  group: Group,
  { everyMs, window, threshold, isInTrouble }: AlarmOptions,
  alarms: Alarms,
): Process<void> {
  const history = new Map<Partition, Commit[]>();
  let isRaised = false;
  let troubleSinceMs: number | undefined;
  for (;;) {
    yield* sleep(everyMs);
    const statuses = partitionsOf(group).map((partition) => {
      const offset = group.committed.get(partition);
      const lag = Math.max(0, endOf(partition) - (offset ?? 0));
      if (!cluster.rules['alarm-by-trend']) return lag > threshold ? 'WARN' : 'OK';
      const commits = history.get(partition) ?? [];
      if (offset !== undefined) commits.push({ atMs: cluster.nowMs, offset, lag });
      history.set(partition, commits.slice(-window));
      if (commits.length < window) return 'OK';
      const evidence = { logEnds: [endOf(partition)], currentLag: lag, nowMs: cluster.nowMs };
      return evaluate({ commits: commits.slice(-window), ...evidence });
    });
    const status = groupStatus(statuses);
    const rule = cluster.rules['alarm-by-trend'] ? 'alarm-by-trend' : undefined;
    cluster.note(undefined, {
      kind: 'lag-sample',
      group: group.name,
      lag: lagOf(group),
      status,
      rule,
    });
    const inTrouble = isInTrouble();
    troubleSinceMs = inTrouble ? (troubleSinceMs ?? cluster.nowMs) : undefined;
    if (status !== 'OK' && !isRaised) {
      alarms.raised += 1;
      cluster.note(undefined, { kind: 'alarm', group: group.name, status, rule });
      if (troubleSinceMs !== undefined) alarms.detectedAfterMs ??= cluster.nowMs - troubleSinceMs;
      else {
        alarms.falseAlarms += 1;
        cluster.breaches.report(
          'alarms-are-true',
          `an alarm is raised about group ${group.name}, although it keeps up`,
        );
      }
    }
    isRaised = status !== 'OK';
    // After trouble that filled the whole window plus one more sample, there must have been an
    // alarm.
    const isMissed =
      troubleSinceMs !== undefined && cluster.nowMs - troubleSinceMs > (window + 1) * everyMs;
    if (isMissed && !isRaised) {
      cluster.breaches.report(
        'alarms-are-true',
        `no alarm is raised about group ${group.name}, although it stands still`,
      );
    }
  }
}
