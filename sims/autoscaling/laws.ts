/** What autoscalers, schedulers and kubelets are held to. */
export const autoscalingLaws = {
  'load-is-carried': 'the pods that are ready carry the load, once they had time to start',
  'target-is-kept': 'at a constant load pods use no more than the target and its tolerance',
  'no-flapping': 'at a steady load the number of replicas does not go up and down',
  'no-overshoot': 'no more replicas are asked for than the load needs',
  'direction-follows-load':
    'pods are not removed while those that are ready are above their target',
  'steps-are-limited': 'no more pods are added in a period than its policy allows',
  'within-what-was-reserved': 'pods use no more than the scheduler has kept free for them',
  'queue-stays-short': 'what waits is worked off',
  'burst-is-met': 'pods for a burst are asked for before its minute is over',
  'shares-are-fair':
    'no user could get a task more for one that is taken from a user with a larger dominant share',
  'no-error-at-rollout': 'no call fails because a proxy is not up',
  'no-request-fails-in-an-update': 'a rolling update of healthy pods fails no request',
  'calls-are-accepted': 'no client is refused that has no proxy yet',
  'identity-stays-valid':
    'no certificate expires in an outage of the issuer that its rest outlasts',
  'survives-one-zone': 'after the loss of a zone the others carry the load',
  'no-overcommit': 'the pods of a node use no more than it has',
  'big-pod-fits': 'a pod for which there is room in total is placed',
  'jobs-finish': 'every job gets all of its pods and ends',
  'no-starvation': 'every pod that waits is placed',
  'min-available': 'as many pods stay up as were promised',
  'tainted-nodes-stay-free': 'no pod stands on a node whose taint it does not tolerate',
  'modest-pods-survive': 'a pod within what it requests is not evicted for one that is not',
  'no-stall': 'threads do not stand still for most of a period',
  'neighbour-survives': 'a container within its limit is not killed',
  'no-kill-with-free-memory':
    'no container is killed while its limit could be met by dropping clean pages',
  'restarts-are-bounded': 'a container that crashes at once is restarted less and less often',
  'independent-requests-are-served':
    'requests that do not need the database are served while it is down',
  'hung-process-recovers': 'a pod whose process hangs is restarted, and serves again',
  'short-pause-survives': 'no pod is restarted for a pause that too few probes in a row notice',
  'no-request-to-unready':
    'once its readiness probe has had time to fail, a pod that hangs gets no requests',
  'slow-start-succeeds': 'a container that starts slowly comes up',
  'volume-follows-name': 'a pod that is replaced finds the volume of its name',
} as const;

export type AutoscalingLaw = keyof typeof autoscalingLaws;
