/**
 * A server behind a gateway: it gives up before the gateway does, or keeps working for an answer
 * that goes nowhere.
 */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { TimedOut, timeout } from '../../../src/kernel/timeout.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { HttpRequest } from './gateway.ts';
import type { HttpRules } from './rules.ts';

export interface DeadlineOptions {
  /** Mean of an exponential time. */
  readonly workMs: number;
  /** How long the server works on a request at most, if it obeys the rule. */
  readonly limitMs: number;
  /** How long the gateway waits. */
  readonly gatewayMs: number;
  /** A request was worked on for this long after the gateway gave up. */
  readonly wastes: (ms: number) => void;
}

interface Memory {
  readonly drawWorkMs: () => number;
  working: number;
}

export const deadlineServer = (
  rules: HttpRules,
  options: DeadlineOptions,
): Server<Memory, HttpRequest | { check: true }> => ({
  kind: 'server',
  start: (node) => ({
    drawWorkMs: sampler(exponential(options.workMs), node.stream('work of a request')),
    working: 0,
  }),
  *serve(memory, request, _from, node): Process<unknown> {
    if ('check' in request) return { status: 200 };
    const beganMs = node.now();
    const limitMs = rules['upstream-gives-up-first'] ? options.limitMs : Infinity;
    memory.working += 1;
    try {
      yield* timeout(limitMs, node.work(memory.drawWorkMs()));
      return { status: 200 };
    } catch (failure) {
      if (!(failure instanceof TimedOut)) throw failure;
      note(node, { kind: 'gives-up-work', request: request.http, rule: 'upstream-gives-up-first' });
      return { status: 503 };
    } finally {
      memory.working -= 1;
      const forMs = node.now() - beganMs - options.gatewayMs;
      if (forMs > 0) {
        const rule = 'upstream-gives-up-first';
        note(node, { kind: 'works-for-nothing', request: request.http, forMs, rule });
        options.wastes(forMs);
      }
    }
  },
  shown: ({ working }) => ({ working }),
});
