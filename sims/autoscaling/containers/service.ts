/** Puts a service into a world: its pods with their kubelets, its balancer, its database and its users. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import type { AutoscalingRules } from '../rules.ts';
import { appServer, balancerServer, databaseServer, type SeesRequest, users } from './app.ts';
import { type KubeletEvents, kubelet } from './kubelet.ts';
import type { ProbeKind, ProbeSpec } from './probe.ts';

export interface ServiceOptions {
  /** Ends the names of its nodes: `database-a`, `pod-a-1`. */
  readonly name: string;
  readonly pods: number;
  readonly startMs: number;
  readonly graceMs: number;
  readonly databaseTimeoutMs: number;
  readonly probes: Readonly<Record<ProbeKind, ProbeSpec>>;
  readonly perSecond: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly timeoutMs: number;
}

export const databaseOf = (name: string): NodeId => `database-${name}`;
export const podOf = (name: string, number: number): NodeId => `pod-${name}-${number}`;

export function addService(
  world: World,
  options: ServiceOptions,
  rules: AutoscalingRules,
  events: KubeletEvents & { readonly sees: SeesRequest },
): void {
  const { name, pods, startMs, graceMs, databaseTimeoutMs, probes } = options;
  const [database, balancer] = [databaseOf(name), `balancer-${name}`];
  const ids = Array.from({ length: pods }, (_, place) => podOf(name, place + 1));
  world.addServer(database, databaseServer);
  world.addServer(balancer, balancerServer(ids, rules));
  for (const [place, pod] of ids.entries()) {
    const app = appServer(database, startMs, databaseTimeoutMs);
    const machine = world.addServer(pod, app, { whenDown: 'resets' });
    const runtime = {
      hangs: () => machine.life === 'paused',
      kill: () => machine.crash(),
      start: () => machine.start(),
    };
    world.addServer(
      `kubelet-${name}-${place + 1}`,
      kubelet({ pod, balancer, probes, graceMs, runtime }, rules, events),
      // Services that are compared are probed at the same times.
      { luck: `kubelet-${place + 1}` },
    );
  }
  world.addServer(`users-${name}`, users({ ...options, balancer }, events.sees), { luck: 'users' });
}
