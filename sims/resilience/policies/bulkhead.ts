/**
 * Bulkhead: so many calls at a time, so many that wait, and no more.
 *
 * A permit is held while the call runs, however it ends; a call that is cancelled gives it back at
 * once, whatever the server goes on doing.
 */
import { race } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import { type Call, CallFailed, type Policy, type PolicyContext, type Request } from '../call.ts';

export interface BulkheadOptions {
  readonly maxConcurrentCalls: number;
  /** Calls that may wait for a permit (default: Infinity). */
  readonly queueCapacity?: number;
  /** How long a call may wait for a permit (default: Infinity; 0: not at all). */
  readonly maxWaitDurationMs?: number;
}

export class Bulkhead {
  readonly name: string;
  readonly options: BulkheadOptions;
  rejected = 0;
  readonly #context: PolicyContext;
  readonly #permits: Resource;

  constructor(context: PolicyContext, name: string, options: BulkheadOptions) {
    this.#context = context;
    this.name = name;
    this.options = options;
    this.#permits = new Resource(options.maxConcurrentCalls);
  }

  /** Permits held now. */
  get held(): number {
    return this.#permits.held;
  }

  /** Calls waiting for a permit now. */
  get waiting(): number {
    return this.#permits.waiting;
  }

  readonly policy: Policy = <T>(next: Call<T>): Call<T> => {
    return (request) => this.#call(next, request);
  };

  *#call<T>(next: Call<T>, request: Request): Process<T> {
    const { queueCapacity = Infinity, maxWaitDurationMs = Infinity } = this.options;
    if (this.held === this.options.maxConcurrentCalls) {
      if (this.waiting >= queueCapacity || maxWaitDurationMs === 0) this.#reject(request);
    }
    const hold = { permit: this.#permits.take() };
    try {
      if (!hold.permit && maxWaitDurationMs === Infinity) yield* this.#acquire(hold);
      else if (!hold.permit)
        yield* race([this.#acquire(hold), this.#context.sleep(maxWaitDurationMs)]);
      if (!hold.permit) this.#reject(request);
      return yield* next(request);
    } finally {
      if (hold.permit) this.#permits.release();
    }
  }

  *#acquire(hold: { permit: boolean }): Process<void> {
    yield* this.#permits.acquire();
    hold.permit = true;
  }

  #reject({ id }: Request): never {
    this.rejected += 1;
    this.#context.note({ kind: 'rejects', request: id, by: this.name });
    throw new CallFailed('rejected', this.name);
  }
}
