import * as z from 'zod';
import { authorityServer } from '../../sims/auth/authority.ts';
import {
  beforeExpiryMs,
  type Owner,
  owners,
  type Theft,
  theftClient,
} from '../../sims/auth/thief.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, uniformMoments } from '../../src/statistics/moments.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  lifeMinutes: real(1, 120, 15, 'for which an access token is valid'),
  lives: whole(3, 40, 16, 'of an access token for which a session may be renewed'),
  thefts: whole(20, 100, 60, 'of each kind'),
});
type Params = z.output<typeof params>;

const lifeMs = ({ lifeMinutes }: Params) => lifeMinutes * 60_000;
const runMs = (p: Params) => (p.lives + 3) * lifeMs(p);
/** Of a refresh and the sign-in before it. */
const messagesMs = 5;

const says: Readonly<Record<Owner, string>> = {
  active: 'the owner refreshes too',
  away: 'the owner never comes back',
  leaves: 'the owner signs out',
  fixed: 'tokens do not rotate',
};

export default scenario({
  ...aboutServers,
  id: 'auth/stolen-refresh',
  asks: 'A refresh token is copied. When is that noticed, and how long is the thief let in?',
  claims: [],
  code: ['sims/auth/families.ts#refresh'],
  params,
  durationMs: runMs,
  metrics: {
    noticedMs: gauge('ms', 'from the theft until the server notices it, mean'),
    unnoticed: gauge('thefts', 'never noticed, if tokens do not rotate'),
    ...gaugePer(
      owners,
      'meanMs',
      'ms',
      (owner) => `that the thief is let in, mean, ${says[owner]}`,
    ),
  },
  build({ world, params: p, rules, metrics }) {
    const thefts = new Map<Owner, Theft[]>(owners.map((owner) => [owner, []]));
    let isOver = false;
    const subject = watching(world, () => isOver);
    const { breaches } = subject;
    for (const owner of owners) {
      const authority = `authority-${owner}`;
      const absoluteMs = p.lives * lifeMs(p);
      const options = { absoluteMs, lifeMs: lifeMs(p), graceMs: 0, signingKey: () => 'k1' };
      const own = owner === 'fixed' ? { ...rules, 'rotate-on-use': false } : rules;
      world.addServer(authority, authorityServer(own, options));
      const known = must(thefts.get(owner), 'list of an owner');
      const sees = {
        refreshed: ({ user, startedMs, noticedMs, signedOutMs }: Theft, nowMs: number) => {
          if (noticedMs !== undefined)
            breaches.report('thief-is-stopped', `${user}: refreshed after a reuse was noticed`);
          if (signedOutMs !== undefined)
            breaches.report('revoked-means-refused', `${user}: refreshed after the sign-out`);
          if (nowMs > startedMs + absoluteMs + messagesMs)
            breaches.report('session-ends', `${user}: refreshed after the absolute lifetime`);
        },
        ownerRefreshed: ({ user }: Theft) =>
          breaches.report('theft-is-noticed', `${user}: owner and thief have used the same token`),
      };
      const theft = { authority, owner, thefts: p.thefts, lifeMs: lifeMs(p), lives: p.lives };
      world.addServer(`people-${owner}`, theftClient(theft, known, sees));
    }
    world.at(runMs(p) - 1, () => {
      for (const [owner, known] of thefts) {
        const ends = known.map(({ endsMs = runMs(p), stolenMs }) => endsMs - stolenMs);
        metrics[`${owner}.meanMs`].set(meanOf(ends));
      }
      const active = must(thefts.get('active'), 'list of an owner');
      metrics.noticedMs.set(
        meanOf(active.map(({ noticedMs = runMs(p), stolenMs }) => noticedMs - stolenMs)),
      );
      isOver = [...thefts.values()].flat().every(({ endsMs }) => endsMs !== undefined);
      const fixed = must(thefts.get('fixed'), 'list of an owner');
      metrics.unnoticed.set(fixed.filter(({ noticedMs }) => noticedMs === undefined).length);
    });
    return subject;
  },
  expect: (p) => {
    const life = lifeMs(p);
    const before = uniformMoments(0, life - beforeExpiryMs);
    const sessionMs = p.lives * life;
    /** But for what the messages take, and rounding. */
    const exactMs = (ms: number) => meanBounds({ mean: ms, deviation: 0 }, p.thefts, messagesMs);
    // Signed out from the first life to the last but one; the thief has what was refreshed before, to its end.
    const leaves = {
      mean: ((p.lives - 2) * life) / 2 + life,
      deviation: ((p.lives - 2) * life) / Math.sqrt(12) + life / Math.sqrt(3),
    };
    return [
      within(
        'noticedMs',
        'noticed',
        meanBounds({ ...before, mean: life - before.mean }, p.thefts, messagesMs),
      ).says('ms until the owner’s next refresh shows the theft: half a life on average'),
      within('active.meanMs', 'active', exactMs(life)).says(
        'ms that a thief is let in: what was refreshed at once, for a life',
      ),
      within('away.meanMs', 'away', exactMs(sessionMs)).says(
        'ms that a thief is let in if the owner never comes back: the absolute lifetime',
      ),
      within('leaves.meanMs', 'leaves', meanBounds(leaves, p.thefts, beforeExpiryMs)).says(
        'ms that a thief is let in if the owner signs out: until then, and what was left of the last token',
      ),
      within('fixed.meanMs', 'fixed', exactMs(sessionMs)).says(
        'ms that a thief is let in if tokens do not rotate, whatever the owner does',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `With rotation, where each refresh token works once and buys the next, theft is noticed when the second of the two uses the token: the owner’s next refresh shows a reuse, after ${inTime(m.noticedMs.value ?? 0)} on average, and the whole family of tokens is revoked; the thief was let in for ${inTime(m['active.meanMs'].value ?? 0)}, until the last access token expired. If the owner refreshes before the thief, the thief’s use is the reuse: it gets nothing, and both have to sign in. If the owner never comes back nothing shows it, and the thief stays for the absolute lifetime, ${inTime(m['away.meanMs'].value ?? 0)}. Without rotation ${m.unnoticed.value} of ${p.thefts} thefts are never noticed.`,
});

// Left out: tokens that are bound to a key of the client, which cannot be copied at all (RFC 9449).
