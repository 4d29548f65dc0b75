/**
 * A machine of a caller: where its policies live, and its way to the services.
 *
 * Policies are made when the machine starts and end when it crashes, with all that they remember: a
 * breaker that was open is closed after a restart.
 */
import type { ServerContext } from '../../src/world/server.ts';
import type { CircuitBreaker } from './breaker/breaker.ts';
import type { Call, Callee, PolicyContext } from './call.ts';
import type { Bulkhead } from './policies/bulkhead.ts';
import type { RetryBudget } from './retry/retry-budget.ts';
import type { ResilienceRules } from './rules.ts';

/** The parts of a machine that can be inspected, by name. */
export interface Parts {
  readonly breakers: Map<string, CircuitBreaker>;
  readonly bulkheads: Map<string, Bulkhead>;
  readonly budgets: Map<string, RetryBudget>;
  /** Requests that it has made, over all its lives. */
  requests: number;
}

export class Machine implements PolicyContext {
  readonly rules: ResilienceRules;
  readonly #node: ServerContext;
  readonly #parts: Parts;

  constructor(node: ServerContext, rules: ResilienceRules, parts: Parts) {
    this.#node = node;
    this.rules = rules;
    this.#parts = parts;
    parts.breakers.clear();
    parts.bulkheads.clear();
    parts.budgets.clear();
  }

  newRequestId(): number {
    this.#parts.requests += 1;
    return this.#parts.requests;
  }

  now(): number {
    return this.#node.now();
  }

  sleep: PolicyContext['sleep'] = (durationMs) => this.#node.sleep(durationMs);
  spawn: PolicyContext['spawn'] = (process) => this.#node.spawn(process);
  stream: PolicyContext['stream'] = (purpose) => this.#node.stream(purpose);
  note: PolicyContext['note'] = (note) => this.#node.note(note);

  /** Calls of a service, over the link to its node. */
  call(service: Callee): Call<unknown> {
    const options = { hangsUp: service.hearsCancel };
    return (request) => {
      service.willBeCalled(request);
      return this.#node.call(service.name, request, options);
    };
  }

  // What the debugger shows.

  breaker(breaker: CircuitBreaker): CircuitBreaker {
    this.#parts.breakers.set(breaker.name, breaker);
    return breaker;
  }

  bulkhead(bulkhead: Bulkhead): Bulkhead {
    this.#parts.bulkheads.set(bulkhead.name, bulkhead);
    return bulkhead;
  }

  budget<Budget extends RetryBudget>(budget: Budget): Budget {
    this.#parts.budgets.set(budget.name, budget);
    return budget;
  }
}
