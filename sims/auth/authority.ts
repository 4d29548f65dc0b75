/** The authorisation server: it signs users in, refreshes, signs out, and publishes the keys that it signs with. */
import type { Server } from '../../src/world/server.ts';
import { Families, type FamilyOptions } from './families.ts';
import { note } from './notes.ts';
import type { AuthRules } from './rules.ts';
import type { AccessToken } from './token.ts';

export interface AuthorityOptions extends FamilyOptions {
  readonly lifeMs: number;
  readonly signingKey: () => string;
}

export type AuthorityRequest =
  | { readonly signIn: string }
  | { readonly refresh: string }
  | { readonly signOut: string };

export interface Tokens {
  readonly access: AccessToken;
  readonly refresh: string;
}

/** Tokens, or why there are none. */
export type TokenAnswer = Tokens | { readonly refused: 'reused' | 'revoked' | 'too old' };

interface Memory {
  readonly families: Families;
  issued: number;
}

export const authorityServer = (
  rules: AuthRules,
  options: AuthorityOptions,
): Server<Memory, AuthorityRequest> => ({
  kind: 'authority',
  start: () => ({ families: new Families(rules, options), issued: 0 }),
  serve(memory, request, _from, node): TokenAnswer | true {
    const { families } = memory;
    if ('signOut' in request) {
      families.logOut(request.signOut);
      return true;
    }
    if ('signIn' in request) {
      return tokens(request.signIn, families.start(request.signIn, node.now()));
    }
    const refreshed = families.refresh(request.refresh, node.now());
    const { user } = refreshed;
    if ('refused' in refreshed) {
      const { refused } = refreshed;
      if (refused === 'reused') {
        note(node, { kind: 'notices-reuse', user, rule: 'reuse-revokes-family' });
      }
      return { refused };
    }
    note(node, { kind: 'rotates', user });
    return tokens(user, refreshed.refresh);

    function tokens(subject: string, refresh: string): Tokens {
      memory.issued += 1;
      const access = {
        id: `${node.self}-${memory.issued}`,
        subject,
        issuer: 'authority',
        audience: 'orders',
        version: 1,
        key: options.signingKey(),
        expiresMs: node.now() + options.lifeMs,
      };
      return { access, refresh };
    }
  },
  shown: ({ issued }) => ({ issued }),
});
