/** What the race of six ways to deploy measures and expects. */

import * as z from 'zod';
import type { Expectation } from '../../src/check/expectation.ts';
import { gauge, type MetricsOf, series } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { leastUserMinutes, mostUserMinutes } from './user-minutes.ts';

export const raceParams = z.object({
  instances: z
    .int()
    .min(1)
    .max(1_000)
    .default(20)
    .describe('instances before the deployment, all of them needed'),
  requestsPerSecond: z.number().positive().max(1e6).default(1_000).describe('of all users'),
  users: z.int().min(1).max(1e9).default(100_000).describe('at any time'),
  failingShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('error rate that the defect adds to the new version'),
  startMs: z.number().positive().default(60_000).describe('until a started instance is ready'),
  drainMs: z.number().positive().default(30_000).describe('until a stopped instance is gone'),
  routeMs: z
    .number()
    .positive()
    .default(5_000)
    .describe('until a changed route or flag is known everywhere'),
  surge: z
    .int()
    .min(1)
    .max(100)
    .default(2)
    .describe('instances that a rolling deployment may have beyond its number'),
});

type Params = z.output<typeof raceParams>;

export const percentages = [1, 5, 25, 100];
export const bakeMs = 600_000;
/** Requests of this long are one message. */
export const batchMs = 5_000;
export const lookMs = 10_000;
export const errorRate = 0.01;
export const alpha = 1e-6;
/** What a handful of messages take: the latency of a link is 1 ms. */
const messagesMs = 10;
/** Beyond this many standard deviations a count is off with a probability of at most 2e-9. */
const deviationsMax = 6;

const exposed = (name: string) => gauge('user-minutes', `with the defect, by ${name}`);
const failed = (name: string) => gauge('requests', `that the defect failed, by ${name}`);
const unserved = (name: string) => gauge('requests', `that were not served, by ${name}`);
const rollback = (name: string) => gauge('ms', `from the alarm until no user saw it, by ${name}`);
const extra = (name: string) => gauge('instances', `beyond the usual number, by ${name}`);
const share = (name: string) => series('share', `on the new version, by ${name}`, 10_000);

export const raceMetrics = {
  recreateExposed: exposed('recreate'),
  rollingExposed: exposed('rolling'),
  blueGreenExposed: exposed('blue-green'),
  canaryExposed: exposed('canary'),
  shadowExposed: exposed('shadow'),
  featureFlagExposed: exposed('a feature flag'),
  recreateFailed: failed('recreate'),
  rollingFailed: failed('rolling'),
  blueGreenFailed: failed('blue-green'),
  canaryFailed: failed('canary'),
  shadowFailed: failed('shadow'),
  featureFlagFailed: failed('a feature flag'),
  recreateUnserved: unserved('recreate'),
  rollingUnserved: unserved('rolling'),
  blueGreenUnserved: unserved('blue-green'),
  canaryUnserved: unserved('canary'),
  shadowUnserved: unserved('shadow'),
  featureFlagUnserved: unserved('a feature flag'),
  recreateRollbackMs: rollback('recreate'),
  rollingRollbackMs: rollback('rolling'),
  blueGreenRollbackMs: rollback('blue-green'),
  canaryRollbackMs: rollback('canary'),
  shadowRollbackMs: rollback('shadow'),
  featureFlagRollbackMs: rollback('a feature flag'),
  recreateExtra: extra('recreate'),
  rollingExtra: extra('rolling'),
  blueGreenExtra: extra('blue-green'),
  canaryExtra: extra('canary'),
  shadowExtra: extra('shadow'),
  featureFlagExtra: extra('a feature flag'),
  rollingReplaced: gauge('instances', 'of the new version when the alarm was raised, by rolling'),
  recreateShare: share('recreate'),
  rollingShare: share('rolling'),
  blueGreenShare: share('blue-green'),
  canaryShare: share('canary'),
  shadowShare: share('shadow'),
  featureFlagShare: share('a feature flag'),
};

export type RaceMetrics = MetricsOf<typeof raceMetrics>;

export const raceExpectations = (params: Params): Expectation<RaceMetrics>[] => [
  ...costs(params),
  ...rollbacks(params),
  ...harm(params),
];

