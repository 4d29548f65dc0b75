/** What is said of auth, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const authClaims: Claims = {
  'auth-session-revocation-easy': {
    says: 'A session ends when its record is deleted; a JWT lasts until its expiry without a blocklist.',
    verdict: 'confirmed',
  },
  'q3-jwt-window-is-ttl': {
    says: 'After a revocation a JWT is accepted for its lifetime at most.',
    verdict: 'depends',
    instead:
      'On the leeway, which adds to it: 15 min and 30 s. On average it is about half. And only from the revocation on: a refresh token whose theft goes unnoticed is good until the absolute lifetime.',
  },
  'q3-token-version': {
    says: 'A version number of each user revokes the tokens of that user alone.',
    verdict: 'confirmed',
  },
  'auth-jwt-no-central-store': {
    says: 'JWTs need no shared store, and survive its outage.',
    verdict: 'depends',
    instead:
      'On their lifetime: those that outlast the outage do. Short ones, which revocation asks for, must be refreshed from a store, and more of them fail the longer it is down.',
  },
  'q3-session-store-spof': {
    says: 'If the store of sessions is down, nobody is let in.',
    verdict: 'confirmed',
  },
  'auth-silent-refresh': {
    says: 'A token that expires is refreshed silently, and the user does not notice.',
    verdict: 'depends',
    instead:
      'On one refresh at a time, over all tabs, and on no lost reply: with rotation two tabs within a round trip look like a theft, and sign the user out.',
  },
  'q3-rotate-key-logs-out-all': {
    says: 'A new signing key signs every user out.',
    verdict: 'refuted',
    instead:
      'It signs out no user who has a refresh token: all refresh at once instead, and with both keys published for a while not even that.',
  },
  'q3-blocklist-bounded': {
    says: 'A blocklist needs its entries only until the tokens expire.',
    verdict: 'confirmed',
  },
  'qf-sessions-three-needs': {
    says: 'Sessions in a store give sign-out, sign-out everywhere on a new password, and sign-out by an administrator, at once.',
    verdict: 'confirmed',
  },
  'auth-404-hides-existence': {
    says: 'A 404 instead of a 403 hides that something exists.',
    verdict: 'depends',
    instead:
      'On the time that it takes: a 404 that comes after a second look-up is as telling as a 403. One look-up of id and owner hides both.',
  },
  'q3-jwt-800-bytes': {
    says: 'Even a small JWT has 800 B to 1 KB.',
    verdict: 'refuted',
    instead:
      'Eight claims make about 400 B by HS256 and 700 B by RS256; beyond 800 B are lists of roles or scopes.',
  },
  'auth-mtls-hard-revocation': {
    says: 'Certificates of mutual TLS are hard to revoke.',
    verdict: 'depends',
    instead:
      'On how services hear of it: 45 days on average if only the expiry is checked and a certificate lasts 90, 12 h with a daily list, 30 min with certificates that last an hour and are not renewed.',
  },
};
