/** The scenarios of slo, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const sloWing: WingEntry = {
  id: 'slo',
  title: 'Objectives: burn rates, alerts, and what they do not see',
  scenarios: [
    {
      id: 'slo/outage-alerts',
      asks: 'One request in ten fails. Which alerts fire, when, and how much of the budget is gone by then?',
      load: () => import('./outage-alerts.ts'),
    },
    {
      id: 'slo/slow-burn',
      asks: 'One request in a hundred fails against an objective of 99.9%. Is that found?',
      load: () => import('./slow-burn.ts'),
    },
    {
      id: 'slo/alert-reset',
      asks: 'Nine requests in ten fail for ten minutes, and it is repaired. For how long does the page go on?',
      load: () => import('./alert-reset.ts'),
    },
    {
      id: 'slo/low-traffic',
      asks: 'A service gets ten requests an hour. What does one failure do to its alerts?',
      load: () => import('./low-traffic.ts'),
    },
    {
      id: 'slo/night-outage',
      asks: 'An hour of outage at night and an hour at noon: do they cost the same budget?',
      load: () => import('./night-outage.ts'),
    },
    {
      id: 'slo/silent-exporter',
      asks: 'A service goes down and takes its metrics with it. Does the alert on its error ratio fire?',
      load: () => import('./silent-exporter.ts'),
    },
    {
      id: 'slo/masked-endpoint',
      asks: 'Fewer than 0.1% of all requests fail. Can one payment in twelve fail?',
      load: () => import('./masked-endpoint.ts'),
    },
    {
      id: 'slo/green-checkout',
      asks: 'Every dashboard is green, and customers cannot buy. What is not counted?',
      load: () => import('./green-checkout.ts'),
    },
    {
      id: 'slo/checkout-funnel',
      asks: 'Of 1,000 users who start to check out, 200 finish. Is a step broken?',
      load: () => import('./checkout-funnel.ts'),
    },
    {
      id: 'slo/probe-interval',
      asks: 'A probe buys something every five minutes. After how long does it find a broken checkout?',
      load: () => import('./probe-interval.ts'),
    },
    {
      id: 'slo/missing-webhook',
      asks: 'A certificate expires, and webhooks no longer arrive. Which alert notices?',
      load: () => import('./missing-webhook.ts'),
    },
    {
      id: 'slo/half-of-last-week',
      asks: 'An alert fires below half of last week’s count of the same hour. How often is it false?',
      load: () => import('./half-of-last-week.ts'),
    },
    {
      id: 'slo/symptom-pages',
      asks: 'Should a page tell that a processor is busy, or that users wait?',
      load: () => import('./symptom-pages.ts'),
    },
    {
      id: 'slo/three-dependencies',
      asks: 'A service needs three others of 99.9% each. Can it promise 99.9%?',
      load: () => import('./three-dependencies.ts'),
    },
    {
      id: 'slo/omitted-waiting',
      asks: 'A server stands still for a second. What does a load generator that waits for replies say of it?',
      load: () => import('./omitted-waiting.ts'),
    },
    {
      id: 'slo/mean-of-ratios',
      asks: 'One new instance fails half of its ten requests. What is the error ratio of the fleet?',
      load: () => import('./mean-of-ratios.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/slo/slo.ts')).slo,
    killers: (await import('./killers.ts')).sloKillers,
  }),
};
