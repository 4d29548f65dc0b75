/** Sessions in a store: an id for each browser, and all that ends them. */
import type { AuthRules } from './rules.ts';

export class Sessions {
  readonly #rules: AuthRules;
  readonly #users = new Map<string, string>();
  #made = 0;

  constructor(rules: AuthRules) {
    this.#rules = rules;
  }

  /** The id after the sign-in; `anonymous` is the one that the browser came with. */
  signIn(user: string, anonymous: string): string {
    this.#made += 1;
    const id = this.#rules['session-id-changes-at-login'] ? `session-${this.#made}` : anonymous;
    this.#users.set(id, user);
    return id;
  }

  signOut(id: string): void {
    this.#users.delete(id);
  }

  /** The browser that changed it stays signed in. */
  changePassword(id: string): void {
    const user = this.#users.get(id);
    if (!this.#rules['password-change-revokes'] || user === undefined) return;
    this.revokeAll(user);
    this.#users.set(id, user);
  }

  revokeAll(user: string): void {
    for (const [id, owner] of this.#users) if (owner === user) this.#users.delete(id);
  }

  userOf(id: string): string | undefined {
    return this.#users.get(id);
  }
}
