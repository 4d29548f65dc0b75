import * as z from 'zod';
import { CodeClient, CodeServer, challengeOf } from '../../sims/auth/code-flow.ts';
import { base64url } from '../../sims/auth/jws.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({ logins: whole(1, 1_000, 100, 'of each kind') });

export default scenario({
  ...aboutAuth,
  id: 'auth/redirect-login',
  asks: 'Users sign in with another service, and the code comes back through their browsers. What can an attacker do who sees it?',
  claims: [],
  code: ['sims/auth/code-flow.ts#redeem', 'sims/auth/code-flow.ts#returns'],
  params,
  metrics: {
    honest: gauge('users', 'that are signed in as themselves'),
    intercepted: gauge('codes', 'that an attacker redeems without the verifier'),
    replayed: gauge('codes', 'that are redeemed a second time'),
    injected: gauge('users', 'that are signed in as the attacker'),
  },
  build({ world, params: { logins }, rules, metrics }) {
    const study = new Study<AuthLaw>(world);
    const server = new CodeServer(rules);
    const bytes = study.stream('secrets');
    const secret = () =>
      base64url(Uint8Array.from({ length: 32 }, () => randomInteger(bytes, 0, 255)));
    const begin = () => new CodeClient(rules, secret(), secret());
    const authorised = (user: string, client: CodeClient) =>
      server.authorise(user, challengeOf(client.verifier));
    const often = (isHit: (place: number) => boolean) =>
      Array.from({ length: logins }, (_, place) => isHit(place)).filter(Boolean).length;
    return study
      .next(() => {
        const honest = often((place) => {
          const client = begin();
          const code = authorised(`user-${place}`, client);
          return client.returns(server, code, client.state) === `user-${place}`;
        });
        study.observes('users signed in as themselves', honest, `of ${logins}`, metrics.honest);
      })
      .next(() => {
        const stolen = often((place) => {
          const code = authorised(`user-${place}`, begin());
          return server.redeem(code, secret()) !== undefined;
        });
        study.observes(
          'codes redeemed without the verifier',
          stolen,
          `of ${logins}`,
          metrics.intercepted,
        );
        study.holds(
          'code-is-useless-to-a-thief',
          stolen === 0,
          `${counted(stolen, 'intercepted code is', 'intercepted codes are')} redeemed`,
        );
      })
      .next(() => {
        const again = often((place) => {
          const client = begin();
          const code = authorised(`user-${place}`, client);
          client.returns(server, code, client.state);
          return server.redeem(code, client.verifier) !== undefined;
        });
        study.observes('codes redeemed a second time', again, `of ${logins}`, metrics.replayed);
        study.holds(
          'code-gives-one-token',
          again === 0,
          `${counted(again, 'code is', 'codes are')} redeemed twice`,
        );
      })
      .next(() => {
        const injected = often(() => {
          // The attacker began to sign in as themself, and sends the link to somebody who did, too.
          const [attacker, victim] = [begin(), begin()];
          const code = authorised('attacker', attacker);
          // Apps of before PKCE, or ones whose verifier the link brings along.
          const user = victim.returns(server, code, attacker.state, attacker.verifier);
          return user === 'attacker';
        });
        study.observes(
          'users signed in as the attacker',
          injected,
          `of ${logins}`,
          metrics.injected,
        );
        study.holds(
          'user-is-themself',
          injected === 0,
          `${counted(injected, 'user is', 'users are')} signed in as the attacker`,
        );
      })
      .next(() => study.observes('characters of a challenge', challengeOf(secret()).length))
      .next(() => study.observes('characters of a verifier', secret().length))
      .next(() => study.observes('codes that the server gave', 4 * logins))
      .next(() => study.observes('of each kind', logins))
      .next(() => {
        const [one, other] = [challengeOf(secret()), challengeOf(secret())];
        const same = Array.from(one).filter((letter, place) => letter === other[place]).length;
        study.observes('places at which two challenges agree', same, 'of 43');
      })
      .next(() =>
        study.observes('first byte of a secret that was drawn', randomInteger(bytes, 0, 255)),
      )
      .next(() => study.observes('chance to guess a secret', 2 ** -256));
  },
  expect: ({ logins }) => [
    exactly(logins, 'honest', 'honest').says('users signed in as themselves: all'),
    exactly(0, 'intercepted', 'intercepted').says('codes redeemed without the verifier'),
    exactly(0, 'replayed', 'replayed').says('codes redeemed twice'),
    exactly(0, 'injected', 'injected').says('users signed in as the attacker'),
  ],
  tells: ({ params: { logins }, metrics: m }) =>
    `Nothing, if the flow has PKCE and state: of ${counted(logins, 'intercepted code')} ${m.intercepted.value} are redeemed, because the attacker lacks the code verifier, of which the client sent only the hash beforehand (PKCE). ${counted(m.injected.value ?? 0, 'user is', 'users are')} signed in as the attacker by a link with the attacker’s code, because its state parameter is not the one that their client sent (CSRF). Of ${counted(logins, 'code')} that leak together with the verifier ${m.replayed.value} are redeemed again, because a code is good once. All ${counted(m.honest.value ?? 0, 'honest sign-in')} succeed.`,
});

// Left out: revoking the tokens of a code that comes twice, codes that run out, and redirects to the wrong address.
