/** One-time passwords: HOTP (RFC 4226 §5.3), TOTP (RFC 6238 §4.2), and the server that checks them. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import type { AuthRules } from './rules.ts';

export function hotp(secret: Uint8Array, counter: number, digits: number): string {
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(counter));
  const digest = hmac(sha1, secret, message);
  const offset = must(digest.at(-1), 'last byte of a digest') & 0xf;
  const bits = new DataView(digest.buffer, digest.byteOffset).getUint32(offset) & 0x7fffffff;
  return String(bits % pow(10, digits)).padStart(digits, '0');
}

/** A new code each 30 seconds. */
export const stepMs = 30_000;

export const totp = (secret: Uint8Array, atMs: number, digits: number): string =>
  hotp(secret, Math.floor(atMs / stepMs), digits);

export interface OneTimeOptions {
  readonly digits: number;
  /** Steps before and after the present one whose codes are taken, for clocks that disagree. */
  readonly window: number;
  readonly guessesMax: number;
}

/** The server's side of one account. */
export class OneTimeCheck {
  readonly #rules: AuthRules;
  readonly #options: OneTimeOptions;
  readonly #secret: Uint8Array;
  #lastStep = -1;
  #guessStep = -1;
  /** Guesses that were compared in the present step. */
  guesses = 0;
  #valid: readonly { readonly step: number; readonly code: string }[] = [];

  constructor(secret: Uint8Array, rules: AuthRules, options: OneTimeOptions) {
    this.#secret = secret;
    this.#rules = rules;
    this.#options = options;
  }

  isAccepted(code: string, nowMs: number): boolean {
    this.#enter(Math.floor(nowMs / stepMs));
    const { guessesMax } = this.#options;
    if (this.#rules['guesses-are-limited'] && this.guesses >= guessesMax) return false;
    this.guesses += 1;
    const match = this.#valid.find((each) => each.code === code);
    if (match === undefined) return false;
    // RFC 6238 §5.2: the second attempt with a code that was accepted must be refused.
    if (this.#rules['otp-is-used-once'] && match.step <= this.#lastStep) return false;
    this.#lastStep = match.step;
    return true;
  }

  #enter(step: number): void {
    if (step === this.#guessStep) return;
    this.#guessStep = step;
    this.guesses = 0;
    const { window, digits } = this.#options;
    this.#valid = Array.from({ length: 2 * window + 1 }, (_, place) => step - window + place)
      .filter((each) => each >= 0)
      .map((each) => ({ step: each, code: hotp(this.#secret, each, digits) }));
  }
}
