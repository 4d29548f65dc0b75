/**
 * Refresh tokens that are used once, and the family of all that descend from one sign-in (RFC 9700 §4.14.2). The memory
 * of an authorisation server.
 */
import type { AuthRules } from './rules.ts';

interface Family {
  readonly user: string;
  readonly startedMs: number;
  current: string;
  /** When each token before was used. */
  readonly used: Map<string, number>;
  isRevoked: boolean;
}

export interface FamilyOptions {
  /** How long a session may be renewed for. */
  readonly absoluteMs: number;
  /** How long a token that was just used gives the same successor once more. */
  readonly graceMs: number;
}

export type Refreshed =
  | { readonly user: string; readonly refresh: string }
  | { readonly user: string; readonly refused: 'reused' | 'revoked' | 'too old' };

export class Families {
  readonly #rules: AuthRules;
  readonly #options: FamilyOptions;
  readonly #families = new Map<string, Family>();
  #tokens = 0;

  constructor(rules: AuthRules, options: FamilyOptions) {
    this.#rules = rules;
    this.#options = options;
  }

  /** The first refresh token of a sign-in. */
  start(user: string, nowMs: number): string {
    const family = { user, startedMs: nowMs, current: '', used: new Map(), isRevoked: false };
    return this.#issue(family);
  }

  /** Throws RangeError for a token that was never issued. */
  refresh(token: string, nowMs: number): Refreshed {
    const family = this.#familyOf(token);
    const { user, startedMs } = family;
    if (family.isRevoked) return { user, refused: 'revoked' };
    if (this.#rules['absolute-lifetime'] && nowMs >= startedMs + this.#options.absoluteMs) {
      return { user, refused: 'too old' };
    }
    const usedMs = family.used.get(token);
    if (usedMs !== undefined) {
      if (nowMs - usedMs < this.#options.graceMs) return { user, refresh: family.current };
      // Whoever uses it now, one of two has a copy: RFC 9700 §4.14.2 revokes what is active.
      if (this.#rules['reuse-revokes-family']) family.isRevoked = true;
      return { user, refused: 'reused' };
    }
    if (!this.#rules['rotate-on-use']) return { user, refresh: token };
    family.used.set(token, nowMs);
    return { user, refresh: this.#issue(family) };
  }

  logOut(token: string): void {
    if (this.#rules['logout-revokes-family']) this.#familyOf(token).isRevoked = true;
  }

  #issue(family: Family): string {
    this.#tokens += 1;
    family.current = `refresh-${this.#tokens}`;
    this.#families.set(family.current, family);
    return family.current;
  }

  #familyOf(token: string): Family {
    const family = this.#families.get(token);
    if (family === undefined) throw new RangeError(`${token} was never issued`);
    return family;
  }
}
