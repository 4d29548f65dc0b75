/** The scenarios of autoscaling, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const autoscalingWing: WingEntry = {
  id: 'autoscaling',
  title: 'Autoscaling and scheduling: how many pods, where, and how long they live',
  scenarios: [
    {
      id: 'autoscaling/load-doubles',
      asks: 'The load doubles, and pods take a minute to start. How many replicas does the autoscaler ask for, and when are there enough?',
      load: () => import('./load-doubles.ts'),
    },
    {
      id: 'autoscaling/noisy-load',
      asks: 'The load is constant, and its metric is off by up to 7%. Does the number of replicas move?',
      load: () => import('./noisy-load.ts'),
    },
    {
      id: 'autoscaling/pulsing-load',
      asks: 'A minute of load, two minutes of quiet, again and again. Do replicas come and go with it?',
      load: () => import('./pulsing-load.ts'),
    },
    {
      id: 'autoscaling/wrong-sample',
      asks: 'One sample of the metric is fifty times too high. How many pods start?',
      load: () => import('./wrong-sample.ts'),
    },
    {
      id: 'autoscaling/silent-pods',
      asks: 'Half of the pods send no metric any more, and they are the busy ones. Does the autoscaler remove pods?',
      load: () => import('./silent-pods.ts'),
    },
    {
      id: 'autoscaling/rollout',
      asks: 'Two of ten pods are ready and above their target; eight are starting. Does the autoscaler remove some?',
      load: () => import('./rollout.ts'),
    },
    {
      id: 'autoscaling/two-metrics',
      asks: 'The processors need 4 replicas, the requests 10. Which metric decides, and what if it is lost?',
      load: () => import('./two-metrics.ts'),
    },
    {
      id: 'autoscaling/queue-workers',
      asks: 'Workers wait for another service and use 15% of their processor, and the queue grows. Which metric scales them?',
      load: () => import('./queue-workers.ts'),
    },
    {
      id: 'autoscaling/request-or-limit',
      asks: 'A pod requests half a core and may use two. Of which of them is a target of 80%?',
      load: () => import('./request-or-limit.ts'),
    },
    {
      id: 'autoscaling/zone-loss',
      asks: 'Six pods carry the load from three zones, and one zone is lost. Do the others carry it?',
      load: () => import('./zone-loss.ts'),
    },
    {
      id: 'autoscaling/forecast',
      asks: 'The load doubles every day at nine. What does scaling ten minutes ahead save?',
      load: () => import('./forecast.ts'),
    },
    {
      id: 'autoscaling/pending-pod',
      asks: 'Half of all cores are free, and a pod of three stays pending. Why?',
      load: () => import('./pending-pod.ts'),
    },
    {
      id: 'autoscaling/packed-nodes',
      asks: 'Nodes are 30% full. How many could be saved by packing pods?',
      load: () => import('./packed-nodes.ts'),
    },
    {
      id: 'autoscaling/overcommitted-node',
      asks: 'Pods request a core and use a twentieth of it. How many fit on a node of four?',
      load: () => import('./overcommitted-node.ts'),
    },
    {
      id: 'autoscaling/memory-requests',
      asks: 'Pods request half of the memory that they use. What happens on the node, and to whom?',
      load: () => import('./memory-requests.ts'),
    },
    {
      id: 'autoscaling/memory-limits',
      asks: 'Requests are the P95 of the use, limits 1.5 times as much. How often is a pod killed?',
      load: () => import('./memory-limits.ts'),
    },
    {
      id: 'autoscaling/container-memory',
      asks: 'Exit code 137 with a limit of 4 GB and a heap of 800 MB: what counts against the limit?',
      load: () => import('./container-memory.ts'),
    },
    {
      id: 'autoscaling/cpu-quota',
      asks: 'A container may use two processors and starts eight threads. What do they do? And above a request without a limit?',
      load: () => import('./cpu-quota.ts'),
    },
    {
      id: 'autoscaling/crash-loop',
      asks: 'A pod is in CrashLoopBackOff, and its log shows nothing. What happens, and when does it start again?',
      load: () => import('./crash-loop.ts'),
    },
    {
      id: 'autoscaling/slow-start',
      asks: 'A container needs 90 seconds to start, and its liveness probe gives up after 30. Does it come up?',
      load: () => import('./slow-start.ts'),
    },
    {
      id: 'autoscaling/drained-node',
      asks: 'A node with two of three replicas is drained, and two must stay up. How does that go?',
      load: () => import('./drained-node.ts'),
    },
    {
      id: 'autoscaling/tainted-nodes',
      asks: 'Two nodes are kept for other pods by a taint. Where do pods go, and does a DaemonSet reach every node?',
      load: () => import('./tainted-nodes.ts'),
    },
    {
      id: 'autoscaling/half-a-gang',
      asks: 'Two jobs need four slots each, and there are six. Do they finish? And does a pod of low priority ever start?',
      load: () => import('./half-a-gang.ts'),
    },
    {
      id: 'autoscaling/stateful-names',
      asks: 'A pod of a database is lost and replaced. Does the replacement find its data?',
      load: () => import('./stateful-names.ts'),
    },
    {
      id: 'autoscaling/base64-secret',
      asks: 'A Kubernetes Secret holds its values in base64. What does someone need who wants to read them?',
      load: () => import('./base64-secret.ts'),
    },
    {
      id: 'autoscaling/certificate-outage',
      asks: 'Certificates of 24 hours are renewed after 12, and the issuer is down for 10. How many pods lose their identity?',
      load: () => import('./certificate-outage.ts'),
    },
    {
      id: 'autoscaling/dominant-share',
      asks: 'One user’s tasks need memory, another’s need processors, and both want the whole cluster. How many tasks does each get?',
      load: () => import('./dominant-share.ts'),
    },
    {
      id: 'autoscaling/metric-lag',
      asks: 'Metrics are two minutes old, and the load halves. How many replicas are removed?',
      load: () => import('./metric-lag.ts'),
    },
    {
      id: 'autoscaling/panic-window',
      asks: 'A hundred requests come at once to a service with one pod, and again 20 seconds after they end. When are there enough pods?',
      load: () => import('./panic-window.ts'),
    },
    {
      id: 'autoscaling/proxy-first',
      asks: 'A proxy beside the application takes longer to start than the application. How many calls of a rollout fail?',
      load: () => import('./proxy-first.ts'),
    },
    {
      id: 'autoscaling/scale-to-zero',
      asks: 'Jobs come every three minutes, then none. Who starts the first worker, and when is the last one gone?',
      load: () => import('./scale-to-zero.ts'),
    },
    {
      id: 'autoscaling/strict-mtls',
      asks: 'Proxies with mutual TLS are rolled out over ten days, and a server becomes strict on the fifth. Who is refused?',
      load: () => import('./strict-mtls.ts'),
    },
    {
      id: 'autoscaling/two-autoscalers',
      asks: 'One autoscaler looks at the processor, another at the requests, and both scale the same pods. What do they do?',
      load: () => import('./two-autoscalers.ts'),
    },
    {
      id: 'autoscaling/vertical-and-horizontal',
      asks: 'One autoscaler sets the number of pods by their processor, another sets what they request. Where does that end?',
      load: () => import('./vertical-and-horizontal.ts'),
    },
    {
      id: 'autoscaling/hung-process',
      asks: 'A process is in a deadlock: its port is open, and it answers nothing. When does its pod serve again, and does a pause of 15 seconds restart another one?',
      load: () => import('./hung-process.ts'),
    },
    {
      id: 'autoscaling/restart-storm',
      asks: 'A liveness probe checks the database, and the database is down for a minute. What do the restarts add to the outage?',
      load: () => import('./restart-storm.ts'),
    },
    {
      id: 'autoscaling/rolling-update',
      asks: 'A rolling update deletes pods that are healthy. Why do some requests get a 502, and what does a preStop sleep change?',
      load: () => import('./rolling-update.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/autoscaling/autoscaling.ts')).autoscaling,
    killers: (await import('./killers.ts')).autoscalingKillers,
  }),
};
