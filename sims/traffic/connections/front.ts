/**
 * What stands in front of the hosts and knows which there are: a balancer that chooses a host for
 * each connection (layer 4) or for each request (layer 7), or a name service with all addresses.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { pick } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { HostCall } from './host.ts';
import type { ConnectionRules } from './rules.ts';

export interface FrontRequest {
  /** `connect` gives a host, `look-up` all of them; `forward` goes on to a host and back. */
  readonly do: 'connect' | 'look-up' | 'forward';
  readonly client: number;
}

/** A front as seen by the code that adds and removes hosts. */
export interface Front {
  change(joining: readonly NodeId[], leaving: readonly NodeId[]): void;
}

interface Memory extends Front {
  readonly hosts: readonly NodeId[];
  /** The host of each client's connection, of a balancer that does not choose per request. */
  readonly pinned: Map<number, NodeId>;
}

export const connectionFront = (
  rules: ConnectionRules,
  first: readonly NodeId[],
  started: (front: Front) => void,
): Server<Memory, FrontRequest> => ({
  kind: 'balancer',
  start(node) {
    const memory = {
      hosts: first,
      pinned: new Map<number, NodeId>(),
      change(joining: readonly NodeId[], leaving: readonly NodeId[]) {
        memory.hosts = [...memory.hosts.filter((host) => !leaving.includes(host)), ...joining];
        note(node, { kind: 'hosts-change', joins: joining.length, leaves: leaving.length });
      },
    };
    started(memory);
    return memory;
  },
  serve(memory, request, _from, node) {
    if (request.do === 'look-up') return memory.hosts;
    if (request.do === 'forward') return forward(memory, request, node, rules);
    // Like the random choice of kube-proxy in its iptables mode.
    return pick(node.stream('choices'), memory.hosts);
  },
  shown: ({ hosts }) => ({ hosts: hosts.length }),
});

/** The balancer has connections of its own to every host. */
function* forward(
  { hosts, pinned }: Memory,
  { client }: FrontRequest,
  node: ServerContext,
  rules: ConnectionRules,
): Process<unknown> {
  const before = rules['choose-per-request'] ? undefined : pinned.get(client);
  const host =
    before !== undefined && hosts.includes(before) ? before : pick(node.stream('choices'), hosts);
  pinned.set(client, host);
  const call: HostCall = { do: 'call', over: 0 };
  return yield* node.call(host, call);
}
