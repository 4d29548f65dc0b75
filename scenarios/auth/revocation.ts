import * as z from 'zod';
import { exposure } from '../../sims/auth/formulas.ts';
import { type Gate, gateServer, gates } from '../../sims/auth/gates.ts';
import { exposureMs, type Person, peopleClient } from '../../sims/auth/people.ts';
import { storeServer } from '../../sims/auth/store.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { type Moments, meanOf } from '../../src/statistics/moments.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  lifeMinutes: real(1, 1_440, 15, 'for which a JWT is valid'),
  leewaySeconds: real(0, 300, 30, 'for which a JWT is taken after its expiry'),
  cached: whole(0, 11, 2, 'requests for which a cached answer of introspection is used again'),
  users: whole(20, 100, 30, 'users that are revoked, and as many that are not'),
});
type Params = z.output<typeof params>;

/** Requests of a user in the life of a JWT. */
const perLife = 12;
const lifeMs = ({ lifeMinutes }: Params) => lifeMinutes * 60_000;
const everyMs = (p: Params) => lifeMs(p) / perLife;
const leewayMs = ({ leewaySeconds }: Params) => leewaySeconds * 1_000;
/** A cached answer is fetched again by the request after the last that may use it. */
const cacheMs = (p: Params) => (p.cached + 0.5) * everyMs(p);
const requests = (p: Params) => perLife + Math.ceil(leewayMs(p) / everyMs(p)) + p.cached + 2;
/** All that messages of a millisecond or less can shift: a mean by a few of them. */
const messagesMs = 10;

const says: Readonly<Record<Gate, string>> = {
  session: 'session in a store',
  introspection: 'introspection, cached',
  jwt: 'JWT',
  blocklist: 'JWT and blocklist',
  version: 'JWT and version',
};

/** The last request that is let in with a JWT, if it is sent so many intervals after the sign-in. */
const lastOfJwt = (p: Params) => Math.ceil((lifeMs(p) + leewayMs(p)) / everyMs(p)) - 1;

/** Answers are fetched by request 1 and by each that comes after the last that may use one. */
function lastOfCached({ cached }: Params, slot: number): number {
  if (slot < 1) return 0;
  return 1 + Math.floor((slot - 1) / (cached + 1)) * (cached + 1) + cached;
}

function inMs(p: Params, lastOf: (slot: number) => number): Moments {
  const { mean, deviation } = exposure(perLife, lastOf);
  return { mean: mean * everyMs(p), deviation: deviation * everyMs(p) };
}

