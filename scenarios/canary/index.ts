/** The scenarios of canary analysis, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const canaryWing: WingEntry = {
  id: 'canary',
  title: 'Canary analysis: rollouts that decide',
  scenarios: [
    {
      id: 'canary/bad-release',
      asks: 'A release fails one more request in a hundred. How far does it get, and how many users see it?',
      load: () => import('./bad-release.ts'),
    },
    {
      id: 'canary/peeking',
      asks: 'What happens to a 5% test if one looks at it every minute for an hour?',
      load: () => import('./peeking.ts'),
    },
    {
      id: 'canary/many-metrics',
      asks: 'Gates on 24 metrics at 5% each: how often is a harmless release rolled back?',
      load: () => import('./many-metrics.ts'),
    },
    {
      id: 'canary/before-after',
      asks: 'May a release be compared with the service just before it?',
      load: () => import('./before-after.ts'),
    },
    {
      id: 'canary/old-fleet',
      asks: 'May a canary that has just started be compared with a fleet that has been running for a week?',
      load: () => import('./old-fleet.ts'),
    },
    {
      id: 'canary/warm-up',
      asks: 'Should the first minutes of a canary count towards its verdict?',
      load: () => import('./warm-up.ts'),
    },
    {
      id: 'canary/slow-hundredth',
      asks: 'One request in a hundred becomes ten times slower. Does the test of the latencies see it?',
      load: () => import('./slow-hundredth.ts'),
    },
    {
      id: 'canary/smallest-defect',
      asks: 'How small a defect can a 1% canary see in ten minutes?',
      load: () => import('./smallest-defect.ts'),
    },
    {
      id: 'canary/busy-ramp',
      asks: 'Traffic shares and error rates both rise during a rollout. Which version do the pooled counts blame?',
      load: () => import('./busy-ramp.ts'),
    },
    {
      id: 'canary/unrecorded-errors',
      asks: 'A canary’s failing requests crash before they are counted. Do its metrics look good?',
      load: () => import('./unrecorded-errors.ts'),
    },
    {
      id: 'canary/few-errors',
      asks: 'A handful of errors on a small canary: is chi-squared good enough?',
      load: () => import('./few-errors.ts'),
    },
    {
      id: 'canary/broken-client',
      asks: 'One broken client fails all of its requests. How many observations are they?',
      load: () => import('./broken-client.ts'),
    },
    {
      id: 'canary/no-traffic',
      asks: 'A canary gets no traffic at all. Is it promoted?',
      load: () => import('./no-traffic.ts'),
    },
    {
      id: 'canary/too-small',
      asks: 'A few hundred requests showed no significant difference. Is that a pass?',
      load: () => import('./too-small.ts'),
    },
    {
      id: 'canary/lost-latencies',
      asks: 'Some latencies were not recorded. What happens if they count as zero?',
      load: () => import('./lost-latencies.ts'),
    },
    {
      id: 'canary/timeouts',
      asks: 'Requests that take too long are abandoned. Should their latencies count?',
      load: () => import('./timeouts.ts'),
    },
    {
      id: 'canary/trivial-difference',
      asks: 'With a million requests everything is significant. Does everything matter?',
      load: () => import('./trivial-difference.ts'),
    },
    {
      id: 'canary/wrong-direction',
      asks: 'A metric’s sign is the wrong way round in the configuration. Which releases pass?',
      load: () => import('./wrong-direction.ts'),
    },
    {
      id: 'canary/repaired',
      asks: 'A release was rolled back, and its repair is rolled out. Is the repair judged only by its own data?',
      load: () => import('./repaired.ts'),
    },
    {
      id: 'canary/sticky-users',
      asks: 'The percentage of a flag rises. Does any user lose the new version again?',
      load: () => import('./sticky-users.ts'),
    },
    {
      id: 'canary/half-percent',
      asks: 'Is half a percentage point more errors on fewer than 1,000 requests only noise?',
      load: () => import('./half-percent.ts'),
    },
    {
      id: 'canary/two-percent',
      asks: 'A canary has a few percent more errors. Is that a signal on 100 requests, and on 100,000, and how many requests does it take?',
      load: () => import('./two-percent.ts'),
    },
    {
      id: 'canary/overlapping-intervals',
      asks: 'The confidence intervals of canary and baseline overlap. Does that mean that there is no difference?',
      load: () => import('./overlapping-intervals.ts'),
    },
    {
      id: 'canary/false-rollbacks',
      asks: 'With ten deploys per day, how many good releases are rolled back in a year?',
      load: () => import('./false-rollbacks.ts'),
    },
    {
      id: 'canary/six-strategies',
      asks: 'The same bug goes out in six ways. How many users see it, for how long, and what does each way cost?',
      load: () => import('./six-strategies.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/canary/canary.ts')).canary,
    killers: (await import('./killers.ts')).canaryKillers,
  }),
};
