import * as z from 'zod';
import {
  type CertificateCheck,
  checks,
  type Revocation,
  refusedByListMs,
} from '../../sims/auth/certificates.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, uniformMoments } from '../../src/statistics/moments.ts';
import { counted } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  validDays: real(1, 825, 90, 'for which a certificate is valid'),
  listHours: real(0.1, 24, 24, 'between two lists of revoked certificates (CRL)'),
  statusMinutes: real(1, 60, 10, 'for which an answer about one certificate (OCSP) is kept'),
  shortHours: real(0.1, 24, 1, 'for which a short certificate is valid'),
  blockedShare: real(0, 0.9, 0.2, 'of attackers who keep the list from coming'),
  revocations: whole(100, 20_000, 2_000, 'of certificates'),
});
type Params = z.output<typeof params>;

const says: Readonly<Record<CertificateCheck, string>> = {
  expiry: 'only the expiry is checked',
  list: 'a list is fetched',
  status: 'each certificate is asked about',
  short: 'short certificates, not renewed',
};
const hourMs = 3_600_000;
/** Of each way to check, how long a certificate is accepted at most. */
const mostMs = ({ validDays, listHours, statusMinutes, shortHours }: Params) => ({
  expiry: validDays * 24 * hourMs,
  list: listHours * hourMs,
  status: statusMinutes * 60_000,
  short: shortHours * hourMs,
});

export default scenario({
  ...aboutAuth,
  id: 'auth/certificates',
  asks: 'The key of a service is stolen, and its certificate revoked. How long do the other services accept it?',
  claims: ['auth-mtls-hard-revocation'],
  code: ['sims/auth/certificates.ts#refusedByListMs'],
  params,
  metrics: {
    ...gaugePer(checks, 'meanMs', 'ms', (check) => `accepted after the revocation, ${says[check]}`),
    late: gauge('certificates', 'accepted after the list that knew of none ran out'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const most = mostMs(p);
    const stream = study.stream('revocations');
    let late = 0;
    for (const check of checks) {
      study.next(() => {
        const accepted = Array.from({ length: p.revocations }, () => {
          if (check !== 'list') return stream() * most[check];
          const atMs = stream() * most.expiry;
          // Certificates differ in age: what is left of one does not depend on the list.
          const expiresMs = atMs + most.expiry;
          const revocation: Revocation = {
            atMs,
            expiresMs,
            isBlocked: chance(stream, p.blockedShare),
          };
          const acceptedMs = refusedByListMs(revocation, most.list, rules) - atMs;
          if (acceptedMs > most.list) late += 1;
          return acceptedMs;
        });
        study.observes(says[check], meanOf(accepted), 'ms', metrics[`${check}.meanMs`]);
      });
    }
    study.next(() => {
      study.observes('accepted after the list ran out', late, 'certificates', metrics.late);
      study.holds(
        'revoked-certificate-ends',
        late === 0,
        `${counted(late, 'revoked certificate is', 'revoked certificates are')} accepted after the list ran out`,
      );
    });
    for (const check of checks)
      study.next(() => study.observes(`at most, ${says[check]}`, most[check], 'ms'));
    return study
      .next(() => study.observes('revocations', p.revocations))
      .next(() => study.observes('of them blocked', p.blockedShare));
  },
  expect: (p) => {
    const most = mostMs(p);
    // A last list is cut off by the end of the span: as much of the mean as it is of the span.
    const cut = (most.list * most.list) / most.expiry;
    return [
      ...checks.map((check) =>
        within(
          `${check}.meanMs`,
          check,
          meanBounds(uniformMoments(0, most[check]), p.revocations, check === 'list' ? cut : 0),
        ).says(
          `ms that it is accepted, mean, ${says[check]}: half of the longest`,
          'auth-mtls-hard-revocation',
        ),
      ),
      exactly(0, 'late', 'late').says('certificates accepted after the list ran out'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `As long as it takes them to hear of it: ${inTime(m['expiry.meanMs'].value ?? 0)} on average if they check only the expiry of a certificate of ${inTime(mostMs(p).expiry)}, ${inTime(m['list.meanMs'].value ?? 0)} if they fetch a revocation list (CRL) regularly, and ${inTime(m['status.meanMs'].value ?? 0)} if they ask about each certificate (OCSP) and keep the answer for a while. With short certificates it is ${inTime(m['short.meanMs'].value ?? 0)} without any list, because a revoked one is just not renewed.\n\n` +
    plainTable([
      ['how it is checked', 'accepted, mean', 'at most'],
      ...checks.map((check) => [
        says[check],
        inTime(m[`${check}.meanMs`].value ?? 0),
        inTime(mostMs(p)[check]),
      ]),
    ]),
});

// Left out: how long it takes until somebody notices that the key is stolen, which is often the larger part.
