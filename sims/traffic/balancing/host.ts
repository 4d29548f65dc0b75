/** A host behind the balancer: it serves requests, and answers health checks. */
import type { Distribution } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Server } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';

export type HostRequest = { readonly do: 'work'; readonly user: number } | { readonly do: 'check' };

export interface HostOptions {
  /** Requests that are served at a time. */
  readonly servers: number;
  readonly workMs: Distribution;
  /** The service that a deep check asks in turn. */
  readonly dependency?: string;
}

interface Memory {
  readonly station: Station;
  served: number;
  readonly sessions: Set<number>;
}

export const hostServer = ({
  servers,
  workMs,
  dependency,
}: HostOptions): Server<Memory, HostRequest> => ({
  kind: 'host',
  start: (node) => ({
    station: new Station(node, { servers, serviceMs: workMs }),
    served: 0,
    sessions: new Set(),
  }),
  *serve(memory, request, _from, node): Process<unknown> {
    if (request.do === 'check') {
      if (dependency !== undefined)
        yield* node.call(dependency, { do: 'check' }, { timeoutMs: 50 });
      return 'up';
    }
    yield* memory.station.serve();
    memory.served += 1;
    memory.sessions.add(request.user);
    return 'served';
  },
  shown: ({ station: { working, waiting }, served }) => ({ working, waiting, served }),
});

/** Requests of users; undefined for checks, which are routine, and for messages of other parts. */
export function hostMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  return 'user' in message ? `for user ${message.user}` : undefined;
}
