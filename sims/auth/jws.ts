/** Tokens as they are sent: JSON Web Signature, compact, with HMAC and SHA-256 (RFC 7515 §3.1, RFC 7518 §3.2). */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Base64 } from 'js-base64';
import type { AuthRules } from './rules.ts';

export const base64url = (bytes: Uint8Array): string => Base64.fromUint8Array(bytes, true);
export const base64urlOf = (text: string): string => Base64.encode(text, true);

/** Characters that so many bytes take in base64url, which has no padding. */
export const base64urlLength = (bytes: number): number => Math.ceil((4 * bytes) / 3);

const signatureOf = (input: string, key: Uint8Array): string =>
  base64url(
    hmac(
      sha256,
      key,
      Uint8Array.from(input, (letter) => letter.charCodeAt(0)),
    ),
  );

/** header.payload.signature, of two JSON texts. */
export function signed(header: string, payload: string, key: Uint8Array): string {
  const input = `${base64urlOf(header)}.${base64urlOf(payload)}`;
  return `${input}.${signatureOf(input, key)}`;
}

/** A token that claims to need no signature. */
export const unsigned = (payload: string): string =>
  `${base64urlOf('{"alg":"none"}')}.${base64urlOf(payload)}.`;

/** The payload of a token that is believed; undefined for one that is not. */
export function opened(
  token: string,
  keys: ReadonlyMap<string, Uint8Array>,
  rules: AuthRules,
): unknown {
  const [header = '', payload = '', signature] = token.split('.');
  const { alg, kid = '' } = JSON.parse(Base64.decode(header)) as { alg: string; kid?: string };
  // RFC 8725 §3.1: which algorithm is used is for the service to say, not for the token.
  if (rules['algorithm-is-pinned'] && alg !== 'HS256') return undefined;
  const key = keys.get(kid);
  const isGood =
    alg === 'none' || (key !== undefined && signatureOf(`${header}.${payload}`, key) === signature);
  return isGood ? JSON.parse(Base64.decode(payload)) : undefined;
}
