/** Autoscaling and scheduling as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { autoscalingInvariants } from './invariants.ts';
import { autoscalingNotes } from './notes.ts';
import { type AutoscalingRule, autoscalingRules } from './rules.ts';
import { viewOf } from './view.ts';

export const autoscaling: Sim<AutoscalingRule> = {
  id: 'autoscaling',
  title: 'Autoscaling and scheduling: how many pods, where, and how long they live',
  about:
    'The horizontal autoscaler of Kubernetes, true to its source, over pods that take time to start; a scheduler that ' +
    'places pods by what they request; and what becomes of containers: quotas, memory limits, probes, restarts. ' +
    'Knative’s and KEDA’s autoscalers, fair shares, and proxies beside applications, and kubelets that probe, restart and end the pods of a service. ' +
    'Nodes that are added by a cluster autoscaler are left out.',
  sources: [
    'Kubernetes 1.33, pkg/controller/podautoscaler',
    'Kubernetes documentation, 2025',
    'Turner et al., CPU bandwidth control for CFS, Linux Symposium 2010',
    'Knative Serving 1.19, pkg/autoscaler/scaling',
    'KEDA documentation, 2.17',
    'Ghodsi et al., Dominant Resource Fairness, NSDI 2011',
    'Istio documentation, 2025',
    'Dósa, The Tight Bound of First Fit Decreasing Bin-Packing Algorithm, 2007',
  ],
  rules: autoscalingRules,
  invariants: autoscalingInvariants,
  files: [
    'rules.ts',
    'containers/limits.ts',
    'containers/memory.ts',
    'containers/quota.ts',
    'containers/restarts.ts',
    'hpa/behaviour.ts',
    'hpa/pods.ts',
    'hpa/replicas.ts',
    'hpa/autoscaler.ts',
    'hpa/fleet.ts',
    'laws.ts',
    'notes.ts',
    'study.ts',
    'hpa/loop.ts',
    'invariants.ts',
    'nodes/drain.ts',
    'nodes/scheduler.ts',
    'nodes/eviction.ts',
    'nodes/jobs.ts',
    'nodes/stateful.ts',
    'nodes/zones.ts',
    'view.ts',
    'hpa/sources.ts',
    'containers/sidecar.ts',
    'containers/probe.ts',
    'containers/app.ts',
    'containers/termination.ts',
    'containers/kubelet.ts',
    'containers/service.ts',
    'containers/draining.ts',
    'containers/update.ts',
    'events/panic.ts',
    'events/scale-to-zero.ts',
    'hpa/lag.ts',
    'hpa/vertical.ts',
    'nodes/fair-share.ts',
    'nodes/secret.ts',
  ],
  notes: autoscalingNotes,
  arrowText: () => undefined,
  view: viewOf,
};
