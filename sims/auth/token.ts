/** An access token, by what it claims, and what a service looks at before it believes it (RFC 7519 §4.1). */
import type { AuthRules } from './rules.ts';

/** Times in ms, where the standard has seconds. */
export interface AccessToken {
  readonly id: string;
  readonly subject: string;
  readonly issuer: string;
  readonly audience: string;
  /** Of the user, when the token was made. */
  readonly version: number;
  readonly key: string;
  readonly expiresMs: number;
}

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: readonly string[];
  /** For clocks that disagree (RFC 7519 §4.1.4). */
  readonly leewayMs: number;
}

export type TokenFault = 'unknown key' | 'expired' | 'another issuer' | 'another audience';

/** What is wrong with a token whose signature is good; undefined if nothing is. */
export function faultOf(
  token: AccessToken,
  { issuer, audience, keys, leewayMs }: Expected,
  nowMs: number,
  rules: AuthRules,
): TokenFault | undefined {
  if (rules['expiry-is-checked'] && nowMs >= token.expiresMs + leewayMs) return 'expired';
  if (!keys.includes(token.key)) return 'unknown key';
  if (rules['issuer-is-checked'] && token.issuer !== issuer) return 'another issuer';
  if (rules['audience-is-checked'] && token.audience !== audience) return 'another audience';
  return undefined;
}
