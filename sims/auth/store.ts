/** The shared store: sessions, the blocklist, and the version of each user. */
import { Refusal } from '../../src/world/call.ts';
import type { Server } from '../../src/world/server.ts';
import { note } from './notes.ts';

export type StoreRequest =
  | { readonly open: string; readonly user: string }
  | { readonly session: string }
  | { readonly listed: string }
  | { readonly versionOf: string }
  | { readonly revoke: string; readonly token: string };

interface Memory {
  /** The user of each session. */
  readonly sessions: Map<string, string>;
  readonly blocklist: Set<string>;
  readonly versions: Map<string, number>;
}

export const storeServer: Server<Memory, StoreRequest> = {
  kind: 'store',
  start: () => ({ sessions: new Map(), blocklist: new Set(), versions: new Map() }),
  serve({ sessions, blocklist, versions }, request, _from, node): boolean | number {
    if ('open' in request) {
      sessions.set(request.open, request.user);
      return true;
    }
    if ('session' in request) return sessions.has(request.session);
    if ('listed' in request) return blocklist.has(request.listed);
    if ('versionOf' in request) return versions.get(request.versionOf) ?? 1;
    if (!('revoke' in request)) throw new Refusal('unknown request');
    note(node, { kind: 'revokes', user: request.revoke });
    sessions.delete(request.token);
    blocklist.add(request.token);
    versions.set(request.revoke, (versions.get(request.revoke) ?? 1) + 1);
    return true;
  },
  shown: ({ sessions, blocklist }) => ({ sessions: sessions.size, blocklist: blocklist.size }),
};
