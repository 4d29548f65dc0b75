/**
 * The machine of the group coordinator and the transaction coordinator. In Kafka a broker
 * coordinates, and its answers are in logs (__consumer_offsets, __transaction_state) on several
 * brokers, from which the next coordinator reads them. The sim has one machine for it and does not
 * write those logs: committed data survives a crash and the loss of its disk, as in Kafka. Requests
 * in progress are lost.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Server } from '../../../src/world/server.ts';
import type { Cluster, Group } from '../model.ts';
import { coordinatorName } from '../network/machines.ts';
import { Metadata } from '../network/metadata.ts';
import {
  type AddPartitionRequest,
  addPartition,
  type EndRequest,
  endTransaction,
  type InitRequest,
  initProducer,
  resumeMarkers,
} from '../transaction/transaction-coordinator.ts';
import {
  type HeartbeatRequest,
  heartbeat,
  type JoinRequest,
  joinGroup,
  removeMember,
  resumeGroup,
  type SyncRequest,
  syncGroup,
} from './coordinator.ts';
import {
  type CommitRequest,
  fetchOffsets,
  type OffsetFetchRequest,
  offsetsIn,
  storeOffsets,
} from './offsets.ts';

/** A member that stops: its last commit, and whether it leaves the group. */
export interface Goodbye {
  readonly group: string;
  readonly memberId: string;
  readonly generation: number;
  readonly offsets: CommitRequest['offsets'];
  readonly leaves: boolean;
}

export type CoordinatorRequest =
  | JoinRequest
  | SyncRequest
  | HeartbeatRequest
  | CommitRequest
  | OffsetFetchRequest
  | InitRequest
  | AddPartitionRequest
  | EndRequest;

/** How long it waits for a broker to say which one leads. */
const metadataTimeoutMs = 1_000;

export function addCoordinator(cluster: Cluster): void {
  const server: Server<Cluster, CoordinatorRequest> = {
    kind: 'coordinator',
    start(node) {
      cluster.coordinator = node;
      cluster.coordinatorMetadata = new Metadata(node, cluster.brokers, metadataTimeoutMs);
      for (const group of cluster.groups.values()) resumeGroup(group);
      for (const id of cluster.transactionalIds.values()) resumeMarkers(cluster, id);
      return cluster;
    },
    serve: (_, request) => serve(cluster, request),
    receive: (_, message) => receive(cluster, message as Goodbye),
    shown: ({ groups }) =>
      [...groups.values()].map(({ name, state, generation }) => ({ name, state, generation })),
  };
  cluster.world.addServer(coordinatorName, server, { whenDown: 'resets' });
}

function serve(cluster: Cluster, request: CoordinatorRequest): unknown {
  switch (request.kind) {
    case 'join':
      return joinGroup(groupOf(cluster, request), request);
    case 'sync':
      return syncGroup(groupOf(cluster, request), request);
    case 'heartbeat':
      return heartbeat(groupOf(cluster, request), request);
    case 'commit': {
      const { memberId, generation, offsets } = request;
      const group = groupOf(cluster, request);
      return storeOffsets(group, memberId, generation, offsetsIn(cluster, offsets)) ?? 'OK';
    }
    case 'offset-fetch':
      return fetchOffsets(groupOf(cluster, request), request);
    case 'init-producer':
      return initProducer(cluster, request);
    case 'add-partition':
      return addPartition(cluster, request);
    case 'end-transaction':
      return endTransaction(cluster, request);
  }
}

/** A member that stops says so, and waits for no answer. */
function receive(
  cluster: Cluster,
  { memberId, generation, offsets, leaves, ...rest }: Goodbye,
): void {
  const group = groupOf(cluster, rest);
  if (offsets.length > 0) storeOffsets(group, memberId, generation, offsetsIn(cluster, offsets));
  if (leaves) removeMember(group, memberId, 'leaves');
}

const groupOf = ({ groups }: Cluster, { group }: { readonly group: string }): Group =>
  must(groups.get(group), 'group of that name');
