import * as z from 'zod';
import { base64urlLength, signed } from '../../sims/auth/jws.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, momentsOf } from '../../src/statistics/moments.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inUnits } from '../../src/words/units.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  roles: whole(0, 200, 20, 'roles of the user that the large token lists'),
  requestsPerSecond: real(1, 1e6, 10_000, 'each with a token'),
});

/** Eight claims that many tokens have. */
const eight = {
  iss: 'https://id.example.com',
  sub: '5f1d7a84-3c1b-4f0e-9a53-0c2a1e9b7d11',
  aud: 'https://api.example.com',
  iat: 1_700_000_000,
  exp: 1_700_000_900,
  jti: '8f14e45f-ceea-467f-a8d2-6c1b0a5a9c3e',
  client_id: 'web-app',
  scope: 'orders.read orders.write',
};
const headerOf = (alg: string) => JSON.stringify({ alg, typ: 'JWT', kid: '2024-01' });
const role = (place: number) => `team-${String(place).padStart(3, '0')}:editor`;
const withRoles = (roles: number) => ({
  ...eight,
  roles: Array.from({ length: roles }, (_, place) => role(place)),
});

/** Bytes of the signatures: an HMAC with SHA-256, a point of P-256, a number of 2,048 bits. */
const signatureBytes = { HS256: 32, ES256: 64, RS256: 256 } as const;
/** A session id of 16 random bytes in hexadecimal digits. */
const sessionBytes = 32;

const bytesOf = (alg: string, claims: object, signature: number) =>
  base64urlLength(headerOf(alg).length) +
  base64urlLength(JSON.stringify(claims).length) +
  base64urlLength(signature) +
  2;

/** By RS256. */
const ofRoles = (roles: number) => bytesOf('RS256', withRoles(roles), signatureBytes.RS256);

/** Each with up to twice the roles, any number of them as likely. */
const users = 200;

export default scenario({
  ...aboutAuth,
  id: 'auth/token-size',
  asks: 'How long is a JWT, and what does it cost to send one with each request?',
  claims: ['q3-jwt-800-bytes'],
  code: ['sims/auth/jws.ts#signed', 'sims/auth/jws.ts#base64urlLength'],
  params,
  metrics: {
    real: gauge('B', 'of a token that was signed, HS256'),
    hs256: gauge('B', 'with eight claims, HS256'),
    es256: gauge('B', 'with eight claims, ES256'),
    rs256: gauge('B', 'with eight claims, RS256'),
    large: gauge('B', 'with the roles, RS256'),
    drawn: gauge('B', 'mean of users whose roles are drawn, RS256'),
    roles800: gauge('roles', 'until it has 800 B, RS256'),
    perSecond: gauge('B/s', 'that the large token takes more than a session id'),
  },
  build({ world, params: { roles, requestsPerSecond }, metrics }) {
    const study = new Study<AuthLaw>(world);
    const key = Uint8Array.from({ length: 32 }, (_, place) => place);
    const large = ofRoles(roles);
    let roles800 = 0;
    while (ofRoles(roles800) < 800) roles800 += 1;
    return study
      .next(() =>
        study.observes(
          'signed, HS256',
          signed(headerOf('HS256'), JSON.stringify(eight), key).length,
          'B',
          metrics.real,
        ),
      )
      .next(() =>
        study.observes(
          'eight claims, HS256',
          bytesOf('HS256', eight, signatureBytes.HS256),
          'B',
          metrics.hs256,
        ),
      )
      .next(() =>
        study.observes(
          'eight claims, ES256',
          bytesOf('ES256', eight, signatureBytes.ES256),
          'B',
          metrics.es256,
        ),
      )
      .next(() =>
        study.observes(
          'eight claims, RS256',
          bytesOf('RS256', eight, signatureBytes.RS256),
          'B',
          metrics.rs256,
        ),
      )
      .next(() => study.observes('with the roles, RS256', large, 'B', metrics.large))
      .next(() => study.observes('roles until 800 B', roles800, 'roles', metrics.roles800))
      .next(() => {
        const stream = study.stream('roles');
        const sizes = Array.from({ length: users }, () =>
          ofRoles(randomInteger(stream, 0, 2 * roles)),
        );
        study.observes('mean of users whose roles are drawn', meanOf(sizes), 'B', metrics.drawn);
      })
      .next(() => study.observes('a session id', sessionBytes, 'B'))
      .next(() => study.observes('signature, HS256', base64urlLength(signatureBytes.HS256), 'B'))
      .next(() => study.observes('signature, RS256', base64urlLength(signatureBytes.RS256), 'B'))
      .next(() => study.observes('header', base64urlLength(headerOf('RS256').length), 'B'))
      .next(() =>
        study.observes(
          'more than a session id',
          (large - sessionBytes) * requestsPerSecond,
          'B/s',
          metrics.perSecond,
        ),
      );
  },
  expect: ({ roles, requestsPerSecond }) => {
    /** Four characters for three bytes. */
    const encoded = (text: string) => Math.ceil((text.length * 8) / 6);
    const parts = encoded(headerOf('HS256')) + encoded(JSON.stringify(eight)) + 2;
    const sizeOf = (count: number) =>
      encoded(headerOf('RS256')) + encoded(JSON.stringify(withRoles(count))) + 2 + 342;
    const large = sizeOf(roles);
    const drawn = momentsOf(Array.from({ length: 2 * roles + 1 }, (_, count) => sizeOf(count)));
    return [
      exactly(parts + 43, 'real', 'real').says('bytes of a token that was signed'),
      exactly(parts + 43, 'hs256', 'hs256').says(
        'bytes with eight claims, HS256',
        'q3-jwt-800-bytes',
      ),
      exactly(parts + 86, 'es256', 'es256').says('bytes with eight claims, ES256'),
      exactly(parts + 342, 'rs256', 'rs256').says(
        'bytes with eight claims, RS256',
        'q3-jwt-800-bytes',
      ),
      exactly(large, 'large', 'large').says('bytes with the roles, RS256', 'q3-jwt-800-bytes'),
      within('drawn', 'drawn', meanBounds(drawn, users)).says(
        'bytes, mean of users who have up to twice the roles',
      ),
      within('perSecond', 'per-second', {
        atLeast: (large - 32) * requestsPerSecond,
        atMost: (large - 32) * requestsPerSecond,
      }).says('bytes a second more than with session ids'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A JWT with eight claims has ${inDigits(m.hs256.value ?? 0)} B signed by HS256, ${inDigits(m.es256.value ?? 0)} B by ES256 and ${inDigits(m.rs256.value ?? 0)} B by RS256, against ${sessionBytes} B of a session id. Lists of roles make it long: ${inDigits(m.roles800.value ?? 0)} roles reach 800 B, ${inDigits(p.roles)} make ${inDigits(m.large.value ?? 0)} B. At ${inDigits(p.requestsPerSecond)} requests a second that is ${inUnits(m.perSecond.value ?? 0, 'B/s')} more than session ids.`,
});

// Left out: HTTP/2, which sends a header that it sent before as an index of a byte or two.
