/**
 * Safety and liveness under any faults, cluster size and timing: fast-check draws the plan, the size,
 * the timeouts, the latencies and the disks; with clients, also how reads are answered and which of
 * the optional mechanisms are on. Every invariant is checked after every event, and at the end that
 * what the clients saw is linearizable. After the last fault everything is mended, and a majority
 * must come to follow one leader, and every client get its answers.
 */
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import storm from '../../scenarios/raft/storm.ts';
import { serverIds } from '../../sims/raft/cluster.ts';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { type FaultPlan, heal, mendDisk, network, restart } from '../../src/world/fault.ts';
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
  expectToHold(randomFaults, seed, plan, params);
}

interface ClientSetting extends Setting {
  readonly reads: 'log' | 'read-index' | 'lease';
  readonly followerReads: boolean;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly clients: number;
  readonly snapshotEvery: number;
}

export const clientSetting: fc.Arbitrary<ClientSetting> = fc
  .tuple(
    setting,
    fc.record({
      reads: fc.constantFrom('log', 'read-index', 'lease'),
      followerReads: fc.boolean(),
      preVote: fc.boolean(),
      checkQuorum: fc.boolean(),
      clients: fc.integer({ min: 1, max: 4 }),
      snapshotEvery: fc.integer({ min: 5, max: 60 }),
    }),
  )
  .map(([timing, mechanisms]) => ({
    ...timing,
    ...mechanisms,
    // A lease is good as long as clocks run evenly: see raft/stale-read for what happens otherwise.
    plan: mechanisms.reads === 'lease' ? timing.plan.filter(leavesClocksAlone) : timing.plan,
  }));

function leavesClocksAlone({ fault }: FaultPlan[number]): boolean {
  return fault.kind !== 'clock-drift' && fault.kind !== 'clock-jump';
}

export function expectSafeForClients(seed: string, { plan, ...params }: ClientSetting): void {
  expectToHold(storm, seed, plan, params);
}

function expectToHold(scenario: AnyScenario, seed: string, plan: FaultPlan, params: object): void {
  const mended = [heal(), network({}), mendDisk('all'), restart('down')];
  const result = run(scenario, {
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
