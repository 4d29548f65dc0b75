/** The promises that a scenario checks: invariants, shared goals, and expectations. */
import { lagOf } from '../../sims/kafka/group/group.ts';
import {
  abortedIsNotRead,
  acknowledgedIsKept,
  appendedOnceInOrder,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { HasCluster } from '../../sims/kafka/model.ts';
import { unsettled } from '../../sims/kafka/producer/producer.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';

export {
  abortedIsNotRead,
  acknowledgedIsKept,
  appendedOnceInOrder,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
export { difference, exactly, none, quotient, some, within } from '../../src/check/expected.ts';

/** Acknowledged records are kept, written once and in the order of sending. */
export const keptInOrder = [...protocolInvariants, acknowledgedIsKept, appendedOnceInOrder];

/** No record has its effect twice, and each key keeps its order. */
export const onceInOrder = [...protocolInvariants, effectsOnce, keysInOrder];

/** No record of an aborted transaction is read, and no record has its effect twice. */
export const committedOnce = [...protocolInvariants, abortedIsNotRead, effectsOnce];

/** Nothing is skipped, nothing has its effect twice, and each key keeps its order. */
export const exactlyOnceInOrder = [
  ...protocolInvariants,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
];

/**
 * Acknowledged records are kept in order; nothing is skipped, and no record has its effect twice.
 */
export const keptOnceInOrder = [...keptInOrder, committedIsProcessed, effectsOnce, keysInOrder];

/**
 * Nothing is skipped, and each key keeps its order; a redelivered record may have its effect again.
 */
export const atLeastOnceInOrder = [...protocolInvariants, committedIsProcessed, keysInOrder];

const groupsOf = ({ cluster }: HasCluster) => [...cluster.groups.values()];

/** Every group has read every record written, and at least one. */
const hasReadAll = (subject: HasCluster) =>
  groupsOf(subject).every((group) => group.effects.processed > 0 && lagOf(group) === 0);

/** After that time every group has read every record written, at least once. */
export const readAll = (id: string, says: string, afterMs = 0): Goal<HasCluster> =>
  sometimes(id, says, (subject) => subject.cluster.nowMs > afterMs && hasReadAll(subject));

/** In the end no group has any lag. */
export const endsWithoutLag = (id: string, says: string, afterMs: number): Goal<HasCluster> =>
  eventually(
    id,
    says,
    0,
    (subject) =>
      subject.cluster.nowMs > afterMs && groupsOf(subject).every((group) => lagOf(group) === 0),
  );

/**
 * In the end every group has read every record sent: nothing is in flight, and nothing was skipped.
 */
export const allReadOnceSent = (id: string, says: string, afterMs: number): Goal<HasCluster> =>
  eventually(
    id,
    says,
    0,
    (subject) =>
      subject.cluster.nowMs > afterMs &&
      subject.cluster.producers.every((producer) => unsettled(producer) === 0) &&
      groupsOf(subject).every((group) => lagOf(group) === 0 && group.effects.missed === 0),
  );

/** Each of these groups has processed records. */
export const readSomething = (id: string, says: string, ...groups: string[]): Goal<HasCluster> =>
  sometimes(id, says, ({ cluster }) =>
    groups.every((name) => (cluster.groups.get(name)?.effects.processed ?? 0) > 0),
  );

/** Every group has processed that many records. */
export const allProcessed = (id: string, says: string, count: number): Goal<HasCluster> =>
  sometimes(id, says, (subject) =>
    groupsOf(subject).every(({ effects }) => effects.processed === count),
  );

/** In the end every producer has an acknowledgement for every record that it sent. */
export const allAcknowledged = (id: string, says: string, afterMs: number): Goal<HasCluster> =>
  eventually(
    id,
    says,
    0,
    ({ cluster }) =>
      cluster.nowMs > afterMs &&
      cluster.producers.every(
        (producer) => unsettled(producer) === 0 && producer.counts.failed === 0,
      ),
  );
