/** A service of pods behind a balancer, and the database that some of its requests need. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { pick } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { client, isCallFailure, type Server } from '../../../src/world/server.ts';
import type { AutoscalingRules } from '../rules.ts';
import type { ProbeKind } from './probe.ts';

/** A page is in the memory of each pod; an order is read from the database. */
export type PageKind = 'page' | 'order';
export type AppRequest =
  | { readonly get: PageKind }
  | { readonly probe: ProbeKind; readonly asksDatabase: boolean };

export const databaseServer: Server<object, 'select'> = {
  kind: 'database',
  start: () => ({}),
  serve: () => 'row',
  shown: () => ({}),
};

/** Until it has started, its port is closed. */
export const appServer = (
  database: NodeId,
  startMs: number,
  databaseTimeoutMs: number,
): Server<{ isUp: boolean }, AppRequest> => ({
  kind: 'app',
  start(node) {
    const memory = { isUp: false };
    node.spawn(starts());
    return memory;

    function* starts(): Process<void> {
      yield* node.sleep(startMs);
      memory.isUp = true;
    }
  },
  *serve(memory, request, _from, node): Process<string> {
    if (!memory.isUp) throw new Refusal('connection refused');
    const needsDatabase = 'get' in request ? request.get === 'order' : request.asksDatabase;
    if (!needsDatabase) return 'served';
    try {
      return yield* node.call<string>(database, 'select', { timeoutMs: databaseTimeoutMs });
    } catch (failure) {
      if (isCallFailure(failure)) throw new Refusal('database does not answer');
      throw failure;
    }
  },
  shown: ({ isUp }) => ({ isUp }),
});

type BalancerRequest =
  | { readonly get: PageKind }
  | { readonly pod: NodeId; readonly isReady: boolean };

/** Hands each request to any of the pods that are ready, each as likely. */
export const balancerServer = (
  pods: readonly NodeId[],
  rules: AutoscalingRules,
): Server<{ readonly ready: Set<NodeId> }, BalancerRequest> => ({
  kind: 'balancer',
  start: () => ({ ready: new Set() }),
  *serve({ ready }, request, _from, node): Process<string> {
    if ('pod' in request) {
      if (request.isReady) ready.add(request.pod);
      else ready.delete(request.pod);
      return 'noted';
    }
    // Readiness: a pod whose probe fails gets no requests.
    const targets = rules['balance-over-ready-pods'] ? pods.filter((pod) => ready.has(pod)) : pods;
    if (targets.length === 0) throw new Refusal('no pod is ready');
    return yield* node.call<string>(pick(node.stream('pod'), targets), request);
  },
  shown: ({ ready }) => ({ ready: [...ready].sort() }),
});

export interface UserOptions {
  readonly balancer: NodeId;
  /** Requests of each kind; they come at random. */
  readonly perSecond: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly timeoutMs: number;
}

/** Sees every request of a user when it ends. */
export type SeesRequest = (kind: PageKind, sentMs: number, isServed: boolean) => void;

export const users = (options: UserOptions, sees: SeesRequest) =>
  client('users', (node) => {
    const { balancer, perSecond, fromMs, untilMs, timeoutMs } = options;
    for (const kind of ['page', 'order'] as const) node.spawn(arrive(kind));
    return {};

    function* arrive(kind: PageKind): Process<void> {
      const gap = sampler(exponential(1_000 / perSecond), node.stream(kind));
      yield* node.sleep(fromMs);
      for (;;) {
        yield* node.sleep(gap());
        if (node.now() >= untilMs) return;
        node.spawn(asks(kind));
      }
    }

    function* asks(kind: PageKind): Process<void> {
      const sentMs = node.now();
      let isServed = true;
      try {
        yield* node.call(balancer, { get: kind }, { timeoutMs });
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        isServed = false;
      }
      sees(kind, sentMs, isServed);
    }
  });
