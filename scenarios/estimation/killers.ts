/** For each rule, a run that shows what happens without it. */
import type { EstimationRule } from '../../sims/estimation/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `estimation/${name}`, seed: '1' });

export const estimationKillers: Killers<EstimationRule> = {
  'peak-not-average': killer('daily-load'),
  'retries-in-load': killer('load-of-retries'),
  'growth-compounds': killer('growth'),
  'utilisation-below-knee': killer('black-friday'),
  'room-for-the-lost-node': killer('lost-node'),
  'hottest-shard-not-mean': killer('hot-shard'),
  'misses-hit-the-database': killer('cache-misses'),
  'common-cause': killer('redundancy'),
  'multiply-by-replicas': killer('url-shortener'),
  'add-overhead': killer('url-shortener'),
  'count-the-attachments': killer('tweet-storage'),
  'units-declared': killer('disk-units'),
  'bits-are-not-bytes': killer('photo-service'),
  'both-directions': killer('photo-service'),
  'replicas-cost-bandwidth': { ...killer('photo-service'), params: { readsPerUpload: 1 } },
  'tail-not-mean': killer('mean-timeout'),
  'sum-the-parallel-tail': killer('parallel-calls'),
  'percentiles-do-not-average': killer('merged-percentiles'),
  'rate-times-time': { ...killer('servers-needed'), params: { serviceMs: 3_000 } },
};
