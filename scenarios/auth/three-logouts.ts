import * as z from 'zod';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { Sessions } from '../../sims/auth/sessions.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  users: whole(1, 500, 100, 'users'),
  devices: whole(2, 20, 4, 'that each is signed in with'),
});

export default scenario({
  ...aboutAuth,
  id: 'auth/three-logouts',
  asks: 'A user signs out, changes their password, or is signed out by an administrator. Which sessions are let in afterwards?',
  claims: ['qf-sessions-three-needs'],
  code: [
    'sims/auth/sessions.ts#changePassword',
    'sims/auth/sessions.ts#signIn',
    'sims/auth/families.ts#logOut',
  ],
  params,
  metrics: {
    afterSignOut: gauge('sessions', 'let in after they signed out'),
    afterPassword: gauge('sessions', 'of other devices let in after the password changed'),
    afterAdmin: gauge('sessions', 'let in after an administrator ended them'),
    stay: gauge('sessions', 'let in that nobody ended'),
    planted: gauge('sessions', 'that an attacker is let in with who planted the id'),
  },
  build({ world, params: { users, devices }, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const sessions = new Sessions(rules);
    const stream = study.stream('devices');
    const ids = new Map<string, string[]>();
    const letIn = (of: readonly string[]) =>
      of.filter((id) => sessions.userOf(id) !== undefined).length;
    const idsOf = (user: string) => ids.get(user) ?? [];
    const names = Array.from({ length: users }, (_, place) => `user-${place + 1}`);
    const each = (kind: string) => names.map((name) => `${name}-${kind}`);
    const [out, password, admin, other] = [
      each('out'),
      each('password'),
      each('admin'),
      each('other'),
    ];
    const revoked = (how: string, count: number) =>
      study.holds(
        'revoked-means-refused',
        count === 0,
        `${counted(count, 'session is', 'sessions are')} let in after ${how}`,
      );
    study.next(() => {
      let planted = 0;
      for (const user of [...out, ...password, ...admin, ...other]) {
        ids.set(user, []);
        for (let device = 1; device <= devices; device++) {
          const anonymous = `${user}-before-${device}`;
          const id = sessions.signIn(user, anonymous);
          idsOf(user).push(id);
          if (sessions.userOf(anonymous) !== undefined) planted += 1;
        }
      }
      study.observes('planted ids that are signed in', planted, 'sessions', metrics.planted);
      study.holds(
        'planted-id-is-useless',
        planted === 0,
        `${counted(planted, 'id that was known before the sign-in is', 'ids that were known before the sign-in are')} signed in`,
      );
    });
    study.next(() => {
      const ended = out.map((user) => idsOf(user)[randomInteger(stream, 0, devices - 1)] ?? '');
      for (const id of ended) sessions.signOut(id);
      const first = out.filter((user, place) => idsOf(user)[0] === ended[place]).length;
      study.observes('sign-outs on the device that signed in first', first);
      revoked(
        'the sign-out',
        study.observes('let in after they signed out', letIn(ended), '', metrics.afterSignOut),
      );
    });
    study.next(() => {
      const others = password.flatMap((user) => {
        const [own = '', ...rest] = idsOf(user);
        sessions.changePassword(own);
        return rest;
      });
      const count = letIn(others);
      study.observes('let in after the password changed', count, '', metrics.afterPassword);
      revoked('the password changed', count);
    });
    study.next(() => {
      for (const user of admin) sessions.revokeAll(user);
      const count = letIn(admin.flatMap(idsOf));
      study.observes('let in after an administrator ended them', count, '', metrics.afterAdmin);
      revoked('an administrator ended them', count);
    });
    study.next(() => {
      const rest = [...out, ...password, ...admin, ...other].flatMap(idsOf);
      study.observes('let in that nobody ended', letIn(rest), '', metrics.stay);
    });
    for (const [says, value] of [
      ['users that sign out of one device', users],
      ['users that change their password', users],
      ['users that an administrator signs out', users],
      ['users to whom nothing happens', users],
      ['sessions', 4 * users * devices],
      ['look-ups for each request', 1],
    ] as const)
      study.next(() => study.observes(says, value));
    return study;
  },
  expect: ({ users, devices }) => [
    exactly(0, 'afterSignOut', 'sign-out').says(
      'sessions let in after the sign-out',
      'qf-sessions-three-needs',
    ),
    exactly(0, 'afterPassword', 'password').says(
      'sessions of other devices let in after the password changed',
      'qf-sessions-three-needs',
    ),
    exactly(0, 'afterAdmin', 'admin').says(
      'sessions let in after an administrator ended them',
      'qf-sessions-three-needs',
    ),
    exactly(users * (2 * devices), 'stay', 'others').says(
      'sessions that nobody ended, and are let in: all',
    ),
    exactly(0, 'planted', 'planted').says('ids from before the sign-in that are signed in'),
  ],
  tells: ({ params: { users }, metrics: m }) =>
    `The store deletes sessions, and their next request is refused: a sign-out ends the session of this device, a new password all others, and an administrator all of a user. Let in were ${m.afterSignOut.value} of ${inDigits(users)} after a sign-out (this device), ${m.afterPassword.value} of other devices after ${inDigits(users)} changes of a password, and ${m.afterAdmin.value} after an administrator signed out ${counted(users, 'user')}. The other ${counted(m.stay.value ?? 0, 'session')} go on. The id of a session changes at the sign-in, so ${m.planted.value} ids that an attacker planted before are signed in (session fixation).`,
});

// Left out: a copy of the session in each service, which makes all three as late as the copy is old.
