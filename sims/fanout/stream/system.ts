/** Puts a channel into a world: an author, the feed, one gateway, and the devices of a user. */
import { Breaches } from '../../../src/check/breaches.ts';
import { constant, type Distribution } from '../../../src/kernel/distribution.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import type { FanoutLaw } from '../laws.ts';
import { fanoutNotes } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import { type AuthorOptions, authorActor } from './author.ts';
import { type DeviceOptions, type DeviceState, deviceActor } from './device.ts';
import { feedActor } from './feed.ts';
import { gatewayActor } from './gateway.ts';
import { emptyHistory, withNote } from './history.ts';

export interface StreamOptions {
  readonly author: Omit<AuthorOptions, 'feed'>;
  readonly bufferEvents: number;
  readonly followMs: number;
  /** Until what the feed writes is durable; at once by default. */
  readonly diskMs?: Distribution;
  /** All of one user. */
  readonly devices: Readonly<Record<NodeId, Omit<DeviceOptions, 'feed' | 'gateway'>>>;
}

export interface StreamSystem {
  readonly nodes: readonly Node[];
  readonly posts: number;
  readonly breaches: Breaches<FanoutLaw>;
}

const [feed, gateway] = ['feed', 'gateway'];

export function streamSystem(
  world: World,
  rules: FanoutRules,
  options: StreamOptions,
): StreamSystem {
  const breaches = new Breaches<FanoutLaw>();
  let history = emptyHistory;
  world.trace.on('note', ({ detail, node = '' }) => {
    if (!fanoutNotes.holds(detail)) return;
    history = withNote(history, detail, node);
    for (const [law, how] of Object.entries(history.broken)) breaches.report(law as FanoutLaw, how);
  });
  const { author, devices, diskMs = constant(0), ...own } = options;
  const nodes = [
    world.addNode('author', authorActor({ ...author, feed })) as Node,
    world.addNode(feed, feedActor(rules, [gateway]), { diskMs }) as Node,
    world.addNode(gateway, gatewayActor(rules, { ...own, feed, userOf: () => 'user' })) as Node,
    ...Object.entries(devices).map(
      ([name, device]) =>
        world.addNode(name, deviceActor(rules, { ...device, feed, gateway })) as Node,
    ),
  ];
  return { nodes, posts: author.posts, breaches };
}

/** Whether a node, if it is a device, shows all events. */
export const isCaughtUp = ({ kind, state }: Pick<Node, 'kind' | 'state'>, posts: number): boolean =>
  kind !== 'device' || (state as DeviceState | undefined)?.seen.length === posts;
