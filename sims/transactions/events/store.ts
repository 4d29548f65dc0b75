/**
 * An event store: streams that only grow, in one global order. An append is a compare-and-swap on a
 * stream’s version.
 */

import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { AccountEvent } from './account.ts';
import type { EventJudge, Stored } from './judge.ts';
import type { EventRules } from './rules.ts';

export type StoreRequest =
  | {
      readonly do: 'append';
      readonly stream: string;
      readonly expected: number;
      readonly event: AccountEvent;
    }
  | { readonly do: 'load'; readonly stream: string }
  | { readonly do: 'poll'; readonly after: number }
  | { readonly do: 'snapshot'; readonly stream: string; readonly snapshot: Snapshot };

/** A state, and the version at which it was taken. */
export interface Snapshot {
  readonly version: number;
  readonly balance: number;
}

export interface Loaded {
  readonly snapshot: Snapshot;
  /** Events after it. */
  readonly events: readonly AccountEvent[];
}

interface Memory {
  readonly log: Stored[];
  readonly snapshots: Map<string, Snapshot>;
}

export const conflict = new Refusal('conflict');
const noSnapshot: Snapshot = { version: 0, balance: 0 };

export const storeServer = (
  rules: EventRules,
  judge: EventJudge,
): Server<Memory, StoreRequest, Stored> => ({
  kind: 'event-store',
  start: (_node, { journal }) => ({ log: [...journal], snapshots: new Map() }),
  *serve(memory, request, _from, node) {
    if (request.do === 'poll') return memory.log.slice(request.after);
    const { stream } = request;
    const events = memory.log.flatMap((one) => (one.stream === stream ? [one.event] : []));
    if (request.do === 'load') {
      const snapshot = memory.snapshots.get(stream) ?? noSnapshot;
      return { snapshot, events: events.slice(snapshot.version) } satisfies Loaded;
    }
    if (request.do === 'snapshot') {
      memory.snapshots.set(stream, request.snapshot);
      note(node, { kind: 'stores-snapshot', stream, version: request.snapshot.version });
      return 'stored';
    }
    const { expected, event } = request;
    if (rules['append-expects-version'] && expected !== events.length) {
      const rule = 'append-expects-version';
      note(node, { kind: 'conflicts', stream, expected, version: events.length, rule });
      throw conflict;
    }
    const version = events.length + 1;
    memory.log.push({ stream, event });
    judge.appends({ stream, event });
    node.persist({ stream, event });
    note(node, { kind: 'stores-event', stream, version, ...event });
    yield* node.durable();
    return version;
  },
  shown: ({ log }) => ({ events: log.length }),
});
