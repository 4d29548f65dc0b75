/**
 * The database behind an API: rides, and a table of keys. One journal record is one transaction: an
 * effect with its recovery point, or the answer with the end of the request.
 */

import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Answer, Intent } from './laws.ts';
import type { IdempotencyParts } from './parts.ts';

export const hourMs = 3_600_000;

export type KeyRequest =
  | { readonly do: 'reserve'; readonly key: string; readonly intent: Intent }
  | {
      readonly do: 'ride';
      readonly intent: number;
      /** The key whose recovery point is in the same transaction. */
      readonly key: string | null;
    }
  | { readonly do: 'point'; readonly intent: number; readonly key: string }
  | {
      readonly do: 'finish';
      readonly key: string;
      readonly intent: number;
      readonly answer: Answer | null;
    }
  | { readonly do: 'refuse'; readonly key: string; readonly intent: Intent };

export interface Reserved {
  readonly is: 'new' | 'resumed' | 'answered' | 'in flight' | 'another request';
  readonly hasRide: boolean;
  readonly answer: Answer | null;
}

interface KeyRow {
  readonly request: string;
  readonly atMs: number;
  hasRide: boolean;
  answer: Answer | null;
  lockedUntilMs: number;
}

type KeyRecord =
  | { readonly key: string; readonly request: string; readonly atMs: number }
  | { readonly ride: number; readonly key: string | null }
  | { readonly point: true; readonly key: string }
  | { readonly key: string; readonly answer: Answer }
  | { readonly key: string; readonly lockedUntilMs: number };

interface Memory {
  readonly keys: Map<string, KeyRow>;
  rides: number;
}

type Context = ServerContext<KeyRecord>;

/** Of a request: the IETF draft calls it the fingerprint. */
const fingerprint = ({ endpoint, amount }: Intent) => `${endpoint} ${amount}`;

export function keyDatabase({
  rules,
  keeps,
  judge,
  points,
  keepMs,
  lockMs,
}: IdempotencyParts): Server<Memory, KeyRequest, KeyRecord> {
  const keptMs = rules['key-outlives-retries'] ? keepMs : keepMs / 24;
  const stepOf = { reserve: 1, ride: 2, point: 2, finish: 4, refuse: 4 } as const;

  return {
    kind: 'database',
    start(_node, { journal }) {
      const memory: Memory = { keys: new Map(), rides: 0 };
      for (const record of journal) recover(memory, record);
      return memory;
    },
    *serve(memory, request, _from, node) {
      const job = typeof request.intent === 'number' ? request.intent : request.intent.id;
      const step = stepOf[request.do];
      yield* points.passes(node.self, job, step, 'not done', 'after');
      const hadRides = memory.rides;
      const reply = carryOut(memory, request, node);
      const hasBooked = memory.rides > hadRides;
      yield* node.durable();
      if (hasBooked) {
        judge.does('rides', job);
        note(node, { kind: 'effect', of: 'ride', intent: job });
      }
      yield* points.passes(node.self, job, step, 'done, not recorded', 'before');
      return reply;
    },
    shown: ({ keys, rides }) => ({ keys: keys.size, rides }),
  };

  function recover(memory: Memory, record: KeyRecord): void {
    if ('ride' in record) memory.rides += 1;
    if ('request' in record) memory.keys.set(record.key, rowOf(record.request, record.atMs));
    const row = memory.keys.get(record.key ?? '');
    if (row === undefined) return;
    if ('ride' in record || 'point' in record) row.hasRide = true;
    if ('lockedUntilMs' in record) row.lockedUntilMs = record.lockedUntilMs;
    if ('answer' in record) row.answer = record.answer;
  }

  function carryOut(memory: Memory, request: KeyRequest, node: Context): Reserved | 'done' {
    switch (request.do) {
      case 'reserve':
        return reserve(memory, request.key, request.intent, node);
      case 'ride': {
        const { intent, key } = request;
        // where recovery_point = 'started': a slow request finds that another has passed this
        // point.
        if (key !== null && memory.keys.get(key)?.hasRide) return 'done';
        return write(memory, { ride: intent, key }, node);
      }
      case 'point':
        return write(memory, { point: true, key: request.key }, node);
      case 'refuse': {
        const { key, intent } = request;
        write(memory, { key, request: fingerprint(intent), atMs: node.now() }, node);
        return write(memory, { key, answer: { status: 400, intent: intent.id } }, node);
      }
      case 'finish': {
        const { key, answer } = request;
        write(memory, { key, lockedUntilMs: 0 }, node);
        if (answer === null) return 'done';
        note(node, { kind: 'finishes', key, status: answer.status });
        return write(memory, { key, answer }, node);
      }
    }
  }

  function write(memory: Memory, record: KeyRecord, node: Context): 'done' {
    node.persist(record);
    recover(memory, record);
    return 'done';
  }

  function reserve(memory: Memory, key: string, intent: Intent, node: Context): Reserved {
    const request = fingerprint(intent);
    const row = memory.keys.get(key);
    if (row === undefined || node.now() >= row.atMs + keptMs) {
      write(memory, { key, request, atMs: node.now() }, node);
      note(node, { kind: 'reserves', key });
      return begin(memory, key, 'new', node);
    }
    const { hasRide, answer } = row;
    if (rules['key-binds-request'] && row.request !== request) {
      note(node, { kind: 'conflict', key, status: 422, rule: 'key-binds-request' });
      return { is: 'another request', hasRide, answer };
    }
    if (answer !== null) {
      note(node, { kind: 'replays', key, status: answer.status });
      return { is: 'answered', hasRide, answer };
    }
    const isAtWork = node.now() < row.lockedUntilMs;
    if (rules['key-in-flight-blocks'] && isAtWork && keeps === 'recovery points') {
      note(node, { kind: 'conflict', key, status: 409, rule: 'key-in-flight-blocks' });
      return { is: 'in flight', hasRide, answer };
    }
    return begin(memory, key, 'resumed', node);
  }

  function begin(memory: Memory, key: string, is: 'new' | 'resumed', node: Context): Reserved {
    write(memory, { key, lockedUntilMs: node.now() + lockMs }, node);
    return { is, hasRide: memory.keys.get(key)?.hasRide ?? false, answer: null };
  }
}

const rowOf = (request: string, atMs: number): KeyRow => ({
  request,
  atMs,
  hasRide: false,
  answer: null,
  lockedUntilMs: 0,
});
