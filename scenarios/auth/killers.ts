/** For each rule, a run that shows what happens without it. */
import type { AuthRule } from '../../sims/auth/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `auth/${name}`, seed: '1' });

export const authKillers: Killers<AuthRule> = {
  'expiry-is-checked': killer('forged-tokens'),
  'audience-is-checked': killer('forged-tokens'),
  'issuer-is-checked': killer('forged-tokens'),
  'algorithm-is-pinned': killer('forged-tokens'),
  'blocklist-is-asked': killer('revocation'),
  'version-is-compared': killer('revocation'),
  'cached-answers-expire': killer('revocation'),
  'store-down-refuses': killer('store-outage'),
  'rotate-on-use': killer('stolen-refresh'),
  'reuse-revokes-family': killer('stolen-refresh'),
  'absolute-lifetime': killer('stolen-refresh'),
  'logout-revokes-family': killer('stolen-refresh'),
  'single-flight-refresh': killer('silent-refresh'),
  'keys-overlap-on-rotation': killer('key-rotation'),
  'entries-end-with-tokens': killer('blocklist-size'),
  'verifier-matches-challenge': killer('redirect-login'),
  'state-matches': killer('redirect-login'),
  'code-is-redeemed-once': killer('redirect-login'),
  'otp-is-used-once': killer('one-time-codes'),
  'guesses-are-limited': killer('one-time-codes'),
  'session-id-changes-at-login': killer('three-logouts'),
  'password-change-revokes': killer('three-logouts'),
  'object-is-checked': killer('hidden-orders'),
  'denial-looks-like-absence': killer('hidden-orders'),
  'webhook-signature-is-checked': killer('webhook-replay'),
  'webhook-timestamp-is-checked': killer('webhook-replay'),
  'event-ids-are-remembered': killer('webhook-replay'),
  'stale-list-refuses': killer('certificates'),
};
