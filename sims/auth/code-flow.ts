/** Signing in by redirect: the authorisation code flow with PKCE (RFC 6749 §4.1, RFC 7636). */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64url } from './jws.ts';
import type { AuthRules } from './rules.ts';

/** Base64url of the SHA-256 of the verifier (RFC 7636 §4.2, S256). */
export const challengeOf = (verifier: string): string =>
  base64url(sha256(Uint8Array.from(verifier, (letter) => letter.charCodeAt(0))));

interface Grant {
  readonly user: string;
  readonly challenge: string;
  isRedeemed: boolean;
}

/** The authorisation server. */
export class CodeServer {
  readonly #rules: AuthRules;
  readonly #grants = new Map<string, Grant>();

  constructor(rules: AuthRules) {
    this.#rules = rules;
  }

  /** The code that goes back with the redirect, once the user has agreed. */
  authorise(user: string, challenge: string): string {
    const code = `code-${this.#grants.size + 1}`;
    this.#grants.set(code, { user, challenge, isRedeemed: false });
    return code;
  }

  /** The user that the token is for; undefined if the code is refused. */
  redeem(code: string, verifier: string): string | undefined {
    const grant = this.#grants.get(code);
    if (grant === undefined) return undefined;
    if (this.#rules['verifier-matches-challenge'] && challengeOf(verifier) !== grant.challenge) {
      return undefined;
    }
    if (this.#rules['code-is-redeemed-once'] && grant.isRedeemed) return undefined;
    grant.isRedeemed = true;
    return grant.user;
  }
}

/** The app in the user's browser: what it began, and what it takes a redirect for. */
export class CodeClient {
  readonly #rules: AuthRules;
  readonly state: string;
  readonly verifier: string;

  constructor(rules: AuthRules, state: string, verifier: string) {
    this.#rules = rules;
    this.state = state;
    this.verifier = verifier;
  }

  /** A redirect has arrived. Whom the browser is signed in as then; undefined if as nobody. */
  returns(server: CodeServer, code: string, state: string, verifier = this.verifier) {
    if (this.#rules['state-matches'] && state !== this.state) return undefined;
    return server.redeem(code, verifier);
  }
}
