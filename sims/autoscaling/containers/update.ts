/** A rolling update of a service in a world: one new pod at a time, and when it is ready, one old pod is deleted. */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import type { AutoscalingRules } from '../rules.ts';
import {
  type DrainUsers,
  drainingServer,
  drainUsers,
  proxyServer,
  type SeesWork,
} from './draining.ts';
import { kubelet } from './kubelet.ts';
import type { ProbeSpec } from './probe.ts';

export interface UpdateOptions extends Omit<DrainUsers, 'proxies'> {
  /** Ends the names of its nodes: `pod-a-old-1`. */
  readonly name: string;
  readonly pods: number;
  readonly proxies: number;
  /** Once in so long a proxy puts into force what it has been told. */
  readonly syncMs: number;
  readonly startMs: number;
  readonly longestMs: number;
  readonly preStopMs: number;
  readonly graceMs: number;
  readonly probe: ProbeSpec;
  readonly updateMs: number;
}

export interface UpdateEvents {
  readonly sees: SeesWork;
  /** The container has ended, with so many requests in flight. */
  readonly ends: (pod: NodeId, code: number, cutOff: number, atMs: number) => void;
  readonly deletes: (pod: NodeId, atMs: number) => void;
}

type Version = 'old' | 'new';
const podOf = (name: string, version: Version, number: number) =>
  `pod-${name}-${version}-${number}`;
const kubeletOf = (pod: NodeId): NodeId => `kubelet-${pod}`;

export function addUpdate(
  world: World,
  options: UpdateOptions,
  rules: AutoscalingRules,
  events: UpdateEvents,
): void {
  const { name, syncMs } = options;
  const numbers = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
  const podsOf = (version: Version) =>
    numbers(options.pods).map((number) => podOf(name, version, number));
  const [old, fresh] = [podsOf('old'), podsOf('new')];
  const proxies = numbers(options.proxies).map((number) => `proxy-${name}-${number}`);
  for (const [version, pods] of [['old', old] as const, ['new', fresh] as const])
    for (const [place, pod] of pods.entries()) addPod(pod, version, `${version}-${place + 1}`);
  const phase = world.kernel.random.stream('proxies')() / proxies.length;
  for (const [place, proxy] of proxies.entries()) {
    // They put lists into force one after the other, at even distances.
    const phaseMs = (place / proxies.length + phase) * syncMs;
    world.addServer(proxy, proxyServer(old, phaseMs, syncMs), { luck: `proxy-${place + 1}` });
  }
  world.addServer(controlOf(name), controlPlane({ ...options, old, fresh, proxies }, events));
  world.addServer(`users-${name}`, drainUsers({ ...options, proxies }, events.sees), {
    luck: 'users',
  });

  function addPod(pod: NodeId, version: Version, luck: string): void {
    const isThere = version === 'old';
    const app = drainingServer(options.startMs, options.longestMs, rules);
    const machine = world.addServer(pod, app, { whenDown: 'resets', startsUp: isThere, luck });
    let cutOff = 0;
    const runtime = {
      hangs: () => machine.life === 'paused',
      kill() {
        cutOff = (machine.state as { readonly open: number }).open;
        machine.crash();
      },
      start: () => machine.start(),
    };
    const { probe, preStopMs, graceMs } = options;
    const startup = { ...probe, failuresMax: startupFailures };
    const probes = { startup, liveness: probe, readiness: probe };
    const balancer = controlOf(name);
    world.addServer(
      kubeletOf(pod),
      kubelet({ pod, balancer, probes, preStopMs, graceMs, isThere, runtime }, rules, {
        ends: (_pod, code, atMs) => events.ends(pod, code, cutOff, atMs),
      }),
      { luck: `kubelet-${luck}` },
    );
  }
}

/** Enough for the slowest start. */
const startupFailures = 120;
const controlOf = (name: string): NodeId => `control-${name}`;

type Control = Pick<UpdateOptions, 'updateMs' | 'preStopMs' | 'graceMs'> & {
  readonly old: readonly NodeId[];
  readonly fresh: readonly NodeId[];
  readonly proxies: readonly NodeId[];
};
interface ControlMemory {
  endpoints: readonly NodeId[];
  readonly ready: Set<NodeId>;
  readonly turned: Signal;
}

/** The controllers of the Deployment and of its endpoints: maxSurge 1, maxUnavailable 0. */
const controlPlane = (
  control: Control,
  events: UpdateEvents,
): Server<ControlMemory, { readonly pod: NodeId; readonly isReady: boolean }> => ({
  kind: 'control plane',
  start(node) {
    const memory = { endpoints: control.old, ready: new Set<NodeId>(), turned: new Signal() };
    node.spawn(updates(node, memory, control, events));
    return memory;
  },
  serve({ ready, turned }, { pod, isReady }) {
    if (isReady) ready.add(pod);
    else ready.delete(pod);
    turned.fire();
    return 'noted';
  },
  shown: ({ endpoints, ready }) => ({ endpoints, ready: [...ready].sort() }),
});

function* updates(
  node: ServerContext,
  memory: ControlMemory,
  { old, fresh, proxies, updateMs, preStopMs, graceMs }: Control,
  { deletes }: UpdateEvents,
): Process<void> {
  yield* node.sleep(updateMs);
  for (const [place, pod] of fresh.entries()) {
    yield* node.call(kubeletOf(pod), 'create');
    while (!memory.ready.has(pod)) yield* memory.turned.wait();
    const goes = must(old[place], 'an old pod for each new one');
    memory.endpoints = [...memory.endpoints.filter((each) => each !== goes), pod];
    note(node, { kind: 'deleted', pod: goes, preStopMs, graceMs });
    deletes(goes, node.now());
    // Both at the same time: neither the kubelet nor a proxy waits for the other.
    node.spawn(node.call(kubeletOf(goes), 'delete'));
    for (const proxy of proxies) node.spawn(node.call(proxy, { endpoints: memory.endpoints }));
  }
}
