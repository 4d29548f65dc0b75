/**
 * What the lock protects: a store that accepts writes. If it compares tokens, it keeps the highest
 * that it has seen, and refuses lower ones (Kleppmann 2016). Only the store can: any check
 * elsewhere leaves time for a pause before the write.
 */

import type { NodeId } from '../../src/world/actor.ts';
import { Refusal } from '../../src/world/call.ts';
import type { Server, ServerContext } from '../../src/world/server.ts';
import { note } from './notes.ts';
import type { Parts } from './parts.ts';

export interface Write {
  readonly write: 'write';
  /** For the story only: a store decides by the token alone. */
  readonly owner: string;
  readonly token: number | undefined;
}

interface StoreRecord {
  readonly token: number;
}

interface Memory {
  highestSeen: number;
}

export const tooOld = new Refusal('token-too-old');

export const storeServer = (
  parts: Parts,
  compares: boolean,
): Server<Memory, Write, StoreRecord> => {
  const { rules, judge } = parts;

  return {
    kind: 'store',
    start: (_node, { journal }) => ({
      highestSeen: rules['store-remembers-highest']
        ? Math.max(-Infinity, ...journal.map(({ token }) => token))
        : -Infinity,
    }),
    *serve(memory, { owner, token }, _from, node) {
      if (compares && token !== undefined) {
        if (isTooOld(memory, token)) return refuse(memory, owner, token, node);
        memory.highestSeen = Math.max(memory.highestSeen, token);
        node.persist({ token });
      }
      judge.takes(node.self, owner, compares, parts.givesTokens);
      note(node, { kind: 'takes', owner, token: token ?? null });
      yield* node.durable();
      return 'taken';
    },
    shown: ({ highestSeen }) => ({
      highestSeen: Number.isFinite(highestSeen) ? highestSeen : null,
    }),
  };

  /** An equal token is the holder’s own: it may write as often as it likes. */
  function isTooOld({ highestSeen }: Memory, token: number): boolean {
    if (!rules['store-refuses-older-token']) return false;
    return rules['store-accepts-equal-token'] ? token < highestSeen : token <= highestSeen;
  }

  function refuse(
    { highestSeen: highest }: Memory,
    owner: string,
    token: number,
    node: ServerContext<StoreRecord>,
  ): never {
    judge.refuses(node.self, owner, true);
    const rule = 'store-refuses-older-token';
    note(node, { kind: 'refuses-write', owner, token, highest, rule });
    throw tooOld;
  }
};

export const storeIds = ({ options, idOf }: Parts): NodeId[] =>
  options.stores.map((kind) => idOf(options.stores.length === 1 ? 'store' : `${kind}-store`));
