/** The scenarios of auth, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const authWing: WingEntry = {
  id: 'auth',
  title: 'Auth: sessions, tokens, revocation',
  scenarios: [
    {
      id: 'auth/revocation',
      asks: 'A user’s access is revoked. Who is still let in, and for how long: with a session, introspection, a JWT, a blocklist, a token version?',
      load: () => import('./revocation.ts'),
    },
    {
      id: 'auth/silent-refresh',
      asks: 'An access token expires in the middle of a checkout. Does the user notice, and when does a silent refresh sign them out?',
      load: () => import('./silent-refresh.ts'),
    },
    {
      id: 'auth/stolen-refresh',
      asks: 'A refresh token is copied. When is that noticed, and how long is the thief let in?',
      load: () => import('./stolen-refresh.ts'),
    },
    {
      id: 'auth/store-outage',
      asks: 'The store of sessions is down. Who can still work: users with sessions, with JWTs, with short JWTs that are refreshed?',
      load: () => import('./store-outage.ts'),
    },
    {
      id: 'auth/key-rotation',
      asks: 'The signing key of all JWTs is replaced. Is every user signed out?',
      load: () => import('./key-rotation.ts'),
    },
    {
      id: 'auth/blocklist-size',
      asks: 'Revoked JWTs go on a blocklist. How long does it grow?',
      load: () => import('./blocklist-size.ts'),
    },
    {
      id: 'auth/three-logouts',
      asks: 'A user signs out, changes their password, or is signed out by an administrator. Which sessions are let in afterwards?',
      load: () => import('./three-logouts.ts'),
    },
    {
      id: 'auth/forged-tokens',
      asks: 'A service gets JWTs that are unsigned, changed, made for another service, or old. Which does it take?',
      load: () => import('./forged-tokens.ts'),
    },
    {
      id: 'auth/redirect-login',
      asks: 'Users sign in with another service, and the code comes back through their browsers. What can an attacker do who sees it?',
      load: () => import('./redirect-login.ts'),
    },
    {
      id: 'auth/one-time-codes',
      asks: 'A second factor is a code of a few digits. How often does guessing succeed, and does a code that was overheard work again?',
      load: () => import('./one-time-codes.ts'),
    },
    {
      id: 'auth/hidden-orders',
      asks: 'A user asks for order after order, and most belong to others. What do the answers give away: 403, 404, and how long they take?',
      load: () => import('./hidden-orders.ts'),
    },
    {
      id: 'auth/token-size',
      asks: 'How long is a JWT, and what does it cost to send one with each request?',
      load: () => import('./token-size.ts'),
    },
    {
      id: 'auth/certificates',
      asks: 'The key of a service is stolen, and its certificate revoked. How long do the other services accept it?',
      load: () => import('./certificates.ts'),
    },
    {
      id: 'auth/webhook-replay',
      asks: 'A webhook says that a payment has succeeded. How does its receiver know that it is genuine, and neither a retry nor a replay?',
      load: () => import('./webhook-replay.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/auth/auth.ts')).auth,
    killers: (await import('./killers.ts')).authKillers,
  }),
};
