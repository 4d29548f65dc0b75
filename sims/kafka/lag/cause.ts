/**
 * Why a group lags: the likely cause, from the shape of its lag, the statuses of its partitions and
 * their readers. Each cause has a scenario that shows it.
 */
import { isError } from './burrow.ts';
import type { Cause, CauseId, GroupReport, PartitionReport } from './report.ts';

type Group = Omit<GroupReport, 'cause'>;

export function likelyCause(group: Group, rebalances: number): Cause {
  const { partitions, status, spread } = group;
  const judged = partitions.filter((partition) => partition.status !== undefined);
  if (status === undefined) return unknown(group);
  if (status === 'OK') return healthy(group);
  const bad = judged.filter((partition) => partition.status !== 'OK');
  const storm = rebalanceStorm(judged, rebalances);
  if (storm !== undefined) return storm;
  if (bad.every(({ owner, status: own }) => owner === null && own !== 'REWIND')) {
    return nobodyReads(partitions, bad);
  }
  if (bad.every(({ committed }) => committed === undefined)) {
    return cause('growing-lag', undefined, growingLag(group, bad));
  }
  if (bad.every(({ status: own, change }) => own === 'WARN' && change?.perSecond === 0)) {
    return cause('constant-lag', undefined, constantLag(group));
  }
  const stopped = bad.filter((partition) => partition.status === 'STOP');
  const lagging = judged.filter((partition) => partition.lag > 0);
  if (stopped.length === lagging.length && stopped.length > 1) {
    return cause(
      'outage',
      'kafka/catch-up',
      `Every lagging partition (${stopped.length} of ${judged.length}) has stopped committing: the whole group is down, or was.`,
    );
  }
  const rewound = bad.filter((partition) => partition.status === 'REWIND');
  if (rewound.length > 0) {
    return cause(
      'rewind',
      'kafka/zombie-commit',
      `The committed offset of ${list(rewound)} fell and has not come back: it was reset, or a member outside the group committed it.`,
    );
  }
  const errors = bad.filter((partition) => isError(partition.status ?? 'OK'));
  if (spread.shape === 'concentrated') return concentrated(judged, bad);
  if (judged.length === 1 && errors.length === 1) return concentrated(judged, errors);
  if (errors.length === judged.length) {
    return cause(
      'all-stalled',
      'kafka/rebalance-storm',
      'Every partition stands still although there are consumers: something that they all wait for does not answer, or the group never stops rebalancing.',
    );
  }
  if (errors.length > 0 && errors.length <= judged.length / 2) return concentrated(judged, errors);
  return cause('too-slow', 'kafka/lag-uniform', tooSlow(group));
}

function unknown({ partitions, lag }: Group): Cause {
  const isStanding = partitions.some(({ committed, lagOverTime, change }) => {
    return committed === undefined && lagOverTime.length > 2 && change?.perSecond === 0;
  });
  return isStanding && lag > 0
    ? cause(
        'constant-lag',
        undefined,
        'The lag is constant. Either nothing comes in and nothing is read, or both at the same rate: sample offsets as well to tell.',
      )
    : cause('unknown', undefined, 'There are too few samples to tell.');
}

function healthy(group: Group): Cause {
  const { lag, change, lagRange, partitions } = group;
  if (lag === 0) return cause('no-lag', undefined, 'Nothing lags.');
  const lagging = partitions.filter((partition) => partition.lag > 0);
  if (lagging.every(({ owner }) => owner === null)) return nobodyReads(partitions, lagging);
  if (change !== undefined && change.high < 0) {
    return cause('catching-up', 'kafka/catch-up', 'The lag falls: the group is catching up.');
  }
  // Healthy lag returns to near zero again and again; this one has a level of its own.
  const hasLevel = lagRange.min > 0 && lagRange.min >= lagRange.max / 2;
  if (hasLevel && change !== undefined && change.low <= 0) {
    return cause('constant-lag', undefined, constantLag(group));
  }
  if (change !== undefined && change.low > 0) {
    return cause(
      'growing-lag',
      undefined,
      `The lag grows by ${change.perSecond.toFixed(1)} records per second, from none within the window: by Burrow’s rules this is healthy until the whole window has lag.`,
    );
  }
  return cause('no-lag', undefined, 'The lag comes and goes, as in a healthy group.');
}

/**
 * A backlog that neither grows nor falls: by Little's law, lag divided by rate is how late records
 * are.
 */
function constantLag({ lag, lagRange, production }: Group): string {
  const { min, max } = lagRange;
  const level = min === max ? `stays at ${lag}` : `stays between ${min} and ${max}`;
  const perSecond = production?.perSecond ?? 0;
  const late =
    perSecond > 0
      ? ` (${perSecond.toFixed(1)} records per second), so records are read ${(lag / perSecond).toFixed(1)} s late`
      : '';
  return `The lag is constant: it ${level}. Records are read as fast as they come in${late}. The group keeps up but does not catch up.`;
}

