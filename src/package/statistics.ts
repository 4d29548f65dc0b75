/**
 * `seedlab/statistics`: densities, tails, intervals and tests, held against R's results.
 *
 * @module statistics
 */
export * from '../statistics/alternative.ts';
export * from '../statistics/beta.ts';
export * from '../statistics/binomial-quantiles.ts';
export * from '../statistics/binomial-test.ts';
export * from '../statistics/birth-death.ts';
export * from '../statistics/chi-squared.ts';
export * from '../statistics/cluster-ratio.ts';
export * from '../statistics/dependence.ts';
export * from '../statistics/distributions.ts';
export * from '../statistics/erlang.ts';
export * from '../statistics/fisher.ts';
export * from '../statistics/gamma.ts';
export * from '../statistics/group-sequential.ts';
export * from '../statistics/hodges-lehmann.ts';
export * from '../statistics/kolmogorov-smirnov.ts';
export * from '../statistics/mann-whitney.ts';
export * from '../statistics/mantel-haenszel.ts';
export * from '../statistics/mixture-sequential.ts';
export * from '../statistics/multiple.ts';
export * from '../statistics/power.ts';
export * from '../statistics/quantile-bootstrap.ts';
export * from '../statistics/quantile-interval.ts';
export * from '../statistics/rate-ratio.ts';
export * from '../statistics/score-interval.ts';
export * from '../statistics/sequential-probability-ratio.ts';
export * from '../statistics/student.ts';
export * from '../statistics/two-proportions.ts';
