/** Raft beside real time. */
import storm from '../../../scenarios/raft/storm.ts';
import { raftCluster } from '../../../sims/raft/cluster.ts';
import { raftInvariants } from '../../../sims/raft/invariants.ts';
import { raftObserver } from '../../../sims/raft/observer.ts';
import { raftRules } from '../../../sims/raft/rules.ts';
import { Watch } from '../../../src/check/watch.ts';
import { uniform } from '../../../src/kernel/distribution.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { Run } from '../../../src/lab/run.ts';
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
    observer: raftObserver,
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

/** What 10,000 seeds in 45 seconds on two cores leave for each, in ms of one core. */
const allowedMs = (45_000 * 2) / 10_000;

/**
 * Ten virtual seconds of five servers and three clients under random faults, with every invariant
 * after every event and linearizability at the end.
 */
function raftStorm(): Figure {
  const seedsARound = 60;
  const perSeedMs: number[] = [];
  let steps = 0;
  let seed = 0;
  for (let round = -2; round < 9; round++) {
    const ns = timeNs(() => {
      for (let one = 0; one < seedsARound; one++) {
        const carriedOut = new Run(storm, { seed: String(seed++) });
        const { verdict } = carriedOut.finish();
        if (verdict !== 'pass') throw new Error(`seed ${seed - 1} of raft/storm does not pass`);
        if (round >= 0) steps += carriedOut.world.kernel.steps;
      }
    });
    if (round >= 0) perSeedMs.push(ns / 1e6 / seedsARound);
  }
  const eventNs = (median(perSeedMs) * 1e6) / (steps / (9 * seedsARound));
  const bareNs = bareEventNs();
  return {
    ratio: median(perSeedMs) / allowedMs,
    reference: '9 ms of one core, which make 10,000 seeds in 45 s on two',
    meaning: 'share of the time allowed',
    detail:
      `${median(perSeedMs).toFixed(1)} ms a seed; ${eventNs.toFixed(0)} ns an event, ` +
      `${(eventNs / bareNs).toFixed(0)} times the bare kernel's ${bareNs.toFixed(0)} ns`,
    atMost: 1,
  };
}

/** An event of the kernel by itself, with as many pending as a cluster has. */
function bareEventNs(): number {
  const kernel = new Kernel('bench');
  const again = () => {
    kernel.schedule(1, again, undefined);
  };
  for (let pending = 0; pending < 30; pending++) kernel.schedule(pending / 30, again, undefined);
  const steps = 1_000_000;
  const times = Array.from(
    { length: 5 },
    () => timeNs(() => kernel.runUntil(Infinity, steps)) / steps,
  );
  return median(times);
}

export const raftFigures: Readonly<Record<string, () => Figure>> = {
  'raft-healthy': healthyRaft,
  'raft-storm': raftStorm,
};
