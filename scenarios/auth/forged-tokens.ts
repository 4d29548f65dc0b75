import * as z from 'zod';
import { opened, signed, unsigned } from '../../sims/auth/jws.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { type AccessToken, faultOf } from '../../sims/auth/token.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({ tokens: whole(1, 200, 40, 'of each kind') });

const header = JSON.stringify({ alg: 'HS256', kid: 'k1', typ: 'JWT' });
const expected = { issuer: 'authority', audience: 'orders', keys: ['k1'], leewayMs: 30_000 };
const nowMs = 1_700_000_000_000;

const forgeries = ['unsigned', 'otherKey', 'changed', 'audience', 'issuer', 'expired'] as const;
type Forgery = (typeof forgeries)[number];
const says: Readonly<Record<Forgery, string>> = {
  unsigned: 'that say "alg": "none"',
  otherKey: 'signed with another key',
  changed: 'whose claims were changed',
  audience: 'made for another service',
  issuer: 'of another issuer with the same key',
  expired: 'that have expired',
};

export default scenario({
  ...aboutAuth,
  id: 'auth/forged-tokens',
  asks: 'A service gets JWTs that are unsigned, changed, made for another service, or old. Which does it take?',
  claims: [],
  code: ['sims/auth/jws.ts#opened', 'sims/auth/token.ts#faultOf'],
  params,
  metrics: {
    good: gauge('tokens', 'that are as they should be, and are taken'),
    forged: gauge('tokens', 'that are not, and are taken'),
    tried: gauge('tokens', 'that are not as they should be'),
  },
  build({ world, params: { tokens }, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const bytes = study.stream('keys');
    const newKey = () => Uint8Array.from({ length: 32 }, () => randomInteger(bytes, 0, 255));
    const [key, otherKey] = [newKey(), newKey()];
    const keys = new Map([['k1', key]]);
    let [good, forged, tried] = [0, 0, 0];
    const subjects: string[] = [];
    const left: number[] = [];
    const isTaken = (text: string): boolean => {
      const token = opened(text, keys, rules) as AccessToken | undefined;
      return token !== undefined && faultOf(token, expected, nowMs, rules) === undefined;
    };
    study.next(() => {
      for (let place = 1; place <= tokens; place++) {
        if (isTaken(signed(header, JSON.stringify(tokenOf(place)), key))) good += 1;
      }
      study.observes('good tokens taken', good, `of ${tokens}`, metrics.good);
    });
    for (const forgery of forgeries) {
      study.next(() => {
        let taken = 0;
        for (let place = 1; place <= tokens; place++) {
          tried += 1;
          if (isTaken(forge(forgery, tokenOf(place)))) taken += 1;
        }
        forged += study.observes(`taken of those ${says[forgery]}`, taken, `of ${tokens}`);
        const law = forgery === 'expired' ? 'no-acceptance-after-expiry' : 'forged-means-refused';
        study.holds(
          law,
          taken === 0,
          `${counted(taken, 'token')} ${says[forgery]} ${taken === 1 ? 'is' : 'are'} accepted`,
        );
      });
    }
    return study
      .next(() => study.observes('forged tokens taken', forged, 'tokens', metrics.forged))
      .next(() => study.observes('forged tokens tried', tried, 'tokens', metrics.tried))
      .next(() =>
        study.observes(
          'characters of a token',
          signed(header, JSON.stringify(tokenOf(1)), key).length,
        ),
      )
      .next(() => study.observes('users', new Set(subjects).size))
      .next(() => study.observes('left of the token that ends first', Math.min(...left), 'ms'));

    function tokenOf(place: number): AccessToken {
      const subject = `user-${randomInteger(bytes, 1, 1_000_000)}`;
      const leftMs = randomInteger(bytes, 1, 900_000);
      subjects.push(subject);
      left.push(leftMs);
      return {
        id: `t${place}`,
        subject,
        issuer: 'authority',
        audience: 'orders',
        version: 1,
        key: 'k1',
        expiresMs: nowMs + leftMs,
      };
    }

    function forge(forgery: Forgery, token: AccessToken): string {
      const signedAs = (claims: Partial<AccessToken>, by = key) =>
        signed(header, JSON.stringify({ ...token, ...claims }), by);
      switch (forgery) {
        case 'unsigned':
          return unsigned(JSON.stringify({ ...token, subject: 'admin' }));
        case 'otherKey':
          return signedAs({ subject: 'admin' }, otherKey);
        case 'audience':
          return signedAs({ audience: 'newsletter' });
        case 'issuer':
          return signedAs({ issuer: 'partner' });
        case 'expired':
          return signedAs({ expiresMs: nowMs - 30_000 - randomInteger(bytes, 0, 900_000) });
        case 'changed': {
          const [, , signature = ''] = signedAs({}).split('.');
          const [head = '', payload = ''] = signedAs({ subject: 'admin' }).split('.');
          return `${head}.${payload}.${signature}`;
        }
      }
    }
  },
  expect: ({ tokens }) => [
    exactly(tokens, 'good', 'good').says('tokens taken that are as they should be: all'),
    exactly(0, 'forged', 'forged').says('forged, foreign or expired tokens taken'),
    exactly(forgeries.length * tokens, 'tried', 'tried').says('tokens tried of the other kinds'),
  ],
  tells: ({ metrics: m }) =>
    `Only tokens that the issuer signed with the expected algorithm, for this service, and that have not expired: it takes ${counted(m.good.value ?? 0, 'such token')}, and ${m.forged.value} of ${counted(m.tried.value ?? 0, 'token')} of six other kinds. So check signature, algorithm, issuer (iss), audience (aud) and expiry (exp). The signature alone is not enough: a token made for another service has a good one, and one that says "alg": "none" needs none.`,
});

// Left out: public keys, whose text an attacker uses as the secret of HS256 if the service lets the token choose.
