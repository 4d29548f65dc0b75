/** A database with a maximum number of connections. */
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';

/** PostgreSQL's words: "sorry, too many clients already". */
const tooManyClients = new Refusal('too-many-clients');

export type DatabaseRequest =
  | { readonly do: 'open' | 'close'; readonly connections: number }
  | { readonly do: 'query'; readonly request: number };

interface DatabaseMemory {
  open: number;
}

export interface DatabaseOptions {
  readonly connectionsMax: number;
  readonly queryMs: number;
  readonly refuses: () => void;
}

export const databaseServer = ({
  connectionsMax,
  queryMs,
  refuses,
}: DatabaseOptions): Server<DatabaseMemory, DatabaseRequest> => ({
  kind: 'database',
  start: () => ({ open: 0 }),
  *serve(memory, request, _from, node): Process<unknown> {
    if (request.do === 'query') {
      yield* node.work(queryMs);
      return 'rows';
    }
    if (request.do === 'close') {
      memory.open -= request.connections;
      return 'closed';
    }
    if (memory.open + request.connections > connectionsMax) {
      note(node, {
        kind: 'no-connection',
        connections: memory.open,
        rule: 'one-pool-for-the-process',
      });
      refuses();
      throw tooManyClients;
    }
    memory.open += request.connections;
    return 'open';
  },
  shown: ({ open }) => ({ open }),
});
