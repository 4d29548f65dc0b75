/** The keys of an issuer, and how one follows another (OpenID Connect Core §10.1.1). */
import type { World } from '../../src/world/world.ts';
import { note } from './notes.ts';
import type { AuthRules } from './rules.ts';

export class KeyRing {
  signing = 'k1';
  published: readonly string[] = ['k1'];

  /**
   * The next key: published for as long as services keep a list of keys before it signs; the old one stays published
   * until the last token that it signed has expired.
   */
  rotate(
    world: World,
    atMs: number,
    options: { listMs: number; lifeMs: number },
    rules: AuthRules,
  ) {
    const { listMs, lifeMs } = options;
    const signs = () => {
      this.signing = 'k2';
      const rule = 'keys-overlap-on-rotation';
      const says = { kind: 'rotates-key', key: 'k2', rule } as const;
      note({ note: (said) => world.note('authority', said) }, says);
    };
    if (!rules['keys-overlap-on-rotation']) {
      world.at(atMs, () => {
        this.published = ['k2'];
        signs();
      });
      return;
    }
    world.at(atMs, () => {
      this.published = ['k1', 'k2'];
    });
    world.at(atMs + listMs, signs);
    world.at(atMs + listMs + lifeMs, () => {
      this.published = ['k2'];
    });
  }
}

/** The published keys as a service knows them: its list is fetched again when it is so old. */
export class KeyList {
  readonly #ring: KeyRing;
  readonly #keptMs: number;
  #fetchedMs = Number.NEGATIVE_INFINITY;
  #keys: readonly string[] = [];

  constructor(ring: KeyRing, keptMs: number) {
    this.#ring = ring;
    this.#keptMs = keptMs;
  }

  at(nowMs: number): readonly string[] {
    if (nowMs >= this.#fetchedMs + this.#keptMs) {
      this.#fetchedMs = nowMs;
      this.#keys = this.#ring.published;
    }
    return this.#keys;
  }
}
