/** For each rule, a run that shows what happens without it. */
import type { AutoscalingRule } from '../../sims/autoscaling/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `autoscaling/${name}`, seed: '1' });

export const autoscalingKillers: Killers<AutoscalingRule> = {
  'tolerance-band': killer('noisy-load'),
  'ceil-not-round': { ...killer('load-doubles'), params: { pods: 1, factor: 1.3 } },
  'missing-pods-are-conservative': killer('silent-pods'),
  'unready-count-as-nothing': killer('load-doubles'),
  'direction-may-not-flip': killer('rollout'),
  'stabilise-down': killer('pulsing-load'),
  'limit-by-period': killer('wrong-sample'),
  'requests-not-limits': killer('request-or-limit'),
  'max-over-metrics': killer('two-metrics'),
  'no-metric-no-scale-down': killer('two-metrics'),
  'scale-on-the-bottleneck': killer('queue-workers'),
  'min-replicas-cover-zone-loss': killer('zone-loss'),
  'forecast-only-adds': { ...killer('forecast'), params: { error: 0.5 } },
  'place-by-request': killer('overcommitted-node'),
  'spread-over-zones': killer('zone-loss'),
  'pack-to-leave-holes': killer('pending-pod'),
  'gang-all-or-nothing': killer('half-a-gang'),
  'waiting-ages': killer('half-a-gang'),
  'eviction-keeps-minimum': killer('drained-node'),
  'taint-repels': killer('tainted-nodes'),
  'evict-over-request-first': killer('memory-requests'),
  'threads-follow-quota': killer('cpu-quota'),
  'limit-for-each-container': killer('container-memory'),
  'reclaim-clean-pages': killer('container-memory'),
  'backoff-doubles': killer('crash-loop'),
  'startup-probe-first': killer('slow-start'),
  'identity-by-ordinal': killer('stateful-names'),
};
