import * as z from 'zod';
import { authorityServer } from '../../sims/auth/authority.ts';
import { gateServer } from '../../sims/auth/gates.ts';
import { storeServer } from '../../sims/auth/store.ts';
import { type Tab, type TabTotals, tabs, tabsClient } from '../../sims/auth/tabs.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  latencyMs: real(1, 500, 50, 'of a message, one way'),
  spreadMs: real(1, 60_000, 1_000, 'within which the second tab follows the first'),
  calls: whole(2, 10, 4, 'that a tab makes at once'),
  users: whole(20, 200, 100, 'of each kind'),
});
type Params = z.output<typeof params>;

const lifeMs = 900_000;
/** Longer than any two tabs are apart. */
const graceMs = 120_000;
const runMs = (p: Params) => lifeMs + 2 * p.spreadMs + 60 * p.latencyMs + 10_000;

const says: Readonly<Record<Tab, string>> = {
  one: 'one tab, several calls at once',
  two: 'two tabs',
  locked: 'two tabs, one lock',
  graced: 'two tabs, a grace window',
  lost: 'the reply is lost',
  'lost-graced': 'the reply is lost, a grace window',
};

export default scenario({
  ...aboutServers,
  id: 'auth/silent-refresh',
  asks: 'An access token expires in the middle of a checkout. Does the user notice, and when does a silent refresh sign them out?',
  claims: ['auth-silent-refresh'],
  code: ['sims/auth/browser.ts#fetches', 'sims/auth/browser.ts#refreshes'],
  params,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  durationMs: runMs,
  metrics: {
    ...gaugePer(tabs, 'visible', 'requests', (tab) => `that fail for the user, ${says[tab]}`),
    ...gaugePer(tabs, 'out', 'share', (tab) => `of users signed out by the refresh, ${says[tab]}`),
  },
  build({ world, params: p, rules, metrics }) {
    const totals = new Map<Tab, TabTotals>();
    let isOver = false;
    const subject = watching(world, () => isOver);
    const options = { absoluteMs: 10 * lifeMs, lifeMs, signingKey: () => 'k1' };
    world.addServer('strict', authorityServer(rules, { ...options, graceMs: 0 }));
    world.addServer('lenient', authorityServer(rules, { ...options, graceMs }));
    world.addServer('store', storeServer);
    world.addServer(
      'api',
      gateServer('jwt', rules, {
        store: 'store',
        issuer: 'authority',
        audience: 'orders',
        keys: () => ['k1'],
        leewayMs: 0,
        cacheMs: 0,
      }),
    );
    for (const tab of tabs) {
      const known = { ended: 0, visible: 0, signedOut: 0 };
      totals.set(tab, known);
      const sees = (user: string) => {
        if (tab === 'one' || tab === 'locked')
          subject.breaches.report('honest-user-stays', `${user} is signed out: ${says[tab]}`);
      };
      world.addServer(`people-${tab}`, tabsClient({ ...p, tab, lifeMs }, rules, known, sees));
    }
    world.at(runMs(p) - 1, () => {
      for (const [tab, { visible, signedOut }] of totals) {
        metrics[`${tab}.visible`].set(visible);
        metrics[`${tab}.out`].set(signedOut / p.users);
      }
      isOver = [...totals.values()].every(({ ended }) => ended === p.users);
    });
    return subject;
  },
  expect: (p) => [
    exactly(0, 'one.visible', 'visible').says(
      'requests that fail for users with one refresh at a time',
      'auth-silent-refresh',
    ),
    exactly(0, 'locked.out', 'locked').says('share signed out with two tabs and one lock'),
    within(
      'two.out',
      'race',
      shareBounds(p.users, Math.min(1, (2 * p.latencyMs) / p.spreadMs)),
    ).says(
      'share signed out with two tabs: the second refreshes within a round trip of the first',
      'auth-silent-refresh',
    ),
    exactly(0, 'graced.out', 'graced').says('share signed out with a grace window'),
    exactly(1, 'lost.out', 'lost').says('share signed out if the reply to the refresh is lost'),
    exactly(0, 'lost-graced.out', 'lost-graced').says(
      'share signed out if the reply is lost, with a grace window',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The user does not notice with one refresh at a time (single flight): a request that gets a 401 waits for the refresh and is repeated with the new token, and ${inDigits(m['one.visible'].value ?? 0)} requests fail. Two tabs that both refresh within a round trip of ${inTime(2 * p.latencyMs)} look like a stolen refresh token, and the family is revoked: ${significant(100 * (m['two.out'].value ?? 0))}% of the users are signed out. So are all whose reply is lost, because they try again with the old token. A lock over all tabs prevents the first, a grace window in which the old token still works both; a thief has that window too.\n\n` +
    plainTable([
      ['refresh', 'users signed out'],
      ...tabs.map((tab) => [says[tab], percent(m[`${tab}.out`].value)]),
    ]),
});

// Left out: requests that must not be repeated, and tabs that refresh a while before the token expires.
