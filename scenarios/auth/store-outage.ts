import * as z from 'zod';
import { gateServer } from '../../sims/auth/gates.ts';
import {
  type Credential,
  credentials,
  type OutageTotals,
  outagePeople,
} from '../../sims/auth/outage.ts';
import { storeServer } from '../../sims/auth/store.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { momentsOf } from '../../src/statistics/moments.ts';
import { percent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { outage } from '../../src/world/fault.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  lifeRequests: whole(1, 30, 10, 'requests of a user for which a short JWT is good'),
  outageRequests: whole(1, 20, 5, 'requests of a user during the outage'),
  everySeconds: whole(1, 600, 60, 'between two requests of a user'),
  users: whole(20, 100, 60, 'users of each kind'),
});
type Params = z.output<typeof params>;

const says: Readonly<Record<Credential, string>> = {
  session: 'session in a store',
  jwt: 'JWT that lasts',
  hybrid: 'short JWT, refreshed',
};

const everyMs = ({ everySeconds }: Params) => everySeconds * 1_000;
/** Everybody has been signed in for a life by then. */
const outageFromMs = (p: Params) => (p.lifeRequests + 2) * everyMs(p);
const outageMs = (p: Params) => p.outageRequests * everyMs(p);
const runMs = (p: Params) => outageFromMs(p) + outageMs(p) + 2 * everyMs(p);

export default scenario({
  ...aboutServers,
  id: 'auth/store-outage',
  asks: 'The store of sessions is down. Who can still work: users with sessions, with JWTs, with short JWTs that are refreshed?',
  claims: ['auth-jwt-no-central-store', 'q3-session-store-spof'],
  code: ['sims/auth/gates.ts#isInStore', 'sims/auth/outage.ts#isServed'],
  params,
  durationMs: runMs,
  metrics: gaugePer(
    credentials,
    'failed',
    'share',
    (credential) => `of requests during the outage that fail, ${says[credential]}`,
  ),
  build({ world, params: p, rules, metrics }) {
    const totals = new Map<Credential, OutageTotals>();
    let isOver = false;
    const subject = watching(world, () => isOver);
    world.addServer('store', storeServer);
    for (const credential of credentials) {
      const api = `api-${credential}`;
      const gate = credential === 'session' ? 'session' : 'jwt';
      world.addServer(
        api,
        gateServer(gate, rules, {
          store: 'store',
          issuer: 'authority',
          audience: 'orders',
          keys: () => ['k1'],
          leewayMs: 0,
          cacheMs: 0,
        }),
      );
      const known = { requests: 0, failed: 0 };
      totals.set(credential, known);
      const options = {
        credential,
        api,
        store: 'store',
        users: p.users,
        everyMs: everyMs(p),
        lifeRequests: p.lifeRequests,
        fromMs: outageFromMs(p),
        untilMs: outageFromMs(p) + outageMs(p),
        revokedLetIn: (user: string) =>
          subject.breaches.report(
            'revoked-means-refused',
            `${user} is let in during the outage, and was revoked before`,
          ),
      };
      world.addServer(`people-${credential}`, outagePeople(options, known));
    }
    world.at(runMs(p) - 1, () => {
      for (const [credential, { requests, failed }] of totals) {
        metrics[`${credential}.failed`].set(failed / requests);
      }
      isOver = true;
    });
    return subject;
  },
  plan: (p) => [{ atMs: outageFromMs(p), fault: outage('store', 'refuses', outageMs(p)) }],
  expect: (p) => {
    // A token is found with any number of its requests left, each as likely; those after them fail.
    const left = Array.from({ length: p.lifeRequests + 1 }, (_, requests) => requests);
    const failed = left.map(
      (requests) => Math.max(0, p.outageRequests - requests) / p.outageRequests,
    );
    return [
      exactly(1, 'session.failed', 'sessions').says(
        'share of requests with a session that fail during the outage',
        'q3-session-store-spof',
      ),
      exactly(0, 'jwt.failed', 'jwts').says(
        'share of requests with a JWT that fail during the outage',
        'auth-jwt-no-central-store',
      ),
      within('hybrid.failed', 'hybrid', meanBounds(momentsOf(failed), p.users)).says(
        'share that fails with short JWTs, which cannot be refreshed then',
        'auth-jwt-no-central-store',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Users with JWTs, until the tokens expire; users with sessions cannot, because each request is looked up in the store. In an outage of ${inTime(outageMs(p))} ${percent(m['session.failed'].value, 0)} of the requests with sessions fail, and ${percent(m['jwt.failed'].value, 0)} with JWTs that outlast it. Short JWTs, good for ${p.lifeRequests} requests, have to be refreshed from the same store: ${percent(m['hybrid.failed'].value)} fail, and more the longer it is down.`,
});

// Left out: a cache of sessions in each service, which trades some of the outage for a later revocation.
