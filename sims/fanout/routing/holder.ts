/** A gateway that holds the connections of some devices, and knows which devices a user has here. */
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Routing, UserMessage } from './broker.ts';

export interface Device {
  readonly user: number;
  readonly device: number;
}

/** A message as a device gets it. */
export interface DeviceMessage extends UserMessage {
  readonly device: number;
}

interface Memory {
  readonly devices: Map<number, Set<number>>;
  wasted: number;
}

export interface HolderOptions {
  readonly routing: Routing;
  readonly broker: string;
  /** Where the devices are. */
  readonly clients: string;
}

/** `wastes` is called with each message that has no device here. */
export const holderServer = (
  { routing, broker, clients }: HolderOptions,
  wastes: () => void,
): Server<Memory, { readonly connect: Device } | { readonly close: Device }> => ({
  kind: 'gateway',
  start: () => ({ devices: new Map(), wasted: 0 }),
  serve({ devices }, request, _from, node): boolean {
    const isNew = 'connect' in request;
    const { user, device } = isNew ? request.connect : request.close;
    const own = devices.get(user) ?? new Set();
    devices.set(user, own);
    const before = own.size;
    if (isNew) own.add(device);
    else own.delete(device);
    // The broker learns of the first connection of a user here, and of the end of the last one.
    if (routing === 'channel' && before === 0 && own.size > 0) {
      node.send(broker, { subscribe: user });
    }
    if (routing === 'channel' && before > 0 && own.size === 0) {
      node.send(broker, { unsubscribe: user });
    }
    return true;
  },
  receive(memory, received, _from, node) {
    const { message, user } = received as UserMessage;
    const own = memory.devices.get(user) ?? new Set();
    if (own.size === 0) {
      memory.wasted += 1;
      wastes();
      note(node, { kind: 'has-no-connection', user, message });
    }
    for (const device of own) node.send(clients, { message, user, device });
  },
  shown: ({ devices, wasted }) => ({
    devices: [...devices.values()].reduce((sum, own) => sum + own.size, 0),
    wasted,
  }),
});
