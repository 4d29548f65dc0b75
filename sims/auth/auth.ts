/** Auth as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { authInvariants } from './invariants.ts';
import { authNotes } from './notes.ts';
import { type AuthRule, authRules } from './rules.ts';
import { viewOf } from './view.ts';

/** Credentials by their kind, never in full. */
function messageInWords(message: unknown): string | undefined {
  if (typeof message === 'boolean' || typeof message === 'number') return String(message);
  if (typeof message !== 'object' || message === null) return undefined;
  if ('refused' in message) return message.refused === undefined ? '200' : `401 ${message.refused}`;
  if ('subject' in message) return `request of ${message.subject}`;
  if ('access' in message) return 'new tokens';
  return Object.keys(message)[0];
}

export const auth: Sim<AuthRule> = {
  id: 'auth',
  title: 'Auth: sessions, tokens, revocation',
  about:
    'Who is let in, and for how long after a revocation. Sessions, introspection, JWTs with and without a blocklist or a version, refresh tokens that rotate, signing keys that follow one another, codes by redirect, one-time passwords, and whose order it is. Signatures, PKCE and one-time codes are computed for real; passwords, cookies and cryptography beyond HMAC are left out.',
  sources: [
    'RFC 7519, JSON Web Token, 2015',
    'RFC 8725, JSON Web Token Best Current Practices, 2020',
    'RFC 9700, Best Current Practice for OAuth 2.0 Security, 2025',
    'RFC 7636, Proof Key for Code Exchange, 2015',
    'RFC 4226, HOTP, 2005',
    'RFC 6238, TOTP, 2011',
    'OWASP, Session Management Cheat Sheet, 2024',
    'Stripe documentation, Webhooks; stripe-node, src/Webhooks.ts',
  ],
  rules: authRules,
  invariants: authInvariants,
  files: [
    'rules.ts',
    'families.ts',
    'notes.ts',
    'token.ts',
    'authority.ts',
    'blocklist.ts',
    'store.ts',
    'gates.ts',
    'browser.ts',
    'certificates.ts',
    'jws.ts',
    'code-flow.ts',
    'formulas.ts',
    'laws.ts',
    'subject.ts',
    'invariants.ts',
    'keys.ts',
    'objects.ts',
    'one-time.ts',
    'outage.ts',
    'people.ts',
    'rotation.ts',
    'sessions.ts',
    'tabs.ts',
    'thief.ts',
    'webhook.ts',
    'view.ts',
  ],
  notes: authNotes,
  arrowText: messageInWords,
  view: viewOf,
};
