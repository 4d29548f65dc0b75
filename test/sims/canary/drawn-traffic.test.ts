/**
 * Goal: a control of an earlier time is as old then as the canary is now. Method: a rollout that is longer than the
 * exponential of its age can express, and many requests, so that a rate is near its expectation.
 */
import { expect, test } from 'vitest';
import { drawnTraffic } from '../../../sims/canary/rollout/drawn-traffic.ts';
import { defaultPlan } from '../../../sims/canary/rollout/plan.ts';
import { canaryRules } from '../../../sims/canary/rules.ts';
import type { Observed } from '../../../sims/canary/traffic/observe.ts';
import { coldness, defaultService } from '../../../sims/canary/traffic/service.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

const intervalMs = 60_000;
const phase = { percentage: 50, bakeMs: 720 * 60 * 60_000 };
const service = { ...defaultService, requestsPerSecond: 100_000, coldFactor: 3 };

const rateOf = ({ endpoints: [counted] }: Observed): number =>
  (counted?.errors ?? Number.NaN) / (counted?.requests ?? 0);

test.each([
  ['of the same time', canaryRules.without()],
  ['of the time before', canaryRules.without('concurrent-control')],
])('a control %s has warmed up as far as the canary', (_name, rules) => {
  let nowMs = 0;
  const traffic = drawnTraffic(
    {},
    {
      service,
      plan: { ...defaultPlan, phases: [phase], intervalMs, control: 'rest' },
      rules,
      stream: new RandomStreams('drawn traffic').stream('errors'),
      now: () => nowMs,
    },
  );
  const observing = traffic.observe(phase)[Symbol.iterator]();
  observing.next();
  nowMs += intervalMs;
  const { value, done } = observing.next();
  expect(done).toBe(true);
  const { canary, baseline } = value as Record<'canary' | 'baseline', Observed>;
  // 3,000,000 requests of each: six standard deviations are 0.0006.
  const expected = 0.01 * coldness(service, 0);
  expect(Math.abs(rateOf(canary) - expected)).toBeLessThan(0.0006);
  expect(Math.abs(rateOf(baseline) - expected)).toBeLessThan(0.0006);
});
