import * as z from 'zod';
import { Blocklist } from '../../sims/auth/blocklist.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  revocationsPerSecond: real(0.01, 5, 1, 'sign-outs and bans, at random times'),
  lifeMinutes: real(1, 60, 15, 'for which a token is valid'),
});

/** Looked at so often, a life apart: what is on the list then is new each time. */
const looks = 10;
const bytesPerEntry = 36;

export default scenario({
  ...aboutAuth,
  id: 'auth/blocklist-size',
  asks: 'Revoked JWTs go on a blocklist. How long does it grow?',
  claims: ['q3-blocklist-bounded'],
  code: ['sims/auth/blocklist.ts#purge', 'sims/auth/blocklist.ts#add'],
  params,
  metrics: {
    listed: gauge('tokens', 'on the blocklist, mean of ten looks'),
    naive: gauge('tokens', 'that rate x life would make'),
    expired: gauge('tokens', 'on it that have expired'),
  },
  build({ world, params: { revocationsPerSecond, lifeMinutes }, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const blocklist = new Blocklist(rules);
    const gap = sampler(exponential(1_000 / revocationsPerSecond), study.stream('revocations'));
    const left = study.stream('left');
    const lifeMs = lifeMinutes * 60_000;
    let [nextMs, revoked, total, expired] = [gap(), 0, 0, 0];
    study.next(() =>
      study.observes(
        'rate x life',
        revocationsPerSecond * lifeMinutes * 60,
        'tokens',
        metrics.naive,
      ),
    );
    for (let look = 1; look <= looks; look++) {
      study.next(() => {
        const atMs = (look + 1) * lifeMs;
        for (; nextMs <= atMs; nextMs += gap()) {
          revoked += 1;
          // Signed out at any time of the token's life, each as likely.
          blocklist.add(`token-${revoked}`, nextMs + left() * lifeMs, nextMs);
        }
        total += study.observes(`tokens listed after ${inTime(atMs)}`, blocklist.size(atMs));
        expired += blocklist.expired(atMs);
        study.holds(
          'blocklist-is-bounded',
          blocklist.expired(atMs) === 0,
          `${inDigits(blocklist.expired(atMs))} of the tokens listed have expired`,
        );
      });
    }
    return study
      .next(() => study.observes('tokens listed, mean', total / looks, '', metrics.listed))
      .next(() => study.observes('expired among them', expired, 'tokens', metrics.expired));
  },
  expect: ({ revocationsPerSecond, lifeMinutes }) => {
    const mean = (revocationsPerSecond * lifeMinutes * 60) / 2;
    const { atLeast = 0, atMost = 0 } = poissonBounds(mean * looks);
    return [
      within('listed', 'listed', { atLeast: atLeast / looks, atMost: atMost / looks }).says(
        'tokens on the blocklist: revocations a second x half the life (Little’s law)',
        'q3-blocklist-bounded',
      ),
      within('expired', 'expired', { atLeast: 0, atMost: 0 }).says(
        'tokens on it that have expired',
        'q3-blocklist-bounded',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Only as long as a token lives, here ${inTime(p.lifeMinutes * 60_000)}: an entry goes when its token would have expired anyway. After that it holds ${inDigits(m.listed.value ?? 0)} tokens on average, or ${inDigits(Math.ceil(((m.listed.value ?? 0) * bytesPerEntry) / 1_024))} KiB of ids. That is half of revocations a second x life, ${inDigits(m.naive.value ?? 0)}, because a token that is revoked has used up half of its life on average.`,
});

// Left out: bans after a breach, which list everybody at once, and where the list is kept.
