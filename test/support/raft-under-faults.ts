/**
 * Election Safety and liveness under any faults, cluster size and timing: fast-check draws the plan,
 * the size, the timeouts, the latencies and the disks. Every invariant is checked after every event;
 * after the last fault everything is mended, and a majority must come to follow one leader.
 */
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import { serverIds } from '../../sims/raft/cluster.ts';
import { run } from '../../src/lab/run.ts';
import { type FaultPlan, heal, network, restart } from '../../src/world/fault.ts';
import { faultPlans } from './arbitraries.ts';

const stormMs = 2_000;
/** Later than the longest pause of any plan. */
const mendedAtMs = stormMs + 801;

interface Setting {
  readonly nodes: number;
  readonly electionTimeoutMs: string;
  readonly heartbeatMs: number;
  readonly latencyMs: string;
  readonly diskMs: string;
  readonly plan: FaultPlan;
}

/** Asking everybody and hearing from them takes well below an election timeout, as §5.6 demands. */
export const setting: fc.Arbitrary<Setting> = fc.integer({ min: 1, max: 9 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    electionTimeoutMs: fc.constantFrom('100..150', '100..300', '150..300'),
    heartbeatMs: fc.integer({ min: 5, max: 40 }),
    latencyMs: fc.constantFrom('0..1', '1..5', '1..10'),
    diskMs: fc.constantFrom('0..0', '0..5', '2..8'),
    plan: faultPlans(serverIds(nodes), stormMs),
  }),
);

export function expectSafeAndLive(seed: string, { plan, ...params }: Setting): void {
  const mended = [heal(), network({}), restart('down')];
  const result = run(randomFaults, {
    seed,
    params: { ...params, stormMs: mendedAtMs },
    plan: [...plan, ...mended.map((fault) => ({ atMs: mendedAtMs, fault }))],
  });
  expect(result.invariants.flatMap(({ violations }) => violations)).toEqual([]);
  // Clocks that go on running at different speeds may keep a cluster from settling: Raft promises
  // progress only where timing is sound.
  const drifts = plan.some(({ fault }) => fault.kind === 'clock-drift');
  if (!drifts) expect(result.goals.filter(({ violated }) => violated)).toEqual([]);
}
