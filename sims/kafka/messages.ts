/** Messages between the machines of a cluster, as short words for diagrams. */
import type { CoordinatorRequest, Goodbye } from './coordinator-node.ts';
import type { MarkerRequest, ProduceRequest } from './partition.ts';

type Message =
  | CoordinatorRequest
  | ProduceRequest
  | MarkerRequest
  | (Goodbye & { readonly kind: 'goodbye' });

/** The words for an arrow: of a request what it asks, of a reply what it says. */
export function kafkaArrowText(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  if (typeof message === 'number') return `epoch ${message}`;
  if (Array.isArray(message)) return message.join(' ') || 'nothing to read';
  if (typeof message !== 'object' || message === null) return undefined;
  if ('kind' in message) return requestInWords(message as Message);
  if ('generation' in message) return `generation ${message.generation}`;
  return 'error' in message ? String(message.error) : undefined;
}

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
      const offsets = request.offsets.map(([partition, offset]) => `${partition}@${offset}`);
      return [request.kind, ...offsets].join(' ');
    }
    case 'init-producer':
      return `init ${request.name}`;
    case 'add-partition':
      return `add ${request.partition} epoch ${request.epoch}`;
    case 'end-transaction':
      return `${request.outcome} epoch ${request.epoch}`;
  }
}
