/** Devices that connect to gateways through a balancer, some of them twice, and what is published to their users. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { FanoutRules } from '../rules.ts';
import { partitionOf, type Routing } from './broker.ts';
import type { DeviceMessage } from './holder.ts';

export interface ClientsOptions {
  readonly routing: Routing;
  readonly broker: string;
  readonly gateways: readonly string[];
  readonly users: number;
  readonly devices: number;
  /** To each user. */
  readonly messages: number;
  /** Half of the messages are published then, and half after the users with odd numbers have connected anew. */
  readonly halfMs: number;
}

/** `hears` is called with each message that a device gets. */
export const clientsServer = (
  options: ClientsOptions,
  rules: FanoutRules,
  hears: (message: DeviceMessage) => void,
): Server<object, never> => ({
  ...client('clients', () => ({})),
  start(node) {
    node.spawn(works(node, options, rules));
    return {};
  },
  receive(_memory, message) {
    hears(message as DeviceMessage);
  },
});

function* works(node: ServerContext, options: ClientsOptions, rules: FanoutRules): Process<void> {
  const { users, devices, messages, halfMs, broker } = options;
  const at = new Map<string, string>();
  for (let user = 0; user < users; user++) {
    for (let device = 0; device < devices; device++) yield* connects(user, device);
  }
  yield* node.sleep(halfMs - node.now());
  const half = Math.ceil(messages / 2);
  for (let message = 0; message < half; message++) publishes(message);
  yield* node.sleep(halfMs);
  for (let user = 1; user < users; user += 2) {
    for (let device = 0; device < devices; device++) {
      const gateway = at.get(`${user} ${device}`);
      if (gateway !== undefined) yield* node.call(gateway, { close: { user, device } });
      yield* connects(user, device);
    }
  }
  yield* node.sleep(3 * halfMs - node.now());
  for (let message = half; message < messages; message++) publishes(message);

  function* connects(user: number, device: number): Process<void> {
    const gateway = balanced(user);
    at.set(`${user} ${device}`, gateway);
    yield* node.call(gateway, { connect: { user, device } });
  }

  function balanced(user: number): string {
    // A partitioned log needs connections by the same map; channels need none.
    if (options.routing === 'partition' && rules['sticky-or-stateless-routing']) {
      return partitionOf(user, options.gateways);
    }
    const { gateways } = options;
    return gateways[Math.floor(node.stream('balancer')() * gateways.length)] ?? '';
  }

  function publishes(message: number): void {
    for (let user = 0; user < users; user++) node.send(broker, { publish: { message, user } });
  }
}
