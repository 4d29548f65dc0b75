/** The rules of autoscaling and scheduling, each with what goes wrong without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const calculator = 'Kubernetes 1.33, podautoscaler/replica_calculator.go';
const horizontal = 'Kubernetes 1.33, podautoscaler/horizontal.go';
const docs = 'Kubernetes documentation, 2025';
const knative = 'Knative Serving 1.19, pkg/autoscaler/scaling/autoscaler.go';
const keda = 'KEDA documentation, 2.17';

export const autoscalingRules = defineRules('autoscaling', {
  'tolerance-band': {
    protects: 'no-flapping',
    source: `${calculator}, isWithin`,
    because: 'any look at a noisy metric may start or stop a pod, although the load is constant',
  },
  'ceil-not-round': {
    protects: 'target-is-kept',
    source: `${calculator}, GetResourceReplicas`,
    because: 'a load for 1.3 pods would be rounded to one pod, which is overloaded',
  },
  'missing-pods-are-conservative': {
    protects: 'load-is-carried',
    source: `${calculator}, GetResourceReplicas, missing pods`,
    because: 'pods are removed, although those without a metric may be the busy ones',
  },
  'unready-count-as-nothing': {
    protects: 'no-overshoot',
    source: `${calculator}, GetResourceReplicas, unready pods`,
    because: 'while pods start the others stay overloaded, and each look would ask for more again',
  },
  'direction-may-not-flip': {
    protects: 'direction-follows-load',
    source: `${calculator}, GetResourceReplicas, change of direction`,
    because:
      'what is only assumed of pods that start would remove some while the others are overloaded',
  },
  'stabilise-down': {
    protects: 'no-flapping',
    source: `${horizontal}, stabilizeRecommendationWithBehaviors`,
    because: 'a load that comes in bursts removes pods that the next burst needs',
  },
  'limit-by-period': {
    protects: 'steps-are-limited',
    source: `${horizontal}, calculateScaleUpLimitWithScalingRules`,
    because: 'one wrong sample would start as many pods as the cluster has room for',
  },
  'requests-not-limits': {
    protects: 'within-what-was-reserved',
    source: `${calculator}, calculateRequests`,
    because: 'pods that use half of a high limit use several times what was kept free for them',
  },
  'max-over-metrics': {
    protects: 'target-is-kept',
    source: `${horizontal}, computeReplicasForMetrics`,
    because: 'an idle processor would outvote requests that need more pods',
  },
  'no-metric-no-scale-down': {
    protects: 'target-is-kept',
    source: `${horizontal}, computeReplicasForMetrics, invalid metrics`,
    because: 'pods are removed, although the metric that is lost may be the one that needs them',
  },
  'scale-on-the-bottleneck': {
    protects: 'queue-stays-short',
    source: `${docs}, Horizontal Pod Autoscaling, external metrics`,
    because:
      'no pod is added however long the queue is, because pods that wait for others use no processor',
  },
  'min-replicas-cover-zone-loss': {
    protects: 'survives-one-zone',
    source: 'AWS Well-Architected Framework, 2024, Reliability Pillar, static stability',
    because: 'pods that start after the loss of a zone come too late for its load',
  },
  'forecast-only-adds': {
    protects: 'load-is-carried',
    source: 'AWS Auto Scaling user guide, 2024, predictive scaling, forecast and scale',
    because: 'a forecast that is too low would take away what the load needs',
  },
  'window-covers-lag': {
    protects: 'no-flapping',
    source: `${docs}, Horizontal Pod Autoscaling, stabilization window`,
    because:
      'an old sample shows the load of pods that are gone, and each look removes more of them',
  },
  'one-autoscaler-a-workload': {
    protects: 'no-flapping',
    source: `${horizontal}, AmbiguousSelector`,
    because: 'each of two autoscalers undoes what the other has done',
  },
  'vertical-on-another-metric': {
    protects: 'no-overshoot',
    source: 'Kubernetes autoscaler, vertical-pod-autoscaler, 2025, known limitations',
    because:
      'a smaller request makes the same use a larger share, and more pods make the request smaller',
  },
  'panic-on-a-burst': {
    protects: 'burst-is-met',
    source: `${knative}, panicThreshold`,
    because: 'pods come when the burst is over, because the average of a minute shows it too late',
  },
  'panic-removes-nothing': {
    protects: 'load-is-carried',
    source: `${knative}, maxPanicPods`,
    because: 'the pause between two bursts removes the pods that the second one needs',
  },
  'activation-wakes-from-zero': {
    protects: 'queue-stays-short',
    source: `${keda}, scaling deployments, activation`,
    because:
      'no pod ever starts again, because the horizontal autoscaler is switched off at no replicas',
  },
  'cooldown-before-zero': {
    protects: 'no-flapping',
    source: `${keda}, ScaledObject specification, cooldownPeriod`,
    because: 'every job after a pause waits for a pod to start',
  },
  'equalise-dominant-shares': {
    protects: 'shares-are-fair',
    source: 'Ghodsi et al., Dominant Resource Fairness, NSDI 2011, Algorithm 1',
    because: 'the user who asks first takes all of the resource that both need',
  },
  'place-by-request': {
    protects: 'no-overcommit',
    source: `${docs}, Resource Management for Pods, how Pods with requests are scheduled`,
    because: 'pods that are idle when they are placed overload the node when they get busy',
  },
  'spread-over-zones': {
    protects: 'survives-one-zone',
    source: `${docs}, Pod Topology Spread Constraints, zone`,
    because: 'replicas that were packed together are lost together',
  },
  'pack-to-leave-holes': {
    protects: 'big-pod-fits',
    source: `${docs}, Resource Bin Packing, MostAllocated`,
    because:
      'small pods that are spread leave a little everywhere, and room for a large one nowhere',
  },
  'gang-all-or-nothing': {
    protects: 'jobs-finish',
    source: 'Ousterhout, Scheduling Techniques for Concurrent Systems, 1982, §2',
    because: 'two jobs that each hold half of what they need wait for each other for ever',
  },
  'waiting-ages': {
    protects: 'no-starvation',
    source: 'Silberschatz et al., Operating System Concepts, 2018, §5.3.4',
    because: 'pods of a higher priority that keep coming take every place',
  },
  'eviction-keeps-minimum': {
    protects: 'min-available',
    source: `${docs}, Disruptions, PodDisruptionBudget`,
    because: 'a node that is drained takes all of its pods at once',
  },
  'taint-repels': {
    protects: 'tainted-nodes-stay-free',
    source: `${docs}, Taints and Tolerations, NoSchedule`,
    because: 'a node that is kept for some pods fills up with others',
  },
  'evict-over-request-first': {
    protects: 'modest-pods-survive',
    source: `${docs}, Node-pressure Eviction, pod selection`,
    because: 'the largest pod is evicted, which may use less than it has asked for',
  },
  'threads-follow-quota': {
    protects: 'no-stall',
    source: 'Turner et al., CPU bandwidth control for CFS, 2010, §3',
    because: 'eight threads use the quota of two processors in a quarter of the period',
  },
  'limit-for-each-container': {
    protects: 'neighbour-survives',
    source: `${docs}, Resource Management for Pods, container limits`,
    because: 'the sidecar’s memory would count against the limit of the application',
  },
  'reclaim-clean-pages': {
    protects: 'no-kill-with-free-memory',
    source: 'Linux, Control Group v2, 2024, memory.high and memory.max',
    because: 'a container is killed for pages of a file that it has read, which could be dropped',
  },
  'backoff-doubles': {
    protects: 'restarts-are-bounded',
    source: `${docs}, Pod Lifecycle, container restarts`,
    because: 'a container that ends at once would be started all the time',
  },
  'startup-probe-first': {
    protects: 'slow-start-succeeds',
    source: `${docs}, Liveness, Readiness and Startup Probes, startup`,
    because: 'a liveness probe kills what takes longer to start than the probe allows',
  },
  'liveness-checks-itself-alone': {
    protects: 'independent-requests-are-served',
    source: `${docs}, Configure Liveness, Readiness and Startup Probes, caution`,
    because:
      'a database that is down restarts every pod, which cures nothing and fails all other requests',
  },
  'readiness-checks-itself-alone': {
    protects: 'independent-requests-are-served',
    source: 'Yanacek, Implementing Health Checks, Amazon Builders’ Library',
    because: 'a database that is down takes every pod out of the balancer at the same time',
  },
  'liveness-restarts-the-hung': {
    protects: 'hung-process-recovers',
    source: `${docs}, Liveness, Readiness and Startup Probes, liveness`,
    because: 'a process in a deadlock does not end, and its pod never serves again',
  },
  'failures-in-a-row-decide': {
    protects: 'short-pause-survives',
    source: 'Kubernetes 1.33, kubelet/prober/worker.go, FailureThreshold',
    because: 'one probe in a long garbage collection restarts a process that is well',
  },
  'balance-over-ready-pods': {
    protects: 'no-request-to-unready',
    source: `${docs}, Liveness, Readiness and Startup Probes, readiness`,
    because: 'the balancer goes on sending requests to a pod that does not answer',
  },
  'pre-stop-outlasts-propagation': {
    protects: 'no-request-fails-in-an-update',
    source: `${docs}, Pod Lifecycle, termination of Pods`,
    because: 'proxies that have not heard of the deletion send requests to a port that is closed',
  },
  'finish-requests-on-sigterm': {
    protects: 'no-request-fails-in-an-update',
    source: 'Wiggins, The Twelve-Factor App, 2017, disposability',
    because: 'a process that ends at SIGTERM cuts off the requests that it is at work on',
  },
  'grace-outlasts-requests': {
    protects: 'no-request-fails-in-an-update',
    source: `${docs}, Pod Lifecycle, terminationGracePeriodSeconds`,
    because: 'SIGKILL after 30 s cuts off requests that take longer',
  },
  'proxy-first-up-last-down': {
    protects: 'no-error-at-rollout',
    source: `${docs}, Sidecar Containers, startup and termination`,
    because: 'calls of the application go through a proxy that is not there yet, or not any more',
  },
  'permissive-before-strict': {
    protects: 'calls-are-accepted',
    source: 'Istio documentation, 2025, Mutual TLS Migration',
    because: 'a client without a proxy sends plain text, which a strict server refuses',
  },
  'rotate-before-expiry': {
    protects: 'identity-stays-valid',
    source: 'Istio documentation, 2025, pilot-agent, SECRET_GRACE_PERIOD_RATIO',
    because: 'an issuer that is down when certificates expire takes every call with it',
  },
  'identity-by-ordinal': {
    protects: 'volume-follows-name',
    source: `${docs}, StatefulSets, stable network ID and storage`,
    because: 'a replacement with a name of its own gets a volume of its own, which is empty',
  },
});

export type AutoscalingRules = RulesOf<typeof autoscalingRules>;
export type AutoscalingRule = keyof AutoscalingRules;
