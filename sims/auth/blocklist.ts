/** Revoked tokens that have not expired yet. */
import type { AuthRules } from './rules.ts';

export class Blocklist {
  readonly #rules: AuthRules;
  readonly #expiresMs = new Map<string, number>();
  /** Expired entries are looked for when there are so many in all: each costs O(1) on average. */
  #purgedAt = 1_000;

  constructor(rules: AuthRules) {
    this.#rules = rules;
  }

  add(token: string, expiresMs: number, nowMs: number): void {
    this.#expiresMs.set(token, expiresMs);
    if (this.#expiresMs.size < this.#purgedAt) return;
    this.#purge(nowMs);
    this.#purgedAt = Math.max(1_000, 2 * this.#expiresMs.size);
  }

  has(token: string): boolean {
    return this.#expiresMs.has(token);
  }

  size(nowMs: number): number {
    this.#purge(nowMs);
    return this.#expiresMs.size;
  }

  /** Entries whose tokens would be refused anyway. */
  expired(nowMs: number): number {
    return [...this.#expiresMs.values()].filter((expiresMs) => expiresMs <= nowMs).length;
  }

  #purge(nowMs: number): void {
    if (!this.#rules['entries-end-with-tokens']) return;
    for (const [token, expiresMs] of this.#expiresMs) {
      if (expiresMs <= nowMs) this.#expiresMs.delete(token);
    }
  }
}
