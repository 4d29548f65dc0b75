/** Messages between the machines of a cluster, as short words for diagrams. */

import type { BrokerRequest } from './brokers.ts';
import type { CoordinatorRequest, Goodbye } from './coordinator-node.ts';
import type { FetchAnswer } from './fetch.ts';
import type { CommitRequest, OffsetsFetched } from './offsets.ts';

type Message = CoordinatorRequest | BrokerRequest | (Goodbye & { readonly kind: 'goodbye' });

/** The words for an arrow: of a request what it asks, of a reply what it says. */
export function kafkaArrowText(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message === 'number') return `epoch ${message}`;
  if (Array.isArray(message)) return listInWords(message);
  if (typeof message !== 'object' || message === null) return undefined;
  if ('kind' in message) return requestInWords(message as Message);
  if ('version' in message) return `metadata ${message.version}`;
  if ('offsets' in message) return offsetsInWords((message as OffsetsFetched).offsets);
  if ('generation' in message) return `generation ${message.generation}`;
  return 'error' in message ? String(message.error) : undefined;
}

/** Partitions assigned to a member, or what was fetched. */
function listInWords(list: readonly (string | FetchAnswer[number])[]): string {
  const parts = list.map((part) => {
    if (typeof part === 'string') return part;
    if ('ids' in part) return `${part.partition} ${part.ids.length} records`;
    return `${part.partition} ${part.error}`;
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
    case 'fetch':
      return `fetch ${offsetsInWords(request.offsets)}`;
    case 'offset-fetch':
    case 'list-offsets':
      return `${request.kind} ${request.partitions.join(' ')}`;
    case 'metadata':
      return 'metadata';
    case 'init-producer':
      return `init ${request.name}`;
    case 'add-partition':
      return `add ${request.partition} epoch ${request.epoch}`;
    case 'end-transaction':
      return `${request.outcome} epoch ${request.epoch}`;
  }
}
