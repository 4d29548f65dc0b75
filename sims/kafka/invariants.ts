/** The properties that the observer checks, each at the place where it could break. */
import { watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import type { Property } from './effects.ts';
import type { HasCluster } from './model.ts';

const observed = watched<Property, HasCluster>(
  {
    'partition-exists': 'every record goes to a partition that exists',
    'appended-once-in-order':
      'what a producer sends to a partition is written once, in the order of sending',
    'watermark-is-replicated': 'the high watermark never passes what an in-sync replica holds',
    'acknowledged-is-kept': 'no record that was acknowledged is lost',
    'read-stays-written': 'no record that a consumer has processed disappears from the log',
    'aborted-is-not-read': 'no record of an aborted transaction is processed',
    'committed-is-visible': 'no committed record is hidden from read_committed consumers',
    'stable-follows-watermark':
      'only a transaction that will be ended holds back the last stable offset',
    'fenced-is-refused': 'no batch of a fenced producer is written',
    'one-owner': 'no two members of a group read a partition at the same time',
    'owners-commit': 'only a partition’s reader commits it',
    'commits-go-forward': 'the committed offset of a partition never falls',
    'lag-is-not-negative': 'no group commits beyond the end of a log',
    'committed-is-processed':
      'when a partition is taken over, everything before the committed offset has been processed',
    'effects-once': 'no record has its effect twice',
    'keys-in-order': 'records of one key have their effects in the order in which they were sent',
    'unmoved-go-on': 'no partition pauses in a cooperative rebalance that does not move it',
    'members-have-work': 'no member of a group is idle',
    'latest-is-kept': 'a compacted topic keeps the latest value of every key',
    'deletes-are-seen':
      'a reader that is never behind for delete.retention.ms sees every delete of a compacted topic',
    'head-is-whole': 'a reader in the active segment of a compacted topic sees every record',
    'in-order-is-counted':
      'an event no further out of order in its partition than allowed is counted in its window',
    'allowed-is-counted': 'an event within the allowed lateness is counted in its window',
    'results-come': 'a window gives its result in time, also while a partition is silent',
    'results-only-grow': 'no result of a window is replaced by one of fewer events',
    'alarms-are-true': 'an alarm is raised exactly when the group does not keep up',
  },
  ({ cluster }) => cluster.breaches,
);

export const partitionExists = observed['partition-exists'];
export const appendedOnceInOrder = observed['appended-once-in-order'];
export const watermarkIsReplicated = observed['watermark-is-replicated'];
export const acknowledgedIsKept = observed['acknowledged-is-kept'];
export const readStaysWritten = observed['read-stays-written'];
export const abortedIsNotRead = observed['aborted-is-not-read'];
export const committedIsVisible = observed['committed-is-visible'];
export const stableFollowsWatermark = observed['stable-follows-watermark'];
export const fencedIsRefused = observed['fenced-is-refused'];
export const oneOwner = observed['one-owner'];
export const ownersCommit = observed['owners-commit'];
export const commitsGoForward = observed['commits-go-forward'];
export const lagIsNotNegative = observed['lag-is-not-negative'];
export const committedIsProcessed = observed['committed-is-processed'];
export const effectsOnce = observed['effects-once'];
export const keysInOrder = observed['keys-in-order'];
export const unmovedGoOn = observed['unmoved-go-on'];
export const membersHaveWork = observed['members-have-work'];
export const latestIsKept = observed['latest-is-kept'];
export const deletesAreSeen = observed['deletes-are-seen'];
export const headIsWhole = observed['head-is-whole'];
export const inOrderIsCounted = observed['in-order-is-counted'];
export const allowedIsCounted = observed['allowed-is-counted'];
export const resultsCome = observed['results-come'];
export const resultsOnlyGrow = observed['results-only-grow'];
export const alarmsAreTrue = observed['alarms-are-true'];

/** The protocol's own promises, which hold whatever its clients do. */
export const protocolInvariants: readonly Invariant<HasCluster>[] = [
  partitionExists,
  watermarkIsReplicated,
  readStaysWritten,
  abortedIsNotRead,
  committedIsVisible,
  stableFollowsWatermark,
  fencedIsRefused,
  oneOwner,
  ownersCommit,
  commitsGoForward,
  lagIsNotNegative,
];

export const kafkaInvariants: readonly Invariant<HasCluster>[] = [
  ...protocolInvariants,
  appendedOnceInOrder,
  acknowledgedIsKept,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  unmovedGoOn,
  membersHaveWork,
  latestIsKept,
  deletesAreSeen,
  headIsWhole,
  inOrderIsCounted,
  allowedIsCounted,
  resultsCome,
  resultsOnlyGrow,
  alarmsAreTrue,
];
