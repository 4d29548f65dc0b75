import * as z from 'zod';
import {
  type BalancingCluster,
  balancingCluster,
  hostId,
  plainBalancing,
} from '../../sims/traffic/balancing/cluster.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { note } from '../../sims/traffic/notes.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutBalancing, allEnded, missed } from './balancing-kit.ts';

const params = z.object({
  hosts: whole(2, 20, 4, 'hosts before one is added'),
  users: whole(20, 1_000, 100, 'users, each with a session at the first host that they reach'),
});
type Params = z.output<typeof params>;

const perSecond = 100;
/** Before and after the scale-out: each user comes several times. */
const phaseMs = ({ users }: Params) => (5 * users * 1_000) / perSecond;

interface Subject extends BalancingSubject {
  readonly clusters: readonly BalancingCluster[];
}

type Arm = 'hashed' | 'sticky';

export default scenario({
  ...aboutBalancing,
  id: 'traffic/sticky-sessions',
  asks: 'Sessions live in the memory of a host. Users reach it by a hash of their address, or by a cookie, and one host is added. How many sessions are lost?',
  claims: [],
  code: [
    'sims/traffic/balancing/balancer.ts#stickyHome',
    'sims/traffic/balancing/policies.ts#policyOf',
  ],
  params,
  durationMs: (p) => 2.6 * phaseMs(p) + 1_000,
  metrics: {
    hashed: counter('users', 'whose session is on another host, with hash mod n'),
    hashedSeen: counter('users', 'who came before and after, with hash mod n'),
    sticky: counter('users', 'whose session is on another host, with a cookie'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<BalancingLaw>();
    const cluster = (arm: Arm, name?: string) => {
      const sessions = new Map<number, string>();
      const after = new Set<number>();
      const isGrown = () => world.kernel.nowMs > phaseMs(p);
      const options = {
        ...plainBalancing,
        ...(name === undefined ? {} : { name }),
        policy: 'ip-hash' as const,
        isSticky: arm === 'sticky',
        hosts: p.hosts,
        spares: 1,
        users: p.users,
        requests: Math.floor((2 * perSecond * phaseMs(p)) / 1_000),
        perSecond,
        host: () => ({ servers: Infinity, workMs: constant(5) }),
      };
      const sends = (host: { id: string }, _usable: unknown, _panics: boolean, user: number) => {
        const home = sessions.get(user);
        if (home === undefined) sessions.set(user, host.id);
        if (home === undefined || !isGrown() || after.has(user)) return;
        after.add(user);
        if (arm === 'hashed') metrics.hashedSeen.add();
        if (home === host.id) return;
        metrics[arm].add();
        note(world.node('balancer'), { kind: 'moves', user, from: home, to: host.id });
        if (arm === 'sticky')
          breaches.report(
            'sessions-stay',
            `a request of user ${user} goes to ${host.id}, although the user’s session is at ${home}`,
          );
      };
      return balancingCluster(world, rules, options, { breaches, events: { sends } });
    };
    const [hashed, sticky] = [cluster('hashed', 'hashed'), cluster('sticky')];
    world.at(phaseMs(p), () => {
      hashed.balancer.join(hostId(p.hosts + 1, 'hashed'));
      sticky.balancer.join(hostId(p.hosts + 1));
    });
    return { breaches, clusters: [hashed, sticky], rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allEnded<Subject>()],
  expect: (p) => [
    within(quotient('hashed', 'hashedSeen'), 'hashed', shareRange(p)).says(
      `share of users separated from their session by hash mod n: all but 1 in ${p.hosts + 1}`,
    ),
    exactly(0, 'sticky', 'sticky').says(
      'users separated from their session, if a cookie names the host',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Stick users to a host by a cookie (session affinity), not by a hash: going from ${p.hosts} to ${p.hosts + 1} hosts, hash mod n separates ${percent(m.hashed.value / Math.max(1, m.hashedSeen.value))} of the users from their session, and a cookie that names the host ${m.sticky.value === 0 ? 'none' : inDigits(m.sticky.value)}. With the cookie only new users go to the new host, which therefore fills slowly. A host that is lost takes its sessions with it either way; in a shared store, such as Redis, they survive that too.`,
});

/** At least nine in ten users are seen in both halves. */
function shareRange({ hosts, users }: Params) {
  const seen = Math.floor(users * 0.9);
  const { atLeast, atMost } = binomialQuantiles(seen, hosts / (hosts + 1), missed);
  return { atLeast: atLeast / seen, atMost: atMost / seen };
}

// Left out: many users behind one address, who all go to one host, and hosts that are removed.
