/** Raft beside real time. */
import { raftCluster } from '../../../sims/raft/cluster.ts';
import { raftInvariants } from '../../../sims/raft/invariants.ts';
import { raftRules } from '../../../sims/raft/rules.ts';
import { Watch } from '../../../src/check/watch.ts';
import { uniform } from '../../../src/kernel/distribution.ts';
import { World } from '../../../src/world/world.ts';
import { type Figure, median, timeNs } from '../measure.ts';

/** Five servers in good health, with the digest and every invariant after every event. */
function healthyRaft(): Figure {
  const virtualMs = 2_000_000;
  const world = new World('bench', { latencyMs: uniform(1, 3) });
  const cluster = raftCluster(world, raftRules.without(), {
    nodes: 5,
    electionTimeoutMs: { min: 150, max: 300 },
    heartbeatMs: 50,
  });
  const watch = new Watch(world, cluster, {
    invariants: raftInvariants,
    goals: [],
    faultsEndAtMs: 0,
  });
  const speeds: number[] = [];
  const stepNs: number[] = [];
  for (let round = -2; round < 9; round++) {
    const untilMs = world.kernel.nowMs + virtualMs;
    const before = world.kernel.steps;
    const ns = timeNs(() => {
      while (world.kernel.step(untilMs)) watch.check();
    });
    if (round < 0) continue;
    speeds.push((virtualMs * 1e6) / ns);
    stepNs.push(ns / (world.kernel.steps - before));
  }
  if (watch.violated()) throw new Error('the healthy cluster broke an invariant');
  return {
    ratio: median(speeds),
    reference: 'real time',
    meaning: 'virtual seconds a second',
    detail: `${median(stepNs).toFixed(0)} ns an event, digest and ${raftInvariants.length + 1} invariants on`,
    atLeast: 20_000,
  };
}

export const raftFigures: Readonly<Record<string, () => Figure>> = {
  'raft-healthy': healthyRaft,
};
