/** What is said of autoscaling and scheduling, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const autoscalingClaims: Claims = {
  'k8s-hpa-scales-on-metric': {
    says: 'The horizontal autoscaler sets the number of pods by a metric, such as processor or memory.',
    verdict: 'confirmed',
  },
  'k8s-predictive-removes-ramp-latency': {
    says: 'Scaling 10 to 30 minutes ahead removes the wait for pods that start when the load rises.',
    verdict: 'depends',
    instead:
      'On the forecast: one that is right and further ahead than a start removes the wait, for the price of pods that idle; one that is too low leaves the rest of it.',
  },
  'k8s-pending-requests-too-high': {
    says: 'Most pending pods request more than any node can give.',
    verdict: 'depends',
    instead:
      'On how the others are placed: a pod of three cores stays pending with half of all cores free, if small pods were spread over the nodes, and is placed if they were packed.',
  },
  'k8s-30-percent-utilised-waste': {
    says: 'Nodes at 30% utilisation waste money, which packing pods saves.',
    verdict: 'confirmed',
  },
  'k8s-daemonset-one-per-node': {
    says: 'A DaemonSet runs one pod on every node.',
    verdict: 'depends',
    instead:
      'On its tolerations: one pod on each node that it may stand on, and none on a tainted node that it does not tolerate.',
  },
  'k8s-statefulset-identity': {
    says: 'A pod of a StatefulSet keeps its name and its volume when it is replaced.',
    verdict: 'confirmed',
  },
  'k8s-db-on-deployment-loses-data': {
    says: 'A database in a Deployment loses its data when its pod restarts.',
    verdict: 'depends',
    instead:
      'On a volume claim: what is written into the container is lost, what is in a claimed volume stays.',
  },
  'k8s-secrets-base64': {
    says: 'The values of a Kubernetes Secret are encoded, not encrypted.',
    verdict: 'confirmed',
  },
  'q13-137-is-sigkill': {
    says: 'Exit code 137 is SIGKILL, mostly for memory; 139 is a segmentation fault.',
    verdict: 'confirmed',
  },
  'q13-sidecar-counts-to-limit': {
    says: 'The memory of a sidecar counts against the limit of the application.',
    verdict: 'refuted',
    instead:
      'A limit is that of one container. A sidecar is killed for its own limit; together they fill the node.',
  },
  'q13-page-cache-ooms': {
    says: 'Reading a large file can get a container killed for memory.',
    verdict: 'refuted',
    instead:
      'The pages of a file that is only read are dropped before anything is killed. Dirty pages and tmpfs are not.',
  },
  'q13-thread-stacks-200mb': {
    says: '200 threads use 200 MB besides the heap.',
    verdict: 'refuted',
    instead: 'They reserve 200 MB; what counts is what they have touched, here a tenth of it.',
  },
  'q13-requests-too-low-oom': {
    says: 'If requests are too low, nodes are filled until pods are killed for memory.',
    verdict: 'confirmed',
  },
  'q13-limits-too-low': {
    says: 'Limits that are too low kill pods while the node has free memory.',
    verdict: 'confirmed',
  },
  'q13-request-p95-limit-1-5x': {
    says: 'Request the P95 of the use, and set the limit to 1.5 to 2 times that.',
    verdict: 'depends',
    instead:
      'On how far the use spreads: with peaks that spread by 0.3 in the logarithm, 1.5 times the P95 is exceeded in one hour of a thousand; with twice the spread in one of a hundred.',
  },
  'q13-cpu-over-request-throttled': {
    says: 'A pod that uses more processor than it requests is throttled.',
    verdict: 'refuted',
    instead:
      'It is throttled at its limit. Above its request it takes what others do not want, and its share by weight if they want all.',
  },
};
