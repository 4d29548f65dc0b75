/**
 * Clients make the requests. An open client sends at its own rate, whatever happens to the answers;
 * a closed one sends again only after it has its answer and a think time.
 */
import { type Distribution, exponential, sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { type Call, type CallFailed, failureOf, type PolicyContext, type Request } from './call.ts';
import type { Criticality } from './service/criticality.ts';

/** How one request of a client ended. */
export interface Answered {
  readonly request: Request;
  readonly askedAtMs: number;
  readonly latencyMs: number;
  /** Undefined if it succeeded. */
  readonly failure: CallFailed | undefined;
}

export interface ClientOptions {
  readonly name: string;
  readonly call: Call<unknown>;
  /** How long the caller waits for an answer (default: Infinity). */
  readonly deadlineMs?: number;
  /** Whether its requests may be repeated (default: yes). */
  readonly isIdempotent?: boolean;
  /** The share of invalid requests (default: none). */
  readonly badShare?: number;
  readonly criticality?: Criticality;
  readonly startsAtMs?: number;
  readonly endsAtMs?: number;
  readonly onAnswer?: (answered: Answered) => void;
}

export interface OpenClientOptions extends ClientOptions {
  /** Requests per second; a function if that changes while the client runs. */
  readonly ratePerSecond: number | (() => number);
  /** Random (Poisson, the default), or one at a time at equal intervals. */
  readonly arrivals?: 'poisson' | 'even';
}

export interface OpenClient {
  /** Requests so far. */
  asked: number;
}

export function openClient(context: PolicyContext, options: OpenClientOptions): OpenClient {
  const { name, arrivals = 'poisson', endsAtMs = Infinity, ratePerSecond: rate } = options;
  const drawGap = sampler(exponential(1), context.stream(`${name}/arrivals`));
  const ask = requester(context, options);
  const client = { asked: 0 };
  function* run(): Process<void> {
    yield* context.sleep(options.startsAtMs ?? 0);
    for (;;) {
      const meanGapMs = 1_000 / (typeof rate === 'number' ? rate : rate());
      yield* context.sleep(arrivals === 'poisson' ? drawGap() * meanGapMs : meanGapMs);
      if (context.now() > endsAtMs) return;
      client.asked += 1;
      context.spawn(ask());
    }
  }
  context.spawn(run());
  return client;
}

export interface ClosedClientsOptions extends ClientOptions {
  /** How many, each with one request at a time. */
  readonly clients: number;
  readonly thinkMs: Distribution;
}

export function closedClients(context: PolicyContext, options: ClosedClientsOptions): void {
  const { name, clients, thinkMs, endsAtMs = Infinity } = options;
  const drawThinkMs = sampler(thinkMs, context.stream(`${name}/thinking`));
  const ask = requester(context, options);
  function* run(): Process<void> {
    yield* context.sleep(options.startsAtMs ?? 0);
    for (;;) {
      yield* context.sleep(drawThinkMs());
      if (context.now() > endsAtMs) return;
      yield* ask();
    }
  }
  for (let client = 0; client < clients; client++) context.spawn(run());
}

/** Makes the processes that send a request and wait for the answer, whatever it is. */
function requester(context: PolicyContext, options: ClientOptions): () => Process<void> {
  const { name, call, deadlineMs = Infinity, isIdempotent = true, onAnswer } = options;
  const { badShare = 0, criticality } = options;
  const luck = context.stream(`${name}/mistakes`);
  return function* ask() {
    const askedAtMs = context.now();
    const isBad = chance(luck, badShare);
    const dueAtMs = askedAtMs + deadlineMs;
    const request: Request = {
      id: context.newRequestId(),
      attempt: 1,
      deadlineMs: dueAtMs,
      isIdempotent,
      isBad,
      ...(criticality === undefined ? {} : { criticality }),
    };
    let failure: CallFailed | undefined;
    try {
      yield* call(request);
    } catch (caught) {
      failure = failureOf(caught);
    }
    onAnswer?.({ request, askedAtMs, latencyMs: context.now() - askedAtMs, failure });
  };
}