function costs({
  instances,
  surge,
  requestsPerSecond,
  startMs,
  drainMs,
}: Params): Expectation<RaceMetrics>[] {
  const downForMs = 2 * (drainMs + startMs);
  const perMs = Math.round((requestsPerSecond * batchMs) / 1_000) / batchMs;
  return [
    {
      id: 'blue-green-doubles',
      text: 'blue-green runs twice the instances while both fleets exist',
      claim: 'deploy-blue-green-double-cost',
      measured: ({ blueGreenExtra }) => blueGreenExtra.value,
      bound: { atLeast: instances, atMost: instances },
    },
    {
      id: 'rolling-needs-its-surge',
      text: 'rolling needs its surge, and no more',
      measured: ({ rollingExtra }) => rollingExtra.value,
      bound: { atLeast: Math.min(surge, instances), atMost: Math.min(surge, instances) },
    },
    {
      id: 'rolling-serves-every-request',
      text: 'rolling leaves no request unserved, forward or back',
      claim: 'deploy-rolling-zero-downtime',
      measured: ({ rollingUnserved }) => rollingUnserved.value,
      bound: { atMost: 0 },
    },
    {
      id: 'recreate-is-down',
      text: 'recreate serves no request while it stops and starts, forward and back (to within a batch at each end)',
      claim: 'deploy-recreate-downtime',
      measured: ({ recreateUnserved, recreateRollbackMs }) =>
        recreateRollbackMs.value === undefined ? undefined : recreateUnserved.value,
      bound: {
        atLeast: perMs * (downForMs - 4 * batchMs),
        atMost: perMs * (downForMs + 4 * batchMs),
      },
    },
  ];
}

function rollbacks({ routeMs, startMs, drainMs, surge }: Params): Expectation<RaceMetrics>[] {
  const oneRoute = { atLeast: routeMs, atMost: routeMs + messagesMs };
  return [
    {
      id: 'blue-green-turns-back-with-one-route',
      text: 'blue-green is back once the route has changed',
      claim: 'deploy-blue-green-instant-rollback',
      measured: ({ blueGreenRollbackMs }) => blueGreenRollbackMs.value,
      bound: oneRoute,
    },
    {
      id: 'rolling-turns-back-instance-by-instance',
      text: 'rolling is back once every batch has been replaced again: each must start, and all but the last must drain',
      claim: 'deploy-blue-green-instant-rollback',
      measured: ({ rollingRollbackMs, rollingReplaced }) => {
        if (rollingRollbackMs.value === undefined) return undefined;
        const batches = Math.ceil((rollingReplaced.value ?? 0) / surge);
        const expectedMs = batches * startMs + (batches - 1) * drainMs;
        return (rollingRollbackMs.value - expectedMs) / batches;
      },
      bound: { atLeast: 0, atMost: messagesMs },
    },
    {
      id: 'flag-turns-back-when-it-is-known',
      text:
        'a flag is off everywhere once every instance has heard of it, which takes milliseconds ' +
        'only if changes are pushed',
      claim: 'deploy-flag-rollback-ms',
      measured: ({ featureFlagRollbackMs }) => featureFlagRollbackMs.value,
      bound: oneRoute,
    },
  ];
}

function harm(params: Params): Expectation<RaceMetrics>[] {
  const { users, failingShare, requestsPerSecond } = params;
  const perUserMinute = (requestsPerSecond * 60) / users;
  const broken = (1 - errorRate) * failingShare;
  const schedule = { ...params, bakeMs, lookMs, batchMs, errorRate, alpha };
  const least = (share: number, ms: number) => (users * share * Math.max(0, ms - batchMs)) / 60_000;
  const canaryLeast = leastUserMinutes(
    must(percentages[0], 'percentage of the first phase'),
    schedule,
  );
  const canaryMost = mostUserMinutes(percentages, schedule);
  return [
    {
      id: 'rolling-fails-requests',
      text:
        'rolling fails the defect’s share of the requests to the new version: no downtime does not mean no failed ' +
        'requests (in standard deviations of the binomial)',
      claim: 'deploy-rolling-zero-downtime',
      measured: ({ rollingExposed, rollingFailed }) => {
        const requests = (rollingExposed.value ?? 0) * perUserMinute;
        const deviation = Math.sqrt(requests * broken * (1 - broken));
        if (deviation === 0) return undefined;
        return ((rollingFailed.value ?? 0) - requests * broken) / deviation;
      },
      bound: { atLeast: -deviationsMax, atMost: deviationsMax },
    },
    {
      id: 'shadow-exposes-no-user',
      text: 'a shadow exposes no user',
      measured: ({ shadowExposed }) => shadowExposed.value,
      bound: { atMost: 0 },
    },
    {
      id: 'canary-exposes-less',
      text:
        'a canary’s user-minutes, as a share of recreate’s: its first phase fails at least the requests without which ' +
        'there is no alarm and lasts until the route has changed back, and very rarely does either take more looks ' +
        'than the exact binomial test of the errors needs',
      claim: 'deploy-canary-blast-radius-600x',
      measured: ({ canaryExposed, recreateExposed, canaryRollbackMs, recreateRollbackMs }) =>
        canaryRollbackMs.value === undefined || recreateRollbackMs.value === undefined
          ? undefined
          : (canaryExposed.value ?? 0) / (recreateExposed.value ?? 1),
      bound: {
        atLeast: canaryLeast / mostUserMinutes([100], schedule),
        atMost: canaryMost / least(1, lookMs),
      },
    },
  ];
}
