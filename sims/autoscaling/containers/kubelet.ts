/** The kubelet of one pod: it probes the container, kills it, waits, starts it again, and ends it for good. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { AutoscalingRules } from '../rules.ts';
import type { AppRequest } from './app.ts';
import { exitCode } from './memory.ts';
import { type ProbeKind, ProbeResults, type ProbeSpec } from './probe.ts';
import { RestartBackoff } from './restarts.ts';
import { endsContainer } from './termination.ts';

/** The container runtime of the machine. */
export interface Runtime {
  /** Whether the process would not react to SIGTERM. */
  hangs(): boolean;
  kill(): void;
  start(): void;
}

export interface KubeletOptions {
  readonly pod: NodeId;
  readonly balancer: NodeId;
  readonly probes: Readonly<Record<ProbeKind, ProbeSpec>>;
  /** terminationGracePeriodSeconds: from SIGTERM to SIGKILL, for a process that does not end. */
  readonly graceMs: number;
  /** How long the preStop hook of a pod that is deleted sleeps; none by default. */
  readonly preStopMs?: number;
  /** Whether the pod is there from the beginning, as it is by default, or has to be created. */
  readonly isThere?: boolean;
  readonly runtime: Runtime;
}

/** Each with the time at which it happens. */
export interface KubeletEvents {
  ends?(pod: NodeId, code: number, atMs: number): void;
  restarts?(pod: NodeId, waitMs: number, atMs: number): void;
  readies?(pod: NodeId, isReady: boolean, atMs: number): void;
}

/** What the control plane asks of it. */
export type KubeletRequest = 'create' | 'delete';

/** Answers `delete` when the container has ended. */
export const kubelet = (
  options: KubeletOptions,
  rules: AutoscalingRules,
  events: KubeletEvents = {},
): Server<PodWorker, KubeletRequest> => ({
  kind: 'kubelet',
  start(node) {
    const pod = new PodWorker(node, options, rules, events);
    for (const kind of ['startup', 'liveness', 'readiness'] as const) {
      if (kind === 'startup' && !rules['startup-probe-first']) continue;
      if (kind === 'liveness' && !rules['liveness-restarts-the-hung']) continue;
      node.spawn(pod.probes(kind));
    }
    return pod;
  },
  serve: (pod, request) => (request === 'create' ? pod.create() : pod.end()),
  shown: (pod) => pod.shown(),
});

class PodWorker {
  readonly #node: ServerContext;
  readonly #options: KubeletOptions;
  readonly #rules: AutoscalingRules;
  readonly #events: KubeletEvents;
  readonly #backoff: RestartBackoff;
  readonly #results: Readonly<Record<ProbeKind, ProbeResults>>;
  #state: 'running' | 'ending' | 'waiting' | 'gone';
  #startedMs: number;
  /** Whether the startup probe has succeeded, if there is one. */
  #hasStarted: boolean;
  #isReady = false;
  #restarts = 0;

