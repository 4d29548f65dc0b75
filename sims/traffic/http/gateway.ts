/** A gateway in front of some servers, and its answers if they do not answer. */
import type { Process } from '../../../src/kernel/process.ts';
import { TimedOut } from '../../../src/kernel/timeout.ts';
import { Refusal, unreachable } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { overloaded } from '../../../src/world/station.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';

export interface HttpRequest {
  /** Number of the request. */
  readonly http: number;
  /** What happens to it at the server. */
  readonly goes: Fate;
}

export type Fate = 'well' | 'crashes' | 'garbage' | 'is-shed' | 'hangs';

export interface HttpResponse {
  readonly status: number;
}

/**
 * The server process has died in the middle of an answer, and its machine closes the connection.
 */
export const connectionReset = new Refusal('connection-reset');

export interface GatewayOptions {
  readonly upstreams: readonly string[];
  readonly timeoutMs: number;
  /** Time from one check of a server to the next. */
  readonly checkMs: number;
  /**
   * Whether it tells a server that it has given a request up: a closed connection, if the server
   * listens.
   */
  readonly hangsUp: boolean;
  /** A line of the log: 499 if the client was gone (nginx's number; no answer carries it). */
  readonly logs: (request: HttpRequest, status: number) => void;
}

interface Memory {
  readonly healthy: Set<string>;
  next: number;
}

export const gatewayServer = (
  rules: HttpRules,
  options: GatewayOptions,
): Server<Memory, HttpRequest> => ({
  kind: 'gateway',
  start(node) {
    const healthy = new Set(options.upstreams);
    for (const upstream of options.upstreams) node.spawn(check(node, options, healthy, upstream));
    return { healthy, next: 0 };
  },
  *serve(memory, request, _from, node): Process<HttpResponse> {
    let status = 499;
    try {
      status = yield* forward(node, options, memory, request, rules);
      return { status };
    } finally {
      options.logs(request, status);
    }
  },
  shown: ({ healthy }) => ({ healthy: [...healthy] }),
});

function* forward(
  node: ServerContext,
  { upstreams, timeoutMs, hangsUp }: GatewayOptions,
  memory: Memory,
  request: HttpRequest,
  rules: HttpRules,
): Process<number> {
  const usable = upstreams.filter((upstream) => memory.healthy.has(upstream));
  const upstream = usable[memory.next++ % Math.max(1, usable.length)];
  const fails = (status: number, why: string) => {
    const told = rules['status-names-the-cause'] ? status : 500;
    const rule = 'status-names-the-cause';
    note(node, { kind: 'answers-error', request: request.http, status: told, why, rule });
    return told;
  };
  // nginx answers 502 here; Envoy, HAProxy and cloud load balancers answer 503.
  if (upstream === undefined) return fails(503, 'no server is healthy');
  try {
    const answer = yield* node.call<unknown>(upstream, request, { timeoutMs, hangsUp });
    return isResponse(answer) ? answer.status : fails(502, 'the answer is no HTTP');
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    if (failure instanceof TimedOut) return fails(504, 'the server has not answered in time');
    if (failure.reason === overloaded.reason) return fails(503, 'the server has too much to do');
    if (failure.reason === unreachable.reason) return fails(502, 'nothing listens at the server');
    return fails(502, 'the server has closed the connection');
  }
}

const isResponse = (answer: unknown): answer is HttpResponse =>
  typeof answer === 'object' && answer !== null && 'status' in answer;

function* check(
  node: ServerContext,
  { checkMs, timeoutMs }: GatewayOptions,
  healthy: Set<string>,
  upstream: string,
): Process<void> {
  for (;;) {
    yield* node.sleep(checkMs);
    const isHealthy = yield* answers(node, upstream, Math.min(checkMs, timeoutMs));
    if (isHealthy === healthy.has(upstream)) continue;
    if (isHealthy) healthy.add(upstream);
    else healthy.delete(upstream);
    note(node, { kind: 'upstream-state', upstream, isHealthy });
  }
}

function* answers(node: ServerContext, upstream: string, timeoutMs: number): Process<boolean> {
  try {
    yield* node.call(upstream, { check: true }, { timeoutMs });
    return true;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return false;
  }
}

/** A server that does with a request what the request says. */
export const upstreamServer = (workMs: number): Server<object, HttpRequest | { check: true }> => ({
  kind: 'upstream',
  start: () => ({}),
  *serve(_memory, request, _from, node): Process<unknown> {
    if ('check' in request) return { status: 200 };
    if (request.goes === 'is-shed') throw overloaded;
    yield* node.work(workMs);
    switch (request.goes) {
      case 'crashes':
        throw connectionReset;
      case 'garbage':
        return 'HT';
      case 'hangs':
        yield* node.sleep(3_600_000);
        break;
      default:
        break;
    }
    return { status: 200 };
  },
  shown: () => ({}),
});
