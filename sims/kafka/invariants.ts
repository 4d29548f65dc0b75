/**
 * The properties that the observer watches over. Each is checked where it could break, and kept in
 * `observer.broken`, so that asking after every event costs nothing.
 */

import { type Invariant, invariant } from '../../src/check/invariant.ts';
import type { Property } from './effects.ts';
import type { HasCluster } from './model.ts';

const watched = (id: Property, says: string): Invariant<HasCluster> =>
  invariant(id, says, ({ cluster }) => cluster.observer.broken[id]);

export const partitionExists = watched(
  'partition-exists',
  'every record goes to a partition that exists',
);
export const appendedOnceInOrder = watched(
  'appended-once-in-order',
  'what a producer sends to a partition is written once, in the order of sending',
);
export const watermarkIsReplicated = watched(
  'watermark-is-replicated',
  'the high watermark never passes what an in-sync replica holds',
);
export const acknowledgedIsKept = watched(
  'acknowledged-is-kept',
  'no record that was acknowledged is lost',
);
export const readStaysWritten = watched(
  'read-stays-written',
  'no record that a consumer has processed disappears from the log',
);
export const abortedIsNotRead = watched(
  'aborted-is-not-read',
  'no record of an aborted transaction is processed',
);
export const committedIsVisible = watched(
  'committed-is-visible',
  'no committed record is hidden from read_committed consumers',
);
export const stableFollowsWatermark = watched(
  'stable-follows-watermark',
  'the last stable offset is held back only by a transaction that will be ended',
);
export const fencedIsRefused = watched(
  'fenced-is-refused',
  'no batch of a producer that was fenced is written',
);
export const oneOwner = watched(
  'one-owner',
  'no two members of a group read a partition at the same time',
);
export const ownersCommit = watched('owners-commit', 'only its reader commits a partition');
export const commitsGoForward = watched(
  'commits-go-forward',
  'the committed offset of a partition never falls',
);
export const lagIsNotNegative = watched(
  'lag-is-not-negative',
  'no group has committed beyond the end of a log',
);
export const committedIsProcessed = watched(
  'committed-is-processed',
  'when a partition is taken over, all before the committed offset was processed',
);
export const effectsOnce = watched('effects-once', 'no record has its effect twice');
export const keysInOrder = watched(
  'keys-in-order',
  'records of one key have their effects in the order in which they were sent',
);
export const unmovedGoOn = watched(
  'unmoved-go-on',
  'no partition pauses in a cooperative rebalance that leaves it where it is',
);
export const membersHaveWork = watched('members-have-work', 'no member of a group is idle');
export const alarmsAreTrue = watched(
  'alarms-are-true',
  'no alarm while the group keeps up, and one where it does not',
);

/** What holds whatever anybody does: the protocol's own promises. */
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
  alarmsAreTrue,
];
