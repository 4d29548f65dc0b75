/** An API with a limit per client, and clients that obey Retry-After, or do not. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { attempt } from '../attempt.ts';
import type { Limit } from '../limits/limiter.ts';
import type { LimitRules } from '../limits/rules.ts';
import { TokenBucket } from '../limits/token-bucket.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';

export interface LimitedAnswer {
  readonly status: 200 | 429;
  /** Whole seconds, as in the header; 0 for a 200. */
  readonly retryAfterSeconds: number;
}

interface LimitedRequest {
  readonly http: number;
  /** When the client's process began: one that has crashed since has forgotten what it was told. */
  readonly bornMs: number;
}

interface Told {
  readonly bucket: TokenBucket;
  /** When it was told to come back: up to a second later than a request would be admitted. */
  notBeforeMs: number;
  /** The client process that was told: its start time. */
  bornMs: number;
}

export const limitedServer = (
  rules: LimitRules,
  limit: Limit,
  comesEarly: (client: string, byMs: number) => void,
): Server<Map<string, Told>, LimitedRequest> => ({
  kind: 'api',
  start: () => new Map(),
  serve(clients, { bornMs }, from, node): LimitedAnswer {
    const nowMs = Math.floor(node.now());
    const told = clients.get(from) ?? {
      bucket: new TokenBucket(rules, limit),
      notBeforeMs: 0,
      bornMs,
    };
    clients.set(from, told);
    if (bornMs === told.bornMs && node.now() < told.notBeforeMs)
      comesEarly(from, told.notBeforeMs - node.now());
    const { isAdmitted, retryAfterMs } = told.bucket.decide(nowMs);
    if (isAdmitted) return { status: 200, retryAfterSeconds: 0 };
    const retryAfterSeconds = Math.ceil((retryAfterMs ?? 0) / 1_000);
    told.notBeforeMs = node.now() + retryAfterSeconds * 1_000;
    told.bornMs = bornMs;
    return { status: 429, retryAfterSeconds };
  },
  shown: (clients) => ({ clients: clients.size }),
});

export interface LimitedTotals {
  admitted: number;
  refused: number;
  endedMs: number | undefined;
}

export const emptyLimited = (): LimitedTotals => ({ admitted: 0, refused: 0, endedMs: undefined });

export interface LimitedOptions {
  readonly server: string;
  readonly requests: number;
  /** Backoff of a client that ignores Retry-After. */
  readonly backoffMs: number;
}

export const limitedClient = (rules: HttpRules, options: LimitedOptions, totals: LimitedTotals) =>
  client(
    'client',
    (node) => {
      node.spawn(ask(node, rules, options, totals));
      return totals;
    },
    ({ admitted, refused }) => ({ admitted, refused }),
  );

function* ask(
  node: ServerContext,
  rules: HttpRules,
  { server, requests, backoffMs }: LimitedOptions,
  totals: LimitedTotals,
): Process<void> {
  const bornMs = node.now();
  while (totals.admitted < requests) {
    const http = totals.admitted + 1;
    const answer = yield* attempt(node.call<LimitedAnswer>(server, { http, bornMs }));
    if (answer === undefined) {
      yield* node.sleep(1_000);
      continue;
    }
    const { status, retryAfterSeconds } = answer;
    if (status === 200) {
      totals.admitted += 1;
      continue;
    }
    totals.refused += 1;
    note(node, { kind: 'told-to-wait', request: http, forMs: retryAfterSeconds * 1_000 });
    yield* node.sleep(rules['client-waits-as-told'] ? retryAfterSeconds * 1_000 : backoffMs);
  }
  totals.endedMs = node.now();
}
