/**
 * Puts rollouts into a world, on nodes: users, a router, fleets and a monitor. A deployment also
 * has a deployer, to which the monitor reports its alarm.
 */
import { drawPoisson } from '../../src/kernel/counts.ts';
import type { World } from '../../src/world/world.ts';
import { rolloutMonitor } from './rollout/monitor.ts';
import type { CanaryRules } from './rules.ts';
import type { DeployOptions, StrategyName } from './strategies/deploy.ts';
import { deployer } from './strategies/deployer.ts';
import { monitor } from './strategies/monitor.ts';
import { Outcome } from './strategies/outcome.ts';
import { type CanaryStudy, emptyStudy, type StudyOptions } from './study.ts';
import { fleet } from './traffic/fleet.ts';
import { router } from './traffic/router.ts';
import { users } from './traffic/users.ts';

export interface DeploymentOptions extends DeployOptions {
  readonly strategy: StrategyName;
  /** All users' requests in the time of a batch: the capacity of all instances. */
  readonly requestsPerBatch: number;
  readonly batchMs: number;
  readonly errorRate: number;
  /** What the new version adds to it. */
  readonly errorRateAdded: number;
  /** How often the monitor looks. */
  readonly intervalMs: number;
  /** How improbable the observation must be without a defect. */
  readonly alpha: number;
}

export interface Deployed {
  readonly strategy: StrategyName;
  readonly router: string;
  readonly outcome: Outcome;
}

/** Its nodes are named after the strategy: `rolling-router`, `rolling-old`. It begins at once. */
export function addDeployment(world: World, options: DeploymentOptions): Deployed {
  const { strategy, instances, requestsPerBatch, batchMs, errorRate, intervalMs, alpha } = options;
  const named = (part: string) => `${strategy}-${part}`;
  const outcome = new Outcome(instances, () => world.kernel.nowMs);
  const shared = { ...options, capacity: requestsPerBatch / instances };
  const addFleet = (id: string, version: 'old' | 'new', count: number) => {
    const onScaled = outcome.scaled.bind(outcome, version);
    world.addServer(id, fleet({ ...shared, instances: count, onScaled }), { whenDown: 'refuses' });
    return id;
  };
  // A flag decides between two versions of the code on the same instances.
  const old = addFleet(named(strategy === 'featureFlag' ? 'fleet' : 'old'), 'old', instances);
  const fleets = { old, new: strategy === 'featureFlag' ? old : addFleet(named('new'), 'new', 0) };
  const routerId = named('router');
  world.addServer(
    routerId,
    router({
      route: { targets: [{ to: fleets.old, share: 1, isNew: false }] },
      timeoutMs: batchMs / 2,
      onRouted: (route) => outcome.routed(route),
    }),
    { whenDown: 'refuses' },
  );
  const deployerId = named('deployer');
  world.addServer(deployerId, deployer({ ...options, router: routerId, fleets }));
  world.addServer(
    named('monitor'),
    monitor({
      fleet: fleets.new,
      deployer: deployerId,
      ...{ intervalMs, alpha },
      baselineErrorRate: errorRate,
      onAlarm: () => outcome.alarm(),
    }),
  );
  return { strategy, router: routerId, outcome };
}

/** What rollouts on machines know of a service. */
const everyRequest = { capacity: Infinity, startMs: 0, drainMs: 0 };

/**
 * Rolls the releases out, beginning now: the users' requests of an interval are one message. Of the
 * service, only its traffic and the error rate of its endpoint matter; of a defect, the errors that
 * it adds.
 */
export function addRollouts(world: World, rules: CanaryRules, options: StudyOptions): CanaryStudy {
  const { service, plan, design, onTrial } = options;
  const [endpoint] = service.endpoints;
  if (endpoint === undefined) throw new Error('the service has no endpoint');
  const study = emptyStudy(design);
  const machines = {
    router: 'router',
    production: 'production',
    baseline: 'baseline',
    canary: 'canary',
  };
  const { production, baseline, canary } = machines;
  for (const id of [production, baseline, canary]) {
    const { errorRate } = endpoint;
    const runs = { instances: 1, errorRate, errorRateAdded: 0, ...everyRequest };
    world.addServer(id, fleet(runs), { whenDown: 'refuses' });
  }
  const route = { targets: [{ to: production, share: 1, isNew: false }] };
  const timeoutMs = plan.intervalMs / 2;
  world.addServer(machines.router, router({ route, timeoutMs }), { whenDown: 'refuses' });
  const monitor = rolloutMonitor({
    ...options,
    ...{ rules, machines },
    onProgress(underway) {
      study.underway = underway;
    },
    onTrial(trial) {
      study.trials.push(trial);
      onTrial?.(trial);
    },
  });
  world.addServer('monitor', monitor);
  const mean = (service.requestsPerSecond * plan.intervalMs) / 1_000;
  world.addServer(
    'users',
    users({
      routers: [machines.router],
      batchMs: plan.intervalMs,
      drawRequests: (node) => drawPoisson(mean, node.stream('requests')),
    }),
  );
  return study;
}
