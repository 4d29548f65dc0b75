import * as z from 'zod';
import { authorityServer } from '../../sims/auth/authority.ts';
import type { Browser } from '../../sims/auth/browser.ts';
import { gateServer } from '../../sims/auth/gates.ts';
import { KeyList, KeyRing } from '../../sims/auth/keys.ts';
import { authNotes } from '../../sims/auth/notes.ts';
import { rotationClient } from '../../sims/auth/rotation.ts';
import { storeServer } from '../../sims/auth/store.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  lifeMinutes: real(1, 1_440, 15, 'for which an access token is valid'),
  listMinutes: real(0.1, 60, 5, 'for which services keep a list of keys'),
  users: whole(20, 150, 100, 'signed in, each with a refresh token'),
});
type Params = z.output<typeof params>;

/** Requests of a user in the life of a token. */
const perLife = 8;
const lifeMs = ({ lifeMinutes }: Params) => lifeMinutes * 60_000;
/** A token lasts half an interval longer than its last request, so that no message decides whether it is good. */
const everyMs = (p: Params) => lifeMs(p) / (perLife + 0.5);
const listMs = ({ listMinutes }: Params) => listMinutes * 60_000;
const rotatedMs = (p: Params) => 2 * lifeMs(p);
const runMs = (p: Params) => rotatedMs(p) + listMs(p) + 2.5 * lifeMs(p);

const arms = ['overlap', 'atOnce'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  overlap: 'both keys published for a while',
  atOnce: 'the old key withdrawn at once',
};

export default scenario({
  ...aboutServers,
  id: 'auth/key-rotation',
  asks: 'The signing key of all JWTs is replaced. Is every user signed out?',
  claims: ['q3-rotate-key-logs-out-all'],
  code: ['sims/auth/keys.ts#rotate', 'sims/auth/keys.ts#at'],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(arms, 'refused', 'tokens', (arm) => `refused for their key, ${says[arm]}`),
    ...gaugePer(arms, 'signedOut', 'users', (arm) => `that have to sign in again, ${says[arm]}`),
    ...gaugePer(
      arms,
      'peak',
      'refreshes',
      (arm) => `in the interval of requests after it, ${says[arm]}`,
    ),
  },
  build({ world, params: p, rules, metrics }) {
    const browsers = new Map<Arm, Browser[]>(arms.map((arm) => [arm, []]));
    const refused = { overlap: 0, atOnce: 0 };
    const peak = { overlap: 0, atOnce: 0 };
    let isOver = false;
    const subject = watching(world, () => isOver);
    world.addServer('store', storeServer);
    for (const arm of arms) {
      const own = arm === 'atOnce' ? { ...rules, 'keys-overlap-on-rotation': false } : rules;
      const ring = new KeyRing();
      const authority = `authority-${arm}`;
      const options = { absoluteMs: 100 * lifeMs(p), graceMs: 0, lifeMs: lifeMs(p) };
      world.addServer(
        authority,
        authorityServer(rules, { ...options, signingKey: () => ring.signing }),
      );
      // A key that is withdrawn at once is withdrawn from all services at once.
      const list = new KeyList(ring, arm === 'atOnce' ? 0 : listMs(p));
      world.addServer(
        `api-${arm}`,
        gateServer('jwt', rules, {
          store: 'store',
          issuer: 'authority',
          audience: 'orders',
          keys: () => list.at(world.kernel.nowMs),
          leewayMs: 0,
          cacheMs: 0,
        }),
      );
      ring.rotate(world, rotatedMs(p), { listMs: listMs(p), lifeMs: lifeMs(p) }, own);
      const withinMs = (perLife + 1) * everyMs(p);
      const load = { users: p.users, withinMs, everyMs: everyMs(p) };
      const known = must(browsers.get(arm), 'browsers of an arm');
      world.addServer(
        `people-${arm}`,
        rotationClient({ ...load, api: `api-${arm}`, authority }, rules, known),
      );
    }
    authNotes.listen(world.trace, 'refuses-token', ({ user, why }, by) => {
      const arm = must(
        arms.find((each) => by === `api-${each}`),
        'arm of an API',
      );
      if (why !== 'unknown key') return;
      refused[arm] += 1;
      if (arm === 'overlap')
        subject.breaches.report(
          'valid-token-accepted',
          `the token of ${user} is refused for its key`,
        );
    });
    authNotes.listen(world.trace, 'rotates', (_, by, atMs) => {
      const arm = arms.find((each) => by === `authority-${each}`);
      const fromMs = rotatedMs(p) + (arm === 'overlap' ? listMs(p) : 0);
      if (arm === undefined || atMs < fromMs) return;
      if (atMs < fromMs + everyMs(p) + 10) peak[arm] += 1;
    });
    world.at(runMs(p) - 1, () => {
      for (const arm of arms) {
        metrics[`${arm}.refused`].set(refused[arm]);
        metrics[`${arm}.peak`].set(peak[arm]);
        const known = must(browsers.get(arm), 'browsers of an arm');
        metrics[`${arm}.signedOut`].set(known.filter(({ tokens }) => tokens === undefined).length);
      }
      isOver = true;
    });
    return subject;
  },
  expect: (p) => {
    // A token is refreshed by each ninth request; for the others it has not expired yet.
    const usual = binomialBounds(p.users, 1 / (perLife + 1));
    return [
      exactly(0, 'overlap.refused', 'overlap').says('tokens refused with both keys published'),
      within('atOnce.refused', 'at-once', {
        atLeast: p.users - usual.atMost,
        atMost: p.users - usual.atLeast,
      }).says('valid tokens refused if the old key is withdrawn at once: all that were not due'),
      exactly(0, 'atOnce.signedOut', 'signed-out').says(
        'users signed out by it: they have refresh tokens',
        'q3-rotate-key-logs-out-all',
      ),
      exactly(p.users, 'atOnce.peak', 'stampede').says(
        'refreshes within one interval of requests: all users at once',
        'q3-rotate-key-logs-out-all',
      ),
      within('overlap.peak', 'usual', usual).says('refreshes in such an interval with an overlap'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `No, ${counted(m['atOnce.signedOut'].value ?? 0, 'user is', 'users are')} signed out, because refresh tokens do not depend on the key. If the old key is withdrawn at once, that takes ${inDigits(m['atOnce.refused'].value ?? 0)} valid tokens with it, and their owners refresh silently: ${inDigits(m['atOnce.peak'].value ?? 0)} refreshes within ${inTime(everyMs(p))} instead of about ${inDigits(Math.round(p.users / (perLife + 1)))}. With both keys published for ${inTime(listMs(p))} before the new one signs and ${inTime(lifeMs(p))} after, ${m['overlap.refused'].value} are refused.`,
});

// Left out: services that fetch the list when they see an unknown key, and a stolen key, for which an overlap is a gift.
