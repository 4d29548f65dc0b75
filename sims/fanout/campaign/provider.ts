/** The push provider: it sends a batch to the devices of its users, unless it knows the key of the request. */
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';

export interface PushRequest {
  readonly batch: number;
  /** Null if the provider must take each request for a new one. */
  readonly key: string | null;
}

interface Memory {
  readonly keys: Set<string>;
  /** How often each batch was sent. */
  readonly sent: Map<number, number>;
}

export const providerServer = (): Server<Memory, PushRequest> => ({
  kind: 'provider',
  start: () => ({ keys: new Set(), sent: new Map() }),
  serve({ keys, sent }, { batch, key }, _from, node) {
    if (key !== null && keys.has(key)) {
      note(node, { kind: 'knows-key', key });
      return 'known';
    }
    if (key !== null) keys.add(key);
    const times = (sent.get(batch) ?? 0) + 1;
    sent.set(batch, times);
    note(node, { kind: 'sends-batch', batch, times });
    return 'sent';
  },
  shown: ({ sent, keys }) => ({ batches: sent.size, keys: keys.size }),
});
