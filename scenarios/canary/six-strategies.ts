/**
 * Asks: The same bug goes out in six ways. Who sees it, for how long, and what does each way cost?
 *
 * Recreate, rolling, blue-green, canary, shadow and feature flag deploy the same release to fleets of
 * the same size. Errors are counted, and the alarm is raised once they cannot be chance.
 */
import { z } from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { Alarm, strategies } from '../../sims/canary/strategies/deploy.ts';
import { Fleet } from '../../sims/canary/strategies/fleet.ts';
import { monitor } from '../../sims/canary/strategies/monitor.ts';
import { type CanaryStudy, emptyStudy } from '../../sims/canary/study.ts';
import { sometimes } from '../../src/check/goal.ts';
import { invariant } from '../../src/check/invariant.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';

const params = z.object({
  instances: z
    .int()
    .min(1)
    .max(1_000)
    .default(20)
    .describe('before the deployment, all of them needed'),
  requestsPerSecond: z.number().positive().max(1e6).default(1_000).describe('of all users'),
  users: z.int().min(1).max(1e9).default(100_000).describe('at any time'),
  failingShare: z.number().min(0).max(1).default(0.05).describe('of the new version’s requests'),
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

const bakeMs = 600_000;
const errorRate = 0.01;
const names = ['recreate', 'rolling', 'blueGreen', 'canary', 'shadow', 'featureFlag'] as const;
type Name = (typeof names)[number];

interface Racer {
  readonly name: Name;
  readonly fleet: Fleet;
  readonly alarm: Alarm;
  raisedAtMs: number | undefined;
  /** From the alarm until no user saw the new version. */
  undoneMs: number | undefined;
}

interface Race extends CanaryStudy {
  readonly racers: readonly Racer[];
}

/** Of all ways, only recreate stops what it has before it starts anew. */
const capacityCoversDemand = invariant<Race>(
  'capacity-covers-demand',
  'apart from recreate, no deployment ever has fewer instances ready than are needed',
  ({ racers }) => {
    const short = racers.find(
      ({ name, fleet }) => name !== 'recreate' && fleet.ready < fleet.options.needed,
    );
    return short === undefined
      ? undefined
      : `${short.name} has ${short.fleet.ready} instances ready`;
  },
);

const exposed = (name: string) => gauge('user-minutes', `with the defect, by ${name}`);
const rollback = (name: string) => gauge('ms', `from the alarm until nobody saw it, by ${name}`);
const extra = (name: string) => gauge('instances', `beyond the usual number, by ${name}`);

export default scenario({
  id: 'canary/six-strategies',
  asks: 'The same bug goes out in six ways. Who sees it, for how long, and what does each way cost?',
  sim: canary,
  claims: [
    'deploy-blue-green-double-cost',
    'deploy-blue-green-instant-rollback',
    'deploy-rolling-zero-downtime',
    'deploy-recreate-downtime',
    'deploy-flag-rollback-ms',
    'deploy-canary-blast-radius-600x',
  ],
  params,
  durationMs: ({ startMs, drainMs, instances, surge }) =>
    2 * bakeMs + 2 * (startMs + drainMs) * (Math.ceil(instances / surge) + 1),
  invariants: [...canaryInvariants, capacityCoversDemand],
  metrics: {
    recreateExposed: exposed('recreate'),
    rollingExposed: exposed('rolling'),
    blueGreenExposed: exposed('blue-green'),
    canaryExposed: exposed('canary'),
    shadowExposed: exposed('shadow'),
    featureFlagExposed: exposed('a feature flag'),
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
    recreateUnserved: gauge('requests', 'that nobody served, by recreate'),
    recreateShare: series('share', 'on the new version, by recreate', 10_000),
    rollingShare: series('share', 'on the new version, by rolling', 10_000),
    blueGreenShare: series('share', 'on the new version, by blue-green', 10_000),
    canaryShare: series('share', 'on the new version, by canary', 10_000),
    shadowShare: series('share', 'on the new version, by shadow', 10_000),
    featureFlagShare: series('share', 'on the new version, by a feature flag', 10_000),
  },
  build({ world, params, metrics }): Race {
    const { kernel } = world;
    const now = () => kernel.nowMs;
    const racers = names.map((name): Racer => {
      const fleet = new Fleet({ ...params, needed: params.instances, now });
      return { name, fleet, alarm: new Alarm(), raisedAtMs: undefined, undoneMs: undefined };
    });
    const measure = (racer: Racer): void => {
      const { name, fleet } = racer;
      fleet.settle();
      metrics[`${name}Share`].set(now(), fleet.newShare);
      metrics[`${name}Exposed`].set(fleet.exposedUserMinutes);
      metrics[`${name}Extra`].set(fleet.mostInstances - params.instances);
      if (name === 'recreate') metrics.recreateUnserved.set(fleet.unservedRequests);
      if (racer.raisedAtMs === undefined || fleet.newShare > 0) return;
      racer.undoneMs = Math.max(0, (fleet.clearedAtMs ?? 0) - racer.raisedAtMs);
      metrics[`${name}RollbackMs`].set(racer.undoneMs);
    };
    for (const racer of racers) {
      const { name, fleet, alarm } = racer;
      const strategy = strategies[name];
      if (strategy === undefined) throw new Error(`there is no strategy ${name}`);
      const note = (stage: string) => {
        world.note(name, { kind: 'stage', stage } as { kind: string });
        measure(racer);
      };
      const options = { ...params, percentages: [1, 5, 25, 100], bakeMs };
      world.spawn(strategy({ fleet, options, alarm, note }));
      world.spawn(
        monitor(
          fleet,
          alarm,
          { intervalMs: 10_000, baselineErrorRate: errorRate, alpha: 1e-6 },
          kernel.random.stream(`errors/${name}`),
          (seen) => world.note(name, { kind: 'counted', ...seen }),
        ),
      );
      world.spawn(
        (function* (): Process<void> {
          yield* alarm.wait();
          racer.raisedAtMs = now();
          note('alarm');
        })(),
      );
    }
    world.spawn(
      (function* (): Process<void> {
        for (;;) {
          yield* sleep(10_000);
          for (const racer of racers) measure(racer);
        }
      })(),
    );
    return { ...emptyStudy(defaultDesign), racers };
  },
  goals: () => [
    sometimes<Race>(
      'every-defect-undone',
      'every way of deploying has noticed the defect, and undone it',
      ({ racers }) => racers.every(({ undoneMs }) => undoneMs !== undefined),
    ),
  ],
  expect: ({ instances, routeMs, drainMs, startMs, surge, failingShare }) => {
    const batches = Math.ceil(instances / surge);
    return [
      {
        id: 'blue-green-doubles',
        text: 'blue-green runs twice the instances while both fleets stand',
        claim: 'deploy-blue-green-double-cost',
        measured: ({ blueGreenExtra }) => blueGreenExtra.value,
        bound: { atLeast: instances, atMost: instances },
      },
      {
        id: 'rolling-needs-its-surge',
        text: 'rolling needs no more than its surge',
        claim: 'deploy-rolling-zero-downtime',
        measured: ({ rollingExtra }) => rollingExtra.value,
        bound: { atMost: surge },
      },
      {
        id: 'blue-green-turns-back-with-one-route',
        text: 'blue-green is back once the route has changed',
        claim: 'deploy-blue-green-instant-rollback',
        measured: ({ blueGreenRollbackMs }) => blueGreenRollbackMs.value,
        bound: { atLeast: routeMs, atMost: routeMs },
      },
      {
        id: 'rolling-turns-back-instance-by-instance',
        text: 'rolling is back once every batch has been replaced again',
        claim: 'deploy-blue-green-instant-rollback',
        measured: ({ rollingRollbackMs }) => rollingRollbackMs.value,
        bound: { atLeast: startMs, atMost: batches * (startMs + drainMs) },
      },
      {
        id: 'recreate-is-down',
        text: 'recreate serves nobody while it stops and starts',
        claim: 'deploy-recreate-downtime',
        measured: ({ recreateUnserved }) => recreateUnserved.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'flag-turns-back-when-it-is-known',
        text:
          'a flag is off everywhere once every instance has heard of it: as long as that takes, which is milliseconds ' +
          'only where changes are pushed',
        claim: 'deploy-flag-rollback-ms',
        measured: ({ featureFlagRollbackMs }) => featureFlagRollbackMs.value,
        bound: { atLeast: routeMs, atMost: routeMs },
      },
      {
        id: 'shadow-exposes-nobody',
        text: 'a shadow exposes nobody',
        measured: ({ shadowExposed }) => shadowExposed.value,
        bound: { atMost: 0 },
      },
      ...(failingShare < 0.02
        ? []
        : [
            {
              id: 'canary-exposes-less',
              text: 'a canary exposes at most a tenth of the user-minutes of recreate, though it takes longer to notice',
              claim: 'deploy-canary-blast-radius-600x',
              measured: ({ canaryExposed, recreateExposed }: Exposure) =>
                (canaryExposed.value ?? 0) / (recreateExposed.value ?? 1),
              bound: { atMost: 0.1 },
            },
          ]),
    ];
  },
  tells: ({ subject: { racers } }) =>
    racers
      .map(
        ({ name, fleet, undoneMs = 0 }) =>
          `${name}: ${Math.round(fleet.exposedUserMinutes).toLocaleString('en-US')} user-minutes exposed, undone ` +
          `${(undoneMs / 1000).toFixed(0)} s after the alarm, ${fleet.mostInstances - fleet.options.instances} extra instances` +
          (fleet.unservedRequests > 0
            ? `, ${Math.round(fleet.unservedRequests).toLocaleString('en-US')} requests unserved`
            : ''),
      )
      .join('; ')
      .concat('.'),
  plots: ({ metrics }) => [
    {
      title: 'Traffic on the new version',
      xLabel: 'minutes',
      yLabel: 'share of the traffic',
      lines: names.map((name) => ({
        name,
        points: metrics[`${name}Share`].points.map(
          ([atMs, share]) => [atMs / 60_000, share] as const,
        ),
      })),
    },
  ],
});

interface Exposure {
  readonly canaryExposed: { readonly value: number | undefined };
  readonly recreateExposed: { readonly value: number | undefined };
}

// Left out: data that the new version has written, which no rollback takes back.
