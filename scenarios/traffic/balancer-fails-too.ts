import * as z from 'zod';
import {
  availabilityDeviation,
  siteAvailability,
} from '../../sims/traffic/balancing/availability.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { emptySite, type Site, site } from '../../sims/traffic/balancing/site.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { real } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { aboutBalancing } from './balancing-kit.ts';

const params = z.object({
  host: real(0.5, 0.999, 0.99, 'availability of a host'),
  balancer: real(0.5, 0.999, 0.995, 'availability of the balancer'),
});
type Params = z.output<typeof params>;

const repairMs = 3_600_000;
/** Long enough for a thousand failures of a host. */
const untilMs = ({ host }: Params) => (1_000 * repairMs) / (1 - host);

const sites = {
  direct: { hosts: 1, hasBalancer: false },
  one: { hosts: 1, hasBalancer: true },
  two: { hosts: 2, hasBalancer: true },
} as const;
type Name = keyof typeof sites;
const names = Object.keys(sites) as Name[];

interface Subject extends BalancingSubject {
  readonly measured: Readonly<Record<Name, Site>>;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/balancer-fails-too',
  asks: 'A balancer stands in front of one host, or of two. Does it make the service more available, or is it one more thing that fails?',
  claims: ['comp-lb-is-failure-point'],
  code: [
    'sims/traffic/balancing/availability.ts#siteAvailability',
    'sims/traffic/balancing/site.ts#serves',
  ],
  params,
  durationMs: (p) => untilMs(p) + 1,
  metrics: {
    direct: gauge('share', 'of the time that one host is up'),
    one: gauge('share', 'of the time that a balancer and its one host are up'),
    two: gauge('share', 'of the time that a balancer and one of two hosts are up'),
  },
  build({ world, params: p, metrics }): Subject {
    const measured = { direct: emptySite(), one: emptySite(), two: emptySite() };
    for (const name of names) {
      const options = {
        hosts: sites[name].hosts,
        host: p.host,
        balancer: sites[name].hasBalancer ? p.balancer : undefined,
        repairMs,
        untilMs: untilMs(p),
      };
      world.addServer(name, site(options, measured[name]));
    }
    world.at(untilMs(p) + 0.5, () => {
      for (const name of names) metrics[name].set(measured[name].upMs / untilMs(p));
    });
    const rows = () => world.nodes.map(stateRow);
    return { breaches: new Breaches<BalancingLaw>(), measured, rows };
  },
  goals: () => [
    sometimes<Subject>('all-watched', 'each service is observed to the end', ({ measured }) =>
      names.every((name) => measured[name].done),
    ),
  ],
  expect: (p) =>
    names.map((name) => {
      const { hosts, hasBalancer } = sites[name];
      const availability = siteAvailability(p.host, hosts, hasBalancer ? p.balancer : 1);
      const deviation = availabilityDeviation(availability, {
        repairMs: repairMs / Math.min(p.host, hasBalancer ? p.balancer : 1),
        untilMs: untilMs(p),
      });
      return within(name, name, {
        atLeast: availability - 6 * deviation,
        atMost: Math.min(1, availability + 6 * deviation),
      }).says(
        `share of the time in which requests are served: ${hosts === 1 ? 'one host' : 'two hosts'}${hasBalancer ? ' behind a balancer' : ''}`,
        'comp-lb-is-failure-point',
      );
    }),
  tells: ({ params: p, metrics: m }) => {
    const two = siteAvailability(p.host, 2, p.balancer);
    return (
      `In front of one host a balancer only adds a failure: one host of ${percent(p.host, 2)} was up ${percent(m.direct.value, 3)} of ` +
      `the time, and behind a balancer of ${percent(p.balancer, 2)} only ${percent(m.one.value, 3)} (in theory ${percent(p.host * p.balancer, 3)}), because both must be up. ` +
      `With two hosts behind the balancer it was ${percent(m.two.value, 3)} (in theory ${percent(two, 3)}): ` +
      `${two > p.host ? 'better than one host alone' : 'still worse than one host alone'}. ` +
      `A balancer pays if it is up more than ${percent(p.host / siteAvailability(p.host, 2, 1), 3)} of the time, and the ` +
      'service is never more available than its balancer.'
    );
  },
});

// Left out: two balancers that share an address, and hosts that fail together.
