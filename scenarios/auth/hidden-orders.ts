import * as z from 'zod';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { Orders, type Seen } from '../../sims/auth/objects.ts';
import { difference, exactly } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  ids: whole(50, 10_000, 1_000, 'that an attacker tries'),
  share: real(0.05, 0.95, 0.4, 'of them that are orders of others'),
});

const arms = ['forbidden', 'twoLookUps', 'hidden'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  forbidden: '403 for what belongs to others',
  twoLookUps: '404, found after two look-ups',
  hidden: '404, by one look-up of id and owner',
};

export default scenario({
  ...aboutAuth,
  id: 'auth/hidden-orders',
  asks: 'A user asks for order after order, and most belong to others. What do the answers give away: 403, 404, and how long they take?',
  claims: ['auth-404-hides-existence'],
  code: ['sims/auth/objects.ts#get'],
  params,
  metrics: {
    ...gaugePer(
      arms,
      'byStatus',
      'orders',
      (arm) => `told from absent ones by their status, ${says[arm]}`,
    ),
    ...gaugePer(
      arms,
      'byTime',
      'orders',
      (arm) => `told from absent ones by status or time, ${says[arm]}`,
    ),
    read: gauge('orders', 'of others that are read'),
    existing: gauge('orders', 'of others among the ids'),
    signedOut: gauge('answers', 'that are 401 to a request without a user'),
  },
  build({ world, params: { ids, share }, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const stream = study.stream('orders');
    const owners = new Map<number, string>();
    for (let order = 1; order <= ids; order++) if (chance(stream, share)) owners.set(order, 'ann');
    study.next(() => study.observes('orders of others', owners.size, '', metrics.existing));
    let read = 0;
    for (const arm of arms) {
      study.next(() => {
        const own = arm === 'forbidden' ? { ...rules, 'denial-looks-like-absence': false } : rules;
        const orders = new Orders(own, owners);
        const absent = orders.get('mallory', ids + 1, arm === 'hidden');
        const isTold = (differs: (seen: Seen) => boolean) =>
          [...owners.keys()].filter((order) =>
            differs(orders.get('mallory', order, arm === 'hidden')),
          ).length;
        const byStatus = isTold(({ status }) => status !== absent.status);
        const byTime = isTold(
          ({ status, lookUps }) => status !== absent.status || lookUps !== absent.lookUps,
        );
        study.observes(
          `told by status, ${says[arm]}`,
          byStatus,
          'orders',
          metrics[`${arm}.byStatus`],
        );
        study.observes(
          `told by status or time, ${says[arm]}`,
          byTime,
          'orders',
          metrics[`${arm}.byTime`],
        );
        const open = isTold(({ status }) => status === 200);
        read += open;
        study.holds(
          'no-cross-user-read',
          open === 0,
          `${counted(open, 'order of another user is', 'orders of other users are')} read`,
        );
        if (arm === 'hidden' && open === 0)
          study.holds(
            'existence-is-hidden',
            byTime === 0,
            `${counted(byTime, 'order of another user differs', 'orders of other users differ')} from absent ones`,
          );
      });
    }
    study.next(() => study.observes('orders of others read', read, '', metrics.read));
    study.next(() => {
      const orders = new Orders(rules, owners);
      const refused = Array.from({ length: ids }, (_, id) => orders.get(undefined, id, true));
      const count = refused.filter(({ status }) => status === 401).length;
      study.observes('answers 401 without a user', count, '', metrics.signedOut);
    });
    for (const [line, value] of [
      ['ids tried', ids],
      ['answers that a user can get', 4],
      ['look-ups of an absent order', 1],
      ['look-ups of a forbidden order, looked up and then checked', 2],
    ] as const)
      study.next(() => study.observes(line, value));
    return study;
  },
  expect: ({ ids }) => [
    exactly(0, 'read', 'read').says('orders of others read'),
    exactly(0, difference('forbidden.byStatus', 'existing'), 'leak').says(
      'orders of others that a 403 does not give away',
    ),
    exactly(0, 'twoLookUps.byStatus', 'status').says(
      'orders of others that a 404 gives away by its status',
      'auth-404-hides-existence',
    ),
    exactly(0, difference('twoLookUps.byTime', 'existing'), 'time').says(
      'orders of others that a 404 after two look-ups does not give away by its time',
      'auth-404-hides-existence',
    ),
    exactly(0, 'hidden.byTime', 'hidden').says(
      'orders of others given away by status or time, if one look-up asks for id and owner',
      'auth-404-hides-existence',
    ),
    exactly(ids, 'signedOut', 'signed-out').says('answers 401 to requests without a user: all'),
  ],
  tells: ({ metrics: m }) =>
    `Answer 404 to another user’s order, after one query by id and owner: the check of the owner prevents IDOR (another user’s object read by its id), and the 404 hides that the object exists. A 403 (signed in, but not allowed) shows that it exists, and so gives away all ${inDigits(m.existing.value ?? 0)} orders of others; a 404 after a second look-up gives them away by its time. A 401 says only that the request came without a valid sign-in.\n\n` +
    plainTable([
      ['answer', 'told by status', 'by status or time'],
      ...arms.map((arm) => [
        says[arm],
        inDigits(m[`${arm}.byStatus`].value ?? 0),
        inDigits(m[`${arm}.byTime`].value ?? 0),
      ]),
    ]),
});

// Left out: noise of the network, through which a difference in time takes more requests to see.
