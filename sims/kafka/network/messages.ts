/** Messages between the machines of a cluster, as short words for diagrams. */

import type { BrokerRequest } from '../broker/brokers.ts';
import type { FetchAnswer } from '../broker/fetch.ts';
import type { ListedOffsets } from '../broker/list-offsets.ts';
import type { CoordinatorRequest, Goodbye } from '../group/coordinator-node.ts';
import type { CommitRequest, OffsetsFetched } from '../group/offsets.ts';
import type { AlterRequest, HeartbeatOfBroker, MetadataUpdate } from '../replication/controller.ts';
import type { InSync } from '../replication/leadership.ts';

type Message =
  | CoordinatorRequest
  | BrokerRequest
  | HeartbeatOfBroker
  | AlterRequest
  | MetadataUpdate
  | (Goodbye & { readonly kind: 'goodbye' });

/** The words on an arrow: the question of a request, or the content of a reply. */
export function kafkaArrowText(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message === 'number') return `epoch ${message}`;
  if (Array.isArray(message)) return listInWords(message);
  if (typeof message !== 'object' || message === null) return undefined;
  if ('kind' in message) return requestInWords(message as Message);
  if ('version' in message) return `metadata ${message.version}`;
  if ('offsets' in message) return offsetsInWords((message as OffsetsFetched).offsets);
  if ('isr' in message) return `in sync: ${(message as InSync).isr.join(' ')}`;
  if ('generation' in message) return `generation ${message.generation}`;
  return 'error' in message ? String(message.error) : undefined;
}

/** Partitions assigned to a member, or fetched or listed. */
function listInWords(list: readonly (string | FetchAnswer[number] | ListedOffsets)[]): string {
  const parts = list.map((part) => {
    if (typeof part === 'string') return part;
    if ('ids' in part) return `${part.partition} ${part.ids.length} records`;
    if ('highWatermark' in part && !('batches' in part)) {
      return `${part.partition} from ${part.startOffset}`;
    }
    if ('error' in part) return `${part.partition} ${part.error}`;
    const { partition, batches, highWatermark, diverging } = part;
    if (diverging !== undefined) return `${partition} diverges at ${diverging.endOffset}`;
    return `${partition} ${batches.length} batches HW ${highWatermark}`;
  });
  return parts.join(' ') || 'nothing to read';
}

const offsetsInWords = (offsets: CommitRequest['offsets']): string =>
  offsets.map(([partition, offset]) => `${partition}@${offset}`).join(' ') || 'nothing committed';

function requestInWords(request: Message): string {
  switch (request.kind) {
    case 'produce': {
      const { ids, firstSequence } = request.batch;
      return `produce ${request.partition} ${firstSequence}..${firstSequence + ids.length - 1}`;
    }
    case 'write-marker':
      return `${request.batch.marker} ${request.partition}`;
    case 'join':
      return `join ${request.group}`;
    case 'sync':
    case 'heartbeat':
      return `${request.kind} generation ${request.generation}`;
    case 'commit':
    case 'goodbye': {
      return `${request.kind} ${offsetsInWords(request.offsets)}`;
    }
    case 'fetch': {
      const { follower, positions } = request;
      const from = positions.map(({ partition, offset }) => `${partition}@${offset}`);
      return [follower === undefined ? 'fetch' : 'replicate', ...from].join(' ');
    }
    case 'offset-fetch':
    case 'list-offsets':
      return `${request.kind} ${request.partitions.join(' ')}`;
    case 'metadata':
      return 'metadata?';
    case 'update-metadata':
      return `metadata ${request.metadata.version}`;
    case 'broker-heartbeat':
      return `heartbeat of life ${request.life}`;
    case 'alter-partition':
      return `in sync of ${request.partition}: ${request.isr.join(' ')}`;
    case 'init-producer':
      return `init ${request.name}`;
    case 'add-partition':
      return `add ${request.partition} epoch ${request.epoch}`;
    case 'end-transaction':
      return `${request.outcome} epoch ${request.epoch}`;
  }
}
