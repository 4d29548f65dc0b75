/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const bcp = 'RFC 9700, Best Current Practice for OAuth 2.0 Security';
const jwtBcp = 'RFC 8725, JSON Web Token Best Current Practices';
const sessions = 'OWASP, Session Management Cheat Sheet';

export const authRules = defineRules('auth', {
  'expiry-is-checked': {
    protects: 'no-acceptance-after-expiry',
    source: 'RFC 7519, JSON Web Token, §4.1.4',
    because: 'a token is good for ever, because its signature never runs out',
  },
  'audience-is-checked': {
    protects: 'forged-means-refused',
    source: `${jwtBcp}, §3.9`,
    because:
      'a token that was made for one service is replayed to another, where its signature is valid, too',
  },
  'issuer-is-checked': {
    protects: 'forged-means-refused',
    source: `${jwtBcp}, §3.8`,
    because: 'an issuer that is trusted for something else signs whatever subject it likes',
  },
  'algorithm-is-pinned': {
    protects: 'forged-means-refused',
    source: `${jwtBcp}, §3.1`,
    because: 'an attacker writes "alg": "none" into the header, and needs no key',
  },
  'blocklist-is-asked': {
    protects: 'revoked-means-refused',
    source: 'RFC 7009, OAuth 2.0 Token Revocation, §3',
    because: 'a revoked token is accepted, because its signature is as valid as before',
  },
  'version-is-compared': {
    protects: 'revoked-means-refused',
    source: 'OWASP, JSON Web Token Cheat Sheet, No Built-In Token Revocation by the User',
    because: 'an old token is accepted, because the version that it carries says nothing by itself',
  },
  'cached-answers-expire': {
    protects: 'cached-answer-ends',
    source: 'RFC 7662, OAuth 2.0 Token Introspection, §4',
    because: 'an answer that is kept for ever is a token without an expiry',
  },
  'store-down-refuses': {
    protects: 'revoked-means-refused',
    source:
      'Saltzer and Schroeder, The Protection of Information in Computer Systems, 1975, §I.A.3',
    because: 'a revoked session is let in as long as no session can be looked up',
  },
  'rotate-on-use': {
    protects: 'theft-is-noticed',
    source: `${bcp}, §4.14.2`,
    because: 'a refresh token that stays the same is used by two, and neither use looks wrong',
  },
  'reuse-revokes-family': {
    protects: 'thief-is-stopped',
    source: `${bcp}, §4.14.2`,
    because:
      'a thief who came first goes on: only the old token is refused, and the server cannot tell thief and user apart',
  },
  'absolute-lifetime': {
    protects: 'session-ends',
    source: `${bcp}, §4.14.2`,
    because: 'each rotation renews the session, and a thief of an absent user renews it for ever',
  },
  'logout-revokes-family': {
    protects: 'revoked-means-refused',
    source: 'RFC 7009, OAuth 2.0 Token Revocation, §2.1',
    because: 'a thief with a copy stays signed in when the browser forgets its token',
  },
  'single-flight-refresh': {
    protects: 'honest-user-stays',
    source: `${bcp}, §4.14.2`,
    because:
      'calls that fail together refresh with the same token, and all but one look like theft',
  },
  'keys-overlap-on-rotation': {
    protects: 'valid-token-accepted',
    source: 'OpenID Connect Core 1.0, §10.1.1 Rotation of Asymmetric Signing Keys',
    because: 'a key that is withdrawn when the next one signs takes all valid tokens with it',
  },
  'entries-end-with-tokens': {
    protects: 'blocklist-is-bounded',
    source: 'RFC 7519, JSON Web Token, §4.1.4 and §4.1.7',
    because: 'entries of tokens that have expired, and are refused anyway, fill the memory',
  },
  'verifier-matches-challenge': {
    protects: 'code-is-useless-to-a-thief',
    source: 'RFC 7636, Proof Key for Code Exchange, §4.6',
    because: 'an app or a log that sees the redirect has all that it needs: the code',
  },
  'state-matches': {
    protects: 'user-is-themself',
    source: 'RFC 6749, The OAuth 2.0 Authorization Framework, §10.12',
    because:
      'an attacker sends a link with a code of their own, and the user works in their account',
  },
  'code-is-redeemed-once': {
    protects: 'code-gives-one-token',
    source: 'RFC 6749, The OAuth 2.0 Authorization Framework, §4.1.2',
    because: 'a code and its verifier are found in a log, and used again',
  },
  'otp-is-used-once': {
    protects: 'one-time-code-once',
    source: 'RFC 6238, TOTP, §5.2',
    because: 'a code that was seen being typed is good for the rest of its time step',
  },
  'guesses-are-limited': {
    protects: 'guesses-are-few',
    source: 'RFC 4226, HOTP, §7.3',
    because: 'a program tries all million codes of six digits',
  },
  'session-id-changes-at-login': {
    protects: 'planted-id-is-useless',
    source: `${sessions}, Renew the Session ID After Any Privilege Level Change`,
    because: 'an attacker who planted the id before the sign-in is signed in with it',
  },
  'password-change-revokes': {
    protects: 'revoked-means-refused',
    source: `${sessions}, Renew the Session ID After Any Privilege Level Change`,
    because: 'an intruder stays signed in, though the password was changed because of that',
  },
  'object-is-checked': {
    protects: 'no-cross-user-read',
    source: 'OWASP, API Security Top 10, API1:2023 Broken Object Level Authorization',
    because:
      'every valid token reads order 2, because it says who asks and not whose order that is',
  },
  'denial-looks-like-absence': {
    protects: 'existence-is-hidden',
    source: 'RFC 9110, HTTP Semantics, §15.5.4',
    because: 'a 403 tells that the object exists',
  },
  'webhook-signature-is-checked': {
    protects: 'forged-event-has-no-effect',
    source: 'Stripe documentation, Webhooks, Verify webhook signatures',
    because: 'the address of a webhook is public, and any program can post an event to it',
  },
  'webhook-timestamp-is-checked': {
    protects: 'event-has-one-effect',
    source: 'Stripe documentation, Webhooks, Preventing replay attacks',
    because: 'a delivery that was recorded is good for ever, and outlasts the ids remembered',
  },
  'event-ids-are-remembered': {
    protects: 'event-has-one-effect',
    source: 'Stripe documentation, Webhooks, Handle duplicate events',
    because: 'a retry is signed anew, so signature and timestamp let it in a second time',
  },
  'stale-list-refuses': {
    protects: 'revoked-certificate-ends',
    source: 'RFC 5280, X.509 Certificate and CRL Profile, §6.3',
    because: 'an attacker who blocks the list is let in by all that accept when they cannot ask',
  },
});

export type AuthRules = RulesOf<typeof authRules>;
export type AuthRule = keyof AuthRules;
