/**
 * Goal: the laws of queues, tails and HTTP hold under any machine faults, and no failure stops a
 * run. Method: small scenarios under random plans: machines that are slow, stall, fail work, crash
 * and restart.
 */
import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../../../scenarios/index.ts';
import { must } from '../../../../src/kernel/must.ts';
import { run } from '../../../../src/lab/run.ts';
import { brownout, crash, restart, slow, stall } from '../../../../src/world/fault.ts';
import { countOf } from '../../../support/campaign.ts';

interface Case {
  readonly params?: object;
  readonly nodes: readonly string[];
  /** State that a machine keeps only in memory is lost in a crash; that is a separate story. */
  readonly neverCrashes?: true;
}

const cases: Readonly<Record<string, Case>> = {
  'uneven-work': { params: { requests: 5_000 }, nodes: ['line-even', 'line-lumpy'] },
  'one-line': { params: { requests: 5_000 }, nodes: ['split', 'shared'] },
  'no-room': { params: { requests: 5_000 }, nodes: ['none', 'short', 'endless'] },
  'pool-knee': { params: { requests: 2_000 }, nodes: ['80%', '120%'] },
  'next-bottleneck': { params: { phaseMs: 5_000 }, nodes: ['app', 'busiest'] },
  'pool-per-request': { nodes: ['app-shared', 'database-shared', 'database-each'] },
  'connection-proxy': { params: { transactions: 2_000 }, nodes: ['proxy for a tenth'] },
  'queue-at-ten': { params: { seconds: 30 }, nodes: ['service', 'worker', 'broker', 'client'] },
  'calls-in-turn': { nodes: ['caller-evenAtOnce', 'evenAtOnce-1', 'randomTurn-2'] },
  'hedge-late': { params: { requests: 1_000 }, nodes: ['client-p95'], neverCrashes: true },
  'tied-requests': { params: { requests: 2_000 }, nodes: ['tied', 'spaced'] },
  'idle-connections': { params: { requests: 500 }, nodes: ['gateway-first', 'server-first'] },
  'gateway-timeout': { params: { requests: 200 }, nodes: ['gateway-shorter', 'server-shorter'] },
  'green-dashboard': { params: { purchases: 300 }, nodes: ['shop-tells', 'buyer-tells'] },
  'accepted-jobs': {
    params: { jobs: 50 },
    nodes: ['server-polls', 'server-lossy'],
    neverCrashes: true,
  },
  'told-to-wait': { nodes: ['api-heeds', 'client-heeds'] },
};

const trouble = fc.record({
  at: fc.double({ min: 0, max: 0.8, noNaN: true }),
  forShare: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
  node: fc.nat(100),
  kind: fc.constantFrom('slow', 'stall', 'brownout', 'crash'),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  failureRate: fc.double({ min: 0, max: 1, noNaN: true }),
});

property.prop(
  [
    fc.constantFrom(...Object.keys(cases)),
    fc.array(trouble, { minLength: 1, maxLength: 6 }),
    fc.nat(),
  ],
  { numRuns: countOf({ unit: 8, deep: 400 }) },
)('no plan breaks a law', async (name, troubles, seed) => {
  const { params = {}, nodes, neverCrashes = false } = must(cases[name], 'case');
  const scenario = await catalogue.scenario(`traffic/${name}`);
  const endMs = scenario.durationMs(scenario.params.parse(params));
  const plan = troubles.flatMap(({ at, forShare, node, kind, factor, failureRate }) => {
    const target = must(nodes[node % nodes.length], 'node');
    const [atMs, forMs] = [at * endMs, forShare * endMs * 0.5];
    if (kind === 'slow') return [{ atMs, fault: slow(target, factor, forMs) }];
    if (kind === 'stall') return [{ atMs, fault: stall(target, forMs) }];
    if (kind === 'brownout' || neverCrashes)
      return [{ atMs, fault: brownout(target, { factor, failureRate }, forMs) }];
    return [
      { atMs, fault: crash(target) },
      { atMs: atMs + forMs, fault: restart(target) },
    ];
  });
  plan.sort((a, b) => a.atMs - b.atMs);
  const result = run(scenario, { seed: String(seed), params, plan });
  const broken = result.invariants.filter(({ violations }) => violations.length > 0);
  expect([name, broken]).toEqual([name, []]);
});
