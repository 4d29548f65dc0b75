/** A router that places keys by one scheme while nodes join and leave, and counts what moves. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { mixed } from './murmur3.ts';
import { type Scheme, schemes } from './schemes.ts';

/** Keys moved by a change: in all, and between nodes that were there before and stay. */
export interface Moves {
  readonly moved: number;
  readonly needless: number;
}

export interface RouterOptions {
  readonly scheme: Scheme;
  /** The first nodes; the nodes at each later step. */
  readonly steps: readonly (readonly string[])[];
  /** Key numbers: 0 to one less than this, mixed with the offset. */
  readonly keys: number;
  readonly keyOffset: number;
  readonly moved: (step: number, moves: Moves) => void;
}

/** One step per second. */
export const stepMs = 1_000;

export const router = (options: RouterOptions) =>
  client('router', (node) => node.spawn(follow(node, options)));

function* follow(node: ServerContext, options: RouterOptions): Process<void> {
  const [first = [], ...later] = options.steps;
  let nodes = first;
  let owners = ownersOf(nodes, options);
  for (const [step, next] of later.entries()) {
    yield* node.sleep(stepMs);
    const then = ownersOf(next, options);
    const moves = movesBetween(owners, then, { nodes, next });
    const sizes = { from: nodes.length, to: next.length, keys: options.keys };
    note(node, { kind: 'resizes', ...sizes, ...moves });
    options.moved(step, moves);
    [nodes, owners] = [next, then];
  }
}

function ownersOf(nodes: readonly string[], { scheme, keys, keyOffset }: RouterOptions): string[] {
  const owner = schemes[scheme](nodes);
  return Array.from({ length: keys }, (_, key) => owner(mixed(keyOffset + key)));
}

function movesBetween(
  owners: readonly string[],
  then: readonly string[],
  { nodes, next }: { nodes: readonly string[]; next: readonly string[] },
): Moves {
  const stay = new Set(nodes.filter((node) => next.includes(node)));
  let [moved, needless] = [0, 0];
  owners.forEach((owner, key) => {
    const now = then[key];
    if (now === undefined || now === owner) return;
    moved += 1;
    if (stay.has(owner) && stay.has(now)) needless += 1;
  });
  return { moved, needless };
}