  constructor(
    node: ServerContext,
    options: KubeletOptions,
    rules: AutoscalingRules,
    events: KubeletEvents,
  ) {
    this.#node = node;
    this.#options = options;
    this.#rules = rules;
    this.#events = events;
    this.#backoff = new RestartBackoff(rules);
    const results = (kind: ProbeKind) => new ProbeResults(options.probes[kind], rules);
    this.#results = {
      startup: results('startup'),
      liveness: results('liveness'),
      readiness: results('readiness'),
    };
    this.#state = options.isThere === false ? 'waiting' : 'running';
    this.#startedMs = node.now();
    this.#hasStarted = !rules['startup-probe-first'];
  }

  shown(): object {
    const { pod } = this.#options;
    return { pod, state: this.#state, ready: this.#isReady, restarts: this.#restarts };
  }

  create(): string {
    this.#options.runtime.start();
    this.#startedMs = this.#node.now();
    this.#state = 'running';
    return 'created';
  }

  /** Deleted: its liveness is of no interest any more, and nothing starts it again. */
  *end(): Process<string> {
    this.#state = 'ending';
    const { preStopMs = 0 } = this.#options;
    const code = yield* endsContainer(this.#node, { ...this.#options, preStopMs });
    this.#state = 'gone';
    this.#events.ends?.(this.#options.pod, code, this.#node.now());
    return 'gone';
  }

  /** A worker of the kubelet: it ticks on, whatever becomes of the container. */
  *probes(kind: ProbeKind): Process<void> {
    const { periodMs } = this.#options.probes[kind];
    yield* this.#node.sleep(this.#node.stream(kind)() * periodMs);
    for (;;) {
      const tickedMs = this.#node.now();
      if (this.#isDue(kind)) yield* this.#probe(kind);
      yield* this.#node.sleep(Math.max(0, tickedMs + periodMs - this.#node.now()));
    }
  }

  /** Whether there is a container to probe. One that is being killed is still asked whether it is ready. */
  #isThere(kind: ProbeKind): boolean {
    return this.#state === 'running' || (this.#state === 'ending' && kind === 'readiness');
  }

  #isDue(kind: ProbeKind): boolean {
    if (!this.#isThere(kind)) return false;
    const { initialDelayMs } = this.#options.probes[kind];
    if (this.#node.now() - this.#startedMs < initialDelayMs) return false;
    // Startup Probes: the others are disabled until it succeeds, and it ends then.
    return (kind === 'startup') !== this.#hasStarted;
  }

  *#probe(kind: ProbeKind): Process<void> {
    const ofStartMs = this.#startedMs;
    const isSuccess = yield* this.#asks(kind);
    // The answer of a container that is gone says nothing of the next one.
    if (!this.#isThere(kind) || this.#startedMs !== ofStartMs) return;
    if (!isSuccess)
      note(this.#node, { kind: 'fails-probe', container: this.#options.pod, probe: kind });
    const decided = this.#results[kind].decide(isSuccess);
    if (kind === 'readiness') {
      if (decided !== undefined) yield* this.#becomes(decided === 'succeeded');
    } else if (decided === 'failed') {
      this.#node.spawn(this.#restart(kind));
    } else if (kind === 'startup' && isSuccess && !this.#hasStarted) {
      this.#hasStarted = true;
      // UpdatePodStatus triggers the readiness probe of a container that has just started.
      yield* this.#probe('readiness');
    }
  }

  *#asks(kind: ProbeKind): Process<boolean> {
    const { pod, probes } = this.#options;
    const request: AppRequest = { probe: kind, asksDatabase: asksDatabase(kind, this.#rules) };
    try {
      yield* this.#node.call(pod, request, { timeoutMs: probes[kind].timeoutMs });
      return true;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      return false;
    }
  }

  *#becomes(isReady: boolean): Process<void> {
    if (isReady === this.#isReady) return;
    this.#isReady = isReady;
    const { pod, balancer } = this.#options;
    this.#events.readies?.(pod, isReady, this.#node.now());
    note(this.#node, { kind: 'turns', container: pod, isReady });
    yield* this.#node.call(balancer, { pod, isReady });
  }

  *#restart(kind: ProbeKind): Process<void> {
    const node = this.#node;
    const { pod, runtime, graceMs } = this.#options;
    this.#state = 'ending';
    const askedMs = node.now();
    // SIGTERM first: what does not end within the grace period gets SIGKILL.
    while (runtime.hangs() && node.now() - askedMs < graceMs) yield* node.sleep(pollMs);
    const code = exitCode(runtime.hangs() ? 'SIGKILL' : 'SIGTERM');
    runtime.kill();
    const endedMs = node.now();
    this.#state = 'waiting';
    this.#events.ends?.(pod, code, endedMs);
    note(node, { kind: 'killed', container: pod, code, why: `its ${kind} probe failed` });
    yield* this.#becomes(false);
    const waitMs = this.#backoff.waitMs(endedMs - this.#startedMs);
    yield* node.sleep(Math.max(0, endedMs + waitMs - node.now()));
    for (const results of Object.values(this.#results)) results.reset();
    runtime.start();
    this.#restarts += 1;
    this.#startedMs = node.now();
    this.#hasStarted = !this.#rules['startup-probe-first'];
    this.#state = 'running';
    this.#events.restarts?.(pod, waitMs, node.now());
    note(node, { kind: 'restarts', container: pod, count: this.#restarts, afterMs: waitMs });
  }
}

/** How often the runtime looks whether a process has ended. */
const pollMs = 100;

/** Whether a probe succeeds only if the database answers as well. */
function asksDatabase(kind: ProbeKind, rules: AutoscalingRules): boolean {
  // Liveness asks what a restart would cure; readiness, what another pod could do better.
  if (kind === 'liveness') return !rules['liveness-checks-itself-alone'];
  return kind === 'readiness' && !rules['readiness-checks-itself-alone'];
}
