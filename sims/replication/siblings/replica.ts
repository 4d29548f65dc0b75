/**
 * A replica of a store of siblings: it coordinates the writes that clients send to it, and stores
 * those of the others.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { VersionVector } from '../../crdt/clocks/version-vector.ts';
import { note } from '../notes.ts';
import { gather } from '../quorum/gather.ts';
import { homeOf, writesNeeded } from '../quorum/parts.ts';
import type { SiblingParts } from './parts.ts';
import { clockOf, droppedUnseen, mergeSiblings, type Sibling } from './versions.ts';

export type SiblingRequest =
  | { readonly do: 'read'; readonly key: string }
  | {
      readonly do: 'put';
      readonly key: string;
      readonly write: string;
      readonly value: readonly string[];
      /** What the client’s preceding read had seen. */
      readonly context: VersionVector;
    }
  | { readonly do: 'merge'; readonly key: string; readonly siblings: readonly Sibling[] };

type SiblingMemory = Map<string, readonly Sibling[]>;

export interface SiblingRecord {
  readonly key: string;
  readonly siblings: readonly Sibling[];
}

type SiblingContext = ServerContext<SiblingRecord>;

export const siblingServer = (
  parts: SiblingParts,
): Server<SiblingMemory, SiblingRequest, SiblingRecord> => ({
  kind: 'replica',
  start: (_, { journal }) => new Map(journal.map(({ key, siblings }) => [key, siblings])),
  serve(memory, request, _from, node) {
    switch (request.do) {
      case 'read':
        return read(parts, memory.get(request.key) ?? [], node);
      case 'put':
        return put(parts, memory, request, node);
      case 'merge':
        keep(parts, memory, request.key, request.siblings, node);
        return node.durable();
    }
  },
  shown: (memory) =>
    Object.fromEntries(
      [...memory].map(([key, siblings]) => [key, siblings.map(({ write }) => write)]),
    ),
});

/**
 * A dot that a client knows must not be assigned again, so even a dot that is only read is made
 * durable first.
 */
function* read(
  { rules }: SiblingParts,
  held: readonly Sibling[],
  node: SiblingContext,
): Process<readonly Sibling[]> {
  if (rules['dot-is-durable-before-sent']) yield* node.durable();
  return held;
}

/** Gives the write a dot, and brings it to W replicas, including this one. */
function* put(
  parts: SiblingParts,
  memory: SiblingMemory,
  { key, write, value, context }: SiblingRequest & { readonly do: 'put' },
  node: SiblingContext,
): Process<void> {
  const { rules, options } = parts;
  const held = memory.get(key) ?? [];
  const clock = clockOf(rules, node.self, held, context);
  const written: Sibling = { clock, atMs: node.now(), write, value };
  const all = keep(parts, memory, key, [written], node);
  const kept = all.length - 1;
  const [, dot] = clock.dot;
  note(node, { kind: 'takes-write', key, write, dot, replaced: held.length - kept, kept });
  if (rules['dot-is-durable-before-sent']) yield* node.durable();
  const siblings = rules['replica-sends-all-siblings'] ? all : [written];
  const others = homeOf(parts, key)
    .filter((home) => home !== node.self)
    .map((home) => node.call<void>(home, { do: 'merge', key, siblings }, options));
  yield* gather<void>(node, [node.durable(), ...others], writesNeeded(parts));
}

function keep(
  { rules }: SiblingParts,
  memory: SiblingMemory,
  key: string,
  siblings: readonly Sibling[],
  node: SiblingContext,
): readonly Sibling[] {
  const held = memory.get(key) ?? [];
  const merged = mergeSiblings(rules, held, siblings);
  const dropped = droppedUnseen([...held, ...siblings], merged).length;
  if (dropped > 0) note(node, { kind: 'drops-concurrent', key, dropped });
  memory.set(key, merged);
  node.persist({ key, siblings: merged });
  return merged;
}
