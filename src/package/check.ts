/**
 * `seedlab/check`: rules, invariants, goals, metrics and expectations, and judges of histories: linearizability, consistency, isolation.
 *
 * @module check
 */

export * from '../check/breaches.ts';
export type { ConsistencyReport, ConsistencyVerdict } from '../check/consistency/check.ts';
export { checkConsistency } from '../check/consistency/check.ts';
export * from '../check/expectation.ts';
export * from '../check/expected.ts';
export * from '../check/goal.ts';
export * from '../check/invariant.ts';
export type { IsolationReport, IsolationVerdict } from '../check/isolation/check.ts';
export { checkIsolation } from '../check/isolation/check.ts';
export type { CheckReport } from '../check/linearizability/check.ts';
export { checkLinearizability } from '../check/linearizability/check.ts';
export { models } from '../check/linearizability/models.ts';
export * from '../check/metric.ts';
export * from '../check/plot.ts';
export * from '../check/rules.ts';
export * from '../check/sim.ts';
export * from '../check/verdict.ts';
