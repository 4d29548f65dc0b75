/**
 * The unread count of a chat. The store numbers its messages and keeps the number up to which the user has read; the badge
 * is the difference. Without the rules it is a counter: each request adds one, and reading sets it to zero.
 */
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';

export type BadgeRequest =
  | { readonly add: string }
  | { readonly load: true }
  /** All messages up to this number were shown. */
  | { readonly read: number };

/** What a device shows when the chat is opened: the messages up to this number. */
export interface Loaded {
  readonly upTo: number;
}

interface Memory {
  readonly ids: Set<string>;
  /** The number of the newest message. */
  newest: number;
  readUpTo: number;
}

export const badgeServer = (rules: FanoutRules): Server<Memory, BadgeRequest> => ({
  kind: 'store',
  start: () => ({ ids: new Set(), newest: 0, readUpTo: 0 }),
  serve(memory, request, _from, node): Loaded | true {
    if ('load' in request) return { upTo: memory.newest };
    if ('add' in request) {
      const { add: id } = request;
      if (rules['message-counts-once'] && memory.ids.has(id)) return true;
      memory.ids.add(id);
      memory.newest += 1;
      note(node, { kind: 'counts', id, unread: memory.newest - memory.readUpTo });
      return true;
    }
    const upTo = rules['read-up-to-position'] ? request.read : memory.newest;
    const isBack = upTo < memory.readUpTo;
    if (!(isBack && rules['position-only-advances'])) memory.readUpTo = upTo;
    const unread = memory.newest - memory.readUpTo;
    note(node, { kind: 'marks-read', shown: request.read, unread });
    return true;
  },
  shown: ({ newest, readUpTo }) => ({ newest, readUpTo, unread: newest - readUpTo }),
});