function growingLag({ change }: Group, bad: readonly PartitionReport[]): string {
  const rate =
    change === undefined ? '' : `, by ${change.perSecond.toFixed(1)} records per second in all`;
  return `The lag of ${list(bad)} grows${rate}. From the lag alone, a stuck consumer and a slow one look alike: sample offsets as well to tell.`;
}

/** A consumer that does not exist cannot hang. */
function nobodyReads(
  partitions: readonly PartitionReport[],
  bad: readonly PartitionReport[],
): Cause {
  if (partitions.some(({ owner }) => owner !== null)) {
    return cause(
      'unassigned',
      undefined,
      `No consumer reads ${list(bad)}, although the group has members: ${bad.length === 1 ? 'it is' : 'they are'} assigned to none. Check what the members subscribe to, and whether a rebalance is in progress.`,
    );
  }
  const moving = partitions.filter(({ consumption }) => (consumption?.perSecond ?? 0) > 0);
  const others =
    moving.length === 0
      ? ''
      : ` Offsets of ${list(moving)} move all the same: something commits without being a member (assign instead of subscribe).`;
  return cause(
    'no-members',
    'kafka/catch-up',
    `No consumer reads: the group has no members.${others}`,
  );
}

function rebalanceStorm(judged: readonly PartitionReport[], rebalances: number): Cause | undefined {
  const moved = judged.filter(({ ownerChanges }) => ownerChanges >= 2).length;
  if (rebalances < 2 && moved <= judged.length / 2) return undefined;
  const seen =
    rebalances >= 2
      ? `the group was rebalancing in ${rebalances} of the snapshots`
      : `${moved} of ${judged.length} partitions changed hands at least twice`;
  return cause(
    'rebalance-storm',
    'kafka/rebalance-storm',
    `Members keep leaving and joining (${seen}): check max.poll.interval.ms and how long a poll takes.`,
  );
}

/** A few partitions carry the lag. */
function concentrated(judged: readonly PartitionReport[], bad: readonly PartitionReport[]): Cause {
  const others = judged.filter((partition) => !bad.includes(partition));
  const moves = ({ consumption }: PartitionReport) => (consumption?.perSecond ?? 0) > 0;
  const stuck = bad.filter((partition) => isError(partition.status ?? 'OK'));
  const owner = stuck[0]?.owner;
  if (stuck.length === 1 && typeof owner === 'string') {
    if (judged.some((other) => other !== stuck[0] && other.owner === owner && moves(other))) {
      return cause(
        'poison-message',
        'kafka/poison-message',
        `${list(stuck)} stands at offset ${stuck[0]?.committed} while its consumer ${owner} continues with other partitions: it may fail on one record again and again.`,
      );
    }
  }
  if (stuck.length > 0) {
    const who = [...new Set(stuck.map((partition) => partition.owner))];
    const reader = typeof who[0] === 'string' && who.length === 1 ? `, which ${who[0]} reads,` : '';
    return cause(
      'stuck-consumer',
      'kafka/lag-stuck-consumer',
      `${others.length === 0 ? '' : 'Only '}${list(stuck)}${reader} ${stuck.length === 1 ? 'stands' : 'stand'} still${others.some(moves) ? ' while others move' : ''}: a consumer hangs, or fails on a record.`,
    );
  }
  const usual = median(others.map(({ production }) => production?.perSecond ?? 0));
  const hottest = median(bad.map(({ production }) => production?.perSecond ?? 0));
  if (hottest > 2 * usual) {
    return cause(
      'hot-key',
      'kafka/lag-hot-key',
      `${list(bad)} ${bad.length === 1 ? 'gets' : 'get'} ${hottest.toFixed(1)} records per second, the others ${usual.toFixed(1)}: one or a few keys are hot.`,
    );
  }
  return cause(
    'slow-consumer',
    'kafka/lag-stuck-consumer',
    `${list(bad)} ${bad.length === 1 ? 'is' : 'are'} read too slowly, although no more is written there than elsewhere: one consumer is slow.`,
  );
}

function tooSlow({ production, consumption, partitions }: Group): string {
  const rates =
    production === undefined || consumption === undefined
      ? ''
      : ` (${production.perSecond.toFixed(1)} records per second come in, ${consumption.perSecond.toFixed(1)} are consumed)`;
  const owners = new Set(
    partitions.flatMap(({ owner }) => (typeof owner === 'string' ? [owner] : [])),
  );
  const more =
    owners.size === 0
      ? ''
      : owners.size < partitions.length
        ? ` ${owners.size} consumers read ${partitions.length} partitions, so more consumers can help.`
        : ' Every partition has a consumer of its own, so more consumers cannot help.';
  const all = partitions.length === 1 ? '' : 'All partitions lag about equally: ';
  return `${all}consumers are too slow for the arrivals${rates}.${more}`.replace(/^c/, 'C');
}

const cause = (id: CauseId, scenario: string | undefined, because: string): Cause => ({
  id,
  because,
  scenario,
});

function list(partitions: readonly PartitionReport[]): string {
  const names = partitions.map(({ topic, partition }) => `${topic}-${partition}`);
  if (names.length <= 4) return names.join(', ');
  return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? 0;
}
