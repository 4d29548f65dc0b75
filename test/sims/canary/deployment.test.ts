/**
 * Goal: a deployment is done by machines that can fail: commands and alarms that are lost are repeated,
 * a deployer that crashes undoes what it began, and what no machine answers is counted as unserved.
 * Method: each strategy in a world of its own, with a defect and a fault.
 */
import { describe, expect, test } from 'vitest';
import { addDeployment, type Deployed } from '../../../sims/canary/cluster.ts';
import { type StrategyName, strategies } from '../../../sims/canary/strategies/deploy.ts';
import { users } from '../../../sims/canary/traffic/users.ts';
import { crash, cut, mend, outage, restart, troubleLink } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { World } from '../../../src/world/world.ts';

const names = Object.keys(strategies) as StrategyName[];
const [instances, requestsPerBatch, batchMs] = [20, 5_000, 5_000];

/** Half an hour of a deployment with a defect, unless it has none. */
function deploy(strategy: StrategyName, plan: Plan = [], errorRateAdded = 0.05): [World, Deployed] {
  const world = new World(`deploy ${strategy}`);
  const deployed = addDeployment(world, {
    ...{ strategy, instances, requestsPerBatch, batchMs, errorRateAdded },
    ...{ startMs: 60_000, drainMs: 30_000, routeMs: 5_000, surge: 4, bakeMs: 120_000 },
    ...{ percentages: [1, 5, 25, 100], errorRate: 0.01, intervalMs: 10_000, alpha: 1e-6 },
  });
  const { outcome, router } = deployed;
  world.addServer(
    'users',
    users({
      routers: [router],
      batchMs,
      drawRequests: () => requestsPerBatch,
      onAnswered: (_router, requests, answered) => outcome.answered(requests, answered, 1),
    }),
  );
  world.plan(plan);
  world.kernel.runUntil(1_800_000);
  return [world, deployed];
}

describe.each(names)('%s', (strategy) => {
  test('undoes a defect, and is back to the old version alone', () => {
    const [world, { outcome }] = deploy(strategy);
    expect(outcome.undoneMs).toBeGreaterThanOrEqual(0);
    expect(outcome.newShare).toBe(0);
    expect(outcome.ready).toBe(instances);
    expect(outcome.unservedRequests > 0).toBe(strategy === 'recreate');
    expect(world.network.inFlight.length).toBeLessThan(10);
  });

  test('finishes without a defect, and never raises the alarm', () => {
    const [, { outcome }] = deploy(strategy, [], 0);
    expect(outcome.raisedAtMs).toBe(undefined);
    expect(outcome.newShare).toBe(1);
    expect(outcome.ready).toBe(instances);
    expect(outcome.unservedRequests > 0).toBe(strategy === 'recreate');
  });

  test('repeats commands and alarms until they are answered', () => {
    const lossy = [`${strategy}-deployer`, `${strategy}-monitor`].flatMap((from) => [
      { atMs: 0, fault: troubleLink(from, 'all', { loss: 0.3 }) },
      { atMs: 0, fault: troubleLink('all', from, { loss: 0.3 }) },
    ]);
    const [, { outcome }] = deploy(strategy, lossy);
    expect(outcome.undoneMs).toBeGreaterThanOrEqual(0);
    expect(outcome.ready).toBe(instances);
  });

  test('is undone if its deployer crashes', () => {
    const deployer = `${strategy}-deployer`;
    const [, { outcome }] = deploy(
      strategy,
      [
        { atMs: 100_000, fault: crash(deployer) },
        { atMs: 150_000, fault: restart(deployer) },
      ],
      0,
    );
    expect(outcome.newShare).toBe(0);
    expect(outcome.ready).toBe(instances);
  });
});

test('an alarm that the deployer cannot hear is told again once the link is mended', () => {
  const [monitor, deployer] = ['blueGreen-monitor', 'blueGreen-deployer'];
  const [, { outcome }] = deploy('blueGreen', [
    { atMs: 0, fault: cut(monitor, deployer) },
    { atMs: 140_000, fault: mend(monitor, deployer) },
  ]);
  expect(outcome.raisedAtMs).toBeLessThan(100_000);
  // Told at the next interval, and routed back.
  expect((outcome.raisedAtMs as number) + (outcome.undoneMs as number)).toBeGreaterThan(145_000);
  expect((outcome.raisedAtMs as number) + (outcome.undoneMs as number)).toBeLessThan(161_000);
});

test('users of a router that refuses are not served, and those of one that is back are', () => {
  const [, { outcome }] = deploy(
    'canary',
    [{ atMs: 20_000, fault: outage('canary-router', 'refuses', 60_000) }],
    0,
  );
  const lost = outcome.unservedRequests / requestsPerBatch;
  expect(lost).toBeGreaterThanOrEqual(60_000 / batchMs - 1);
  expect(lost).toBeLessThanOrEqual(60_000 / batchMs + 1);
});

test('a fleet that has restarted runs as many instances as before, and counts from 0', () => {
  const [world, { outcome }] = deploy(
    'blueGreen',
    [
      { atMs: 100_000, fault: crash('blueGreen-new') },
      { atMs: 102_000, fault: restart('blueGreen-new') },
    ],
    0,
  );
  expect(outcome.raisedAtMs).toBe(undefined);
  expect(outcome.unservedRequests).toBeLessThanOrEqual(2 * requestsPerBatch);
  expect(world.node('blueGreen-new').state).toMatchObject({ ready: instances });
});
