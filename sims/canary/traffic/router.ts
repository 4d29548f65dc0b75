/**
 * The router: splits the users' requests between the fleets, by weights that a deployment changes.
 * Every target gets its share to within one request, as by smooth weighted round robin in nginx.
 * The route is on its disk.
 */

import { all } from '../../../src/kernel/combinators.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { CanaryNote } from '../notes.ts';
import { ask } from './ask.ts';
import { type Answered, type Batch, sumOf } from './batch.ts';

export interface Target {
  readonly to: NodeId;
  /** Of the requests, 0 to 1. */
  readonly share: number;
  readonly isNew: boolean;
}

export interface Route {
  /** The first target gets what the others leave. */
  readonly targets: readonly Target[];
  /** Gets a copy of every request. */
  readonly copiesTo?: NodeId | undefined;
}

export type RouterRequest =
  | { readonly kind: 'requests'; readonly requests: number }
  /** Answered once the route is known everywhere. */
  | { readonly kind: 'route'; readonly route: Route; readonly takesMs: number };

export interface RouterOptions {
  readonly route: Route;
  /** How long it waits for a fleet. */
  readonly timeoutMs: number;
  /** Whenever a route takes effect: for measurements. */
  readonly onRouted?: (route: Route) => void;
}

interface RouterMemory {
  readonly options: RouterOptions;
  route: Route;
  /** By the index of the target: the fraction of a request that it is still owed. */
  owed: number[];
}

export function router(options: RouterOptions): Server<RouterMemory, RouterRequest, Route> {
  return {
    kind: 'router',
    start: (_node, { journal }) => ({
      options,
      route: journal.at(-1) ?? options.route,
      owed: [],
    }),
    serve: (memory, request, _from, node) =>
      request.kind === 'route'
        ? reroute(memory, request.route, request.takesMs, node)
        : forward(memory, request.requests, node),
    shown: ({ route: { targets, copiesTo } }) => ({
      ...Object.fromEntries(targets.map(({ to, share }) => [to, share])),
      ...(copiesTo === undefined ? {} : { copiesTo }),
    }),
  };
}

function* reroute(
  memory: RouterMemory,
  route: Route,
  takesMs: number,
  node: ServerContext<Route>,
): Process<string> {
  yield* node.sleep(takesMs);
  memory.route = route;
  memory.owed = [];
  node.persist(route);
  const share = route.targets.reduce((sum, { isNew, share }) => sum + (isNew ? share : 0), 0);
  const note: CanaryNote = { kind: 'routed', percentage: share * 100 };
  node.note(note);
  memory.options.onRouted?.(route);
  return 'routed';
}

function* forward(
  memory: RouterMemory,
  requests: number,
  node: ServerContext<Route>,
): Process<Answered> {
  const { copiesTo } = memory.route;
  const batches = split(memory, requests);
  if (copiesTo !== undefined) node.send(copiesTo, { kind: 'requests', requests, isNew: true });
  const { timeoutMs } = memory.options;
  const answers = batches.map(({ to, batch }) => ask<Answered>(node, to, batch, timeoutMs));
  return sumOf(yield* all(answers));
}

function split(memory: RouterMemory, requests: number) {
  let left = requests;
  const batches: { to: NodeId; batch: Batch }[] = [];
  const { targets } = memory.route;
  for (let place = targets.length - 1; place >= 0; place--) {
    const { to, share, isNew } = must(targets[place], 'target of the request');
    const due = place === 0 ? left : (memory.owed[place] ?? 0) + requests * share;
    // A number that is an integer apart from rounding is that integer.
    const given = Math.min(left, Math.floor(due + 1e-9));
    memory.owed[place] = due - given;
    left -= given;
    if (given > 0) batches.push({ to, batch: { kind: 'requests', requests: given, isNew } });
  }
  return batches;
}
