/**
 * Recreate, rolling, blue-green, canary, shadow and feature flag deploy the same release to fleets
 * of the same size. Errors are counted, and the alarm is raised once chance cannot explain them.
 */

import { canary } from '../../sims/canary/canary.ts';
import { addDeployment, type Deployed } from '../../sims/canary/cluster.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import { type StrategyName, strategies } from '../../sims/canary/strategies/deploy.ts';
import { type CanaryStudy, emptyStudy } from '../../sims/canary/study.ts';
import { users } from '../../sims/canary/traffic/users.ts';
import { sometimes } from '../../src/check/goal.ts';
import { invariant } from '../../src/check/invariant.ts';
import { must } from '../../src/kernel/must.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import {
  alpha,
  bakeMs,
  batchMs,
  errorRate,
  lookMs,
  percentages,
  type RaceMetrics,
  raceExpectations,
  raceMetrics,
  raceParams,
} from './deployment-race.ts';

const names = Object.keys(strategies) as StrategyName[];

interface Race extends CanaryStudy {
  readonly racers: readonly Deployed[];
}

/** Only recreate stops the old instances before it starts new ones. */
const capacityCoversDemand = invariant<Race>(
  'capacity-covers-demand',
  'apart from recreate, no deployment ever has fewer ready instances than it needs',
  ({ racers }) => {
    const short = racers.find(
      ({ strategy, outcome }) => strategy !== 'recreate' && outcome.ready < outcome.instances,
    );
    return short === undefined
      ? undefined
      : `${short.strategy} has ${short.outcome.ready} instances ready`;
  },
);

export default scenario({
  id: 'canary/six-strategies',
  asks: 'The same bug goes out in six ways. How many users see it, for how long, and what does each way cost?',
  sim: canary,
  claims: [
    'deploy-blue-green-double-cost',
    'deploy-blue-green-instant-rollback',
    'deploy-rolling-zero-downtime',
    'deploy-recreate-downtime',
    'deploy-flag-rollback-ms',
    'deploy-canary-blast-radius-600x',
  ],
  code: [
    'sims/canary/strategies/deploy.ts#canary',
    'sims/canary/strategies/deploy.ts#blueGreen',
    'sims/canary/strategies/deploy.ts#rolling',
  ],
  params: raceParams,
  durationMs: ({ startMs, drainMs, instances, surge }) =>
    2 * bakeMs + 2 * (startMs + drainMs) * (Math.ceil(instances / surge) + 1),
  invariants: [...canaryInvariants, capacityCoversDemand],
  metrics: raceMetrics,
  build({ world, params, metrics }): Race {
    const requestsPerBatch = Math.round((params.requestsPerSecond * batchMs) / 1_000);
    const racers = names.map((strategy) =>
      addDeployment(world, {
        ...params,
        ...{ strategy, percentages, bakeMs, requestsPerBatch, batchMs, errorRate, alpha },
        errorRateAdded: params.failingShare,
        intervalMs: lookMs,
      }),
    );
    const byRouter = new Map(racers.map((racer) => [racer.router, racer]));
    world.addServer(
      'users',
      users({
        routers: [...byRouter.keys()],
        batchMs,
        drawRequests: () => requestsPerBatch,
        onAnswered(router, requests, answered) {
          const racer = must(byRouter.get(router), 'deployment behind the router');
          racer.outcome.answered(requests, answered, params.users * (batchMs / 60_000));
          measure(racer, metrics, world.kernel.nowMs);
        },
      }),
    );
    return { ...emptyStudy(defaultDesign), racers };
  },
  goals: () => [
    sometimes<Race>(
      'every-defect-undone',
      'every way of deploying has noticed the defect and undone it',
      ({ racers }) => racers.every(({ outcome }) => outcome.undoneMs !== undefined),
    ),
  ],
  expect: raceExpectations,
  tells: ({ subject: { racers } }) => {
    const of = (name: StrategyName) =>
      must(
        racers.find(({ strategy }) => strategy === name),
        'strategy of the race',
      ).outcome;
    const exposed = (name: StrategyName) => rounded(of(name).exposedUserMinutes);
    const undone = (name: StrategyName) => inTime(of(name).undoneMs ?? 0);
    const extra = (name: StrategyName) =>
      counted(of(name).mostInstances - of(name).instances, 'extra instance');
    return (
      `A canary exposes few users to the bug before the alarm, ${exposed('canary')} user-minutes (users x minutes), and a feature flag ${exposed('featureFlag')}; a rolling update exposes ${exposed('rolling')}, ` +
      `blue-green ${exposed('blueGreen')} and recreate ${exposed('recreate')}, because they give it to all. ` +
      `Blue-green is undone in ${undone('blueGreen')} by routing back, like a canary (${undone('canary')}) and a flag (${undone('featureFlag')}); a rolling update takes ${undone('rolling')}. ` +
      `The price is ${extra('blueGreen')} for blue-green, ${extra('rolling')} for rolling and ${extra('canary')} for the canary. ` +
      `Shadow traffic exposes ${exposed('shadow')} with ${extra('shadow')}, because users never see its answers. ` +
      `Recreate needs none, but ${rounded(of('recreate').unservedRequests)} requests are not served while everything restarts.`
    );
  },
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

function measure({ strategy, outcome }: Deployed, metrics: RaceMetrics, nowMs: number): void {
  metrics[`${strategy}Share`].set(nowMs, outcome.exposedShare);
  metrics[`${strategy}Exposed`].set(outcome.exposedUserMinutes);
  metrics[`${strategy}Failed`].set(outcome.brokenRequests);
  metrics[`${strategy}Unserved`].set(outcome.unservedRequests);
  metrics[`${strategy}Extra`].set(outcome.mostInstances - outcome.instances);
  const { undoneMs } = outcome;
  if (undoneMs === undefined) return;
  metrics[`${strategy}RollbackMs`].set(undoneMs);
  if (strategy !== 'rolling') return;
  metrics.rollingReplaced.set(Math.round(outcome.newShareAtAlarm * outcome.instances));
}

// Left out: data written by the new version, which no rollback undoes.
