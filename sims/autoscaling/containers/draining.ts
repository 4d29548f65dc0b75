/** Pods that are deleted while requests come: the process, the proxies that send to it, and the users. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { pick } from '../../../src/kernel/random.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { client, isCallFailure, type Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { AutoscalingRules } from '../rules.ts';

/** A page is quick; an export takes any time up to the longest. */
export const workKinds = ['page', 'export'] as const;
export type WorkKind = (typeof workKinds)[number];
export const pageMs = 50;

type ProcessRequest = { readonly get: WorkKind } | { readonly probe: string } | 'SIGTERM';

interface ProcessMemory {
  isUp: boolean;
  isStopping: boolean;
  /** Requests in flight. */
  open: number;
  readonly idle: Signal;
}

/** Its port is closed until it has started, and from SIGTERM on. */
export const drainingServer = (
  startMs: number,
  longestMs: number,
  rules: AutoscalingRules,
): Server<ProcessMemory, ProcessRequest> => ({
  kind: 'app',
  start(node) {
    const memory = { isUp: false, isStopping: false, open: 0, idle: new Signal() };
    node.spawn(starts());
    return memory;

    function* starts(): Process<void> {
      yield* node.sleep(startMs);
      memory.isUp = true;
    }
  },
  *serve(memory, request, _from, node): Process<string> {
    if (request === 'SIGTERM') {
      memory.isStopping = true;
      note(node, { kind: 'signalled', container: node.self, open: memory.open });
      // Disposability: it stops to listen, lets the current requests finish, and exits.
      while (memory.open > 0 && rules['finish-requests-on-sigterm']) yield* memory.idle.wait();
      return 'exited';
    }
    if (!memory.isUp || memory.isStopping) throw new Refusal('connection refused');
    if ('probe' in request) return 'served';
    memory.open += 1;
    yield* node.sleep(request.get === 'page' ? pageMs : node.stream('export')() * longestMs);
    memory.open -= 1;
    if (memory.open === 0) memory.idle.fire();
    return 'served';
  },
  shown: ({ isUp, isStopping, open }) => ({ isUp, isStopping, open }),
});

/** The pods of a service that may get requests. */
export interface Endpoints {
  readonly endpoints: readonly NodeId[];
}
interface ProxyMemory {
  /** What it sends to. */
  applied: readonly NodeId[];
  /** What it has been told last. */
  told: readonly NodeId[];
}

/** Tells of it are cheap, to put them into force is not: that happens once in a period. */
export const proxyServer = (
  first: readonly NodeId[],
  phaseMs: number,
  periodMs: number,
): Server<ProxyMemory, Endpoints | { readonly get: WorkKind }> => ({
  kind: 'proxy',
  start(node) {
    const memory: ProxyMemory = { applied: first, told: first };
    node.spawn(syncs());
    return memory;

    function* syncs(): Process<void> {
      for (let tick = 0; ; tick++) {
        yield* node.sleep(phaseMs + tick * periodMs - node.now());
        if (memory.told === memory.applied) continue;
        const gone = memory.applied.filter((pod) => !memory.told.includes(pod));
        memory.applied = memory.told;
        note(node, { kind: 'heard', gone });
      }
    }
  },
  *serve(memory, request, _from, node): Process<string> {
    if ('endpoints' in request) {
      memory.told = request.endpoints;
      return 'noted';
    }
    return yield* node.call<string>(pick(node.stream('pod'), memory.applied), request);
  },
  shown: ({ applied }) => ({ applied }),
});

export interface DrainUsers {
  readonly proxies: readonly NodeId[];
  readonly perSecond: Readonly<Record<WorkKind, number>>;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly timeoutMs: number;
}

/** Sees every request of a user when it ends; one that fails is a 502 to its user. */
export type SeesWork = (kind: WorkKind, sentMs: number, isServed: boolean) => void;

/** Each request comes through any of the proxies, each as likely. */
export const drainUsers = (options: DrainUsers, sees: SeesWork) =>
  client('users', (node) => {
    const { proxies, perSecond, fromMs, untilMs, timeoutMs } = options;
    for (const kind of workKinds) node.spawn(arrive(kind));
    return {};

    function* arrive(kind: WorkKind): Process<void> {
      const gap = sampler(exponential(1_000 / perSecond[kind]), node.stream(kind));
      yield* node.sleep(fromMs);
      for (;;) {
        yield* node.sleep(gap());
        if (node.now() >= untilMs) return;
        node.spawn(asks(kind));
      }
    }

    function* asks(kind: WorkKind): Process<void> {
      const sentMs = node.now();
      let isServed = true;
      try {
        yield* node.call(pick(node.stream('proxy'), proxies), { get: kind }, { timeoutMs });
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        isServed = false;
      }
      sees(kind, sentMs, isServed);
    }
  });
