/** Where nodes and messages stand on the stage. */
import type { Lane } from '../lanes/lanes.ts';
import type { Message } from '../recording/messages.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Distance of the ring from the edge of its square. */
const margin = 40;
const nodeRadiusMax = 26;

/** As large as may be without nodes that cover one another. */
export function nodeRadius(nodes: number, size: number): number {
  const distance = 2 * (size / 2 - margin) * Math.sin(Math.PI / Math.max(2, nodes));
  return Math.min(nodeRadiusMax, 0.46 * distance);
}

/** In a ring within a square of that size, the first at the top. */
export function placesInRing(nodes: readonly string[], size: number): ReadonlyMap<string, Place> {
  const radius = size / 2 - margin;
  return new Map(
    nodes.map((node, place) => {
      const angle = (2 * Math.PI * place) / nodes.length;
      const x = size / 2 + radius * Math.sin(angle);
      return [node, { x, y: size / 2 - radius * Math.cos(angle) }];
    }),
  );
}

/** 0 when a message is sent, 1 when it arrives; halfway while it is not known when. */
export function shareOnTheWay({ sentMs, endMs }: Message, timeMs: number): number {
  if (endMs === undefined) return 0.5;
  return endMs <= sentMs ? 1 : Math.min(1, Math.max(0, (timeMs - sentMs) / (endMs - sentMs)));
}

/** The control state of a lane at a time; empty before it began. */
export function stateAt({ states }: Lane, timeMs: number): string {
  return states.findLast(({ fromMs }) => fromMs <= timeMs)?.text ?? '';
}