export default scenario({
  ...aboutServers,
  id: 'auth/revocation',
  asks: 'A user’s access is revoked. Who is still let in, and for how long: with a session, introspection, a JWT, a blocklist, a token version?',
  claims: ['auth-session-revocation-easy', 'q3-jwt-window-is-ttl', 'q3-token-version'],
  code: [
    'sims/auth/gates.ts#reasonAgainst',
    'sims/auth/gates.ts#isActive',
    'sims/auth/formulas.ts#exposure',
  ],
  params,
  durationMs: (p) => (requests(p) + 2) * everyMs(p),
  metrics: {
    ...gaugePer(gates, 'meanMs', 'ms', (gate) => `let in after a revocation, mean, ${says[gate]}`),
    ...gaugePer(
      gates,
      'maxMs',
      'ms',
      (gate) => `let in after a revocation, longest, ${says[gate]}`,
    ),
    othersRefused: gauge('requests', 'refused of users who were not revoked'),
  },
  build({ world, params: p, rules, metrics }) {
    const people = new Map<Gate, Person[]>();
    const all = () => [...people.values()].flat();
    let isOver = false;
    const subject = watching(world, () => isOver);
    for (const gate of gates) {
      const [store, api] = [`store-${gate}`, `api-${gate}`];
      const known: Person[] = [];
      people.set(gate, known);
      world.addServer(store, storeServer);
      const options = {
        store,
        issuer: 'authority',
        audience: 'orders',
        keys: () => ['k1'],
        leewayMs: leewayMs(p),
        cacheMs: cacheMs(p),
      };
      world.addServer(api, gateServer(gate, rules, options));
      const load = { api, store, users: p.users, lifeMs: lifeMs(p), everyMs: everyMs(p) };
      const sees = (person: Person, sentMs: number) => judge(gate, person, sentMs);
      world.addServer(
        `people-${gate}`,
        peopleClient({ ...load, requests: requests(p) }, known, sees),
      );
    }
    world.at((requests(p) + 2) * everyMs(p) - 1, () => {
      for (const [gate, known] of people) {
        const exposures = known.filter(({ isRevoked }) => isRevoked).map(exposureMs);
        metrics[`${gate}.meanMs`].set(meanOf(exposures));
        metrics[`${gate}.maxMs`].set(Math.max(...exposures));
      }
      metrics.othersRefused.set(all().reduce((sum, { wronglyRefused }) => sum + wronglyRefused, 0));
      isOver = all().every((person) => person.requests === requests(p));
    });
    return subject;

    /** A request was let in that was sent after the revocation. */
    function judge(gate: Gate, { name, revokedMs = 0, expiresMs }: Person, sentMs: number): void {
      const { breaches } = subject;
      const how = `${name} is let in ${inTime(sentMs - revokedMs)} after the revocation, ${says[gate]}`;
      if (gate === 'introspection') {
        if (sentMs - revokedMs > cacheMs(p)) breaches.report('cached-answer-ends', how);
      } else if (gate === 'jwt') {
        if (sentMs >= expiresMs + leewayMs(p) + messagesMs)
          breaches.report('no-acceptance-after-expiry', how);
      } else breaches.report('revoked-means-refused', how);
    }
  },
  expect: (p) => {
    const last = lastOfJwt(p);
    const jwt = inMs(p, () => last);
    const introspection = inMs(p, (slot) => lastOfCached(p, slot));
    /** All of so many users are revoked later than this, but for a millionth. */
    const firstMs = lifeMs(p) * (1 - pow(1e-6, 1 / p.users));
    return [
      exactly(0, 'session.maxMs', 'session').says(
        'ms that a revoked session is let in',
        'auth-session-revocation-easy',
      ),
      within('jwt.meanMs', 'jwt-mean', meanBounds(jwt, p.users, messagesMs)).says(
        'ms that a revoked JWT is let in, mean: about half its life',
        'auth-session-revocation-easy',
      ),
      within('jwt.maxMs', 'jwt-longest', {
        atLeast: last * everyMs(p) - firstMs - messagesMs,
        atMost: lifeMs(p) + leewayMs(p),
      }).says(
        'ms that a revoked JWT is let in, longest: its lifetime and the allowed clock skew',
        'q3-jwt-window-is-ttl',
      ),
      within(
        'introspection.meanMs',
        'introspection',
        meanBounds(introspection, p.users, messagesMs),
      ).says('ms that a cached answer lets in, mean'),
      exactly(0, 'blocklist.maxMs', 'blocklist').says('ms with a blocklist'),
      exactly(0, 'version.maxMs', 'version').says(
        'ms that a token of an older version is let in',
        'q3-token-version',
      ),
      exactly(0, 'othersRefused', 'others').says(
        'requests refused of users who were not revoked',
        'q3-token-version',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Look each request up to end it at once: a session in a store, or a JWT in a blocklist or against the user’s token version. Otherwise a JWT of ${inTime(lifeMs(p))} lets a revoked user in for ${inTime(m['jwt.meanMs'].value ?? 0)} on average and ${inTime(m['jwt.maxMs'].value ?? 0)} at the longest in this run (at most its lifetime and the allowed clock skew), because it is checked by its signature and expiry alone. The look-up is what a JWT was meant to spare, so the usual compromise is a short access token with a refresh token that can be revoked. Introspection (asking the server that issued the token) lets them in for as long as its answers are kept, here ${inTime(m['introspection.meanMs'].value ?? 0)} on average.\n\n` +
    plainTable([
      ['credential', 'let in, mean', 'longest'],
      ...gates.map((gate) => [
        says[gate],
        inTime(m[`${gate}.meanMs`].value ?? 0),
        inTime(m[`${gate}.maxMs`].value ?? 0),
      ]),
    ]),
});

// Left out: replicas of the store that lag, clocks that differ by more than the leeway, and connections that stay open.
