/**
 * Copies of a request at several replicas, each with a line: the one that begins first cancels the others (tied
 * requests). A request begins as soon as any replica is free, as with one line for all replicas.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process, Task } from '../../../src/kernel/process.ts';
import { pick, shuffled } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { Station } from '../../../src/world/station.ts';
import { attempt } from '../attempt.ts';
import { note } from '../notes.ts';
import type { TailLaw } from './laws.ts';
import type { TailRules } from './rules.ts';

export interface TiedOptions {
  readonly replicas: number;
  /** To one replica at random, or to all of them. */
  readonly copies: 'one' | 'all';
  readonly perMs: number;
  /** Mean of an exponential time. */
  readonly workMs: number;
  /** How long the news that a copy has begun takes. */
  readonly cancelMs: number;
  /**
   * Time from the first copy to the others: twice the time of the news, so that an idle replica has
   * told them. Default 0.
   */
  readonly secondAfterMs?: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Demonstrates copies that are never cancelled, without breaking a law. */
  readonly neverCancels?: boolean;
}

export interface TiedTotals {
  /** Requests that arrived within the span. */
  readonly tookMs: number[];
  begun: number;
  worked: number;
  done: boolean;
}

export const emptyTied = (): TiedTotals => ({ tookMs: [], begun: 0, worked: 0, done: false });

export const tiedReplicas = (
  rules: TailRules,
  options: TiedOptions,
  measures: { readonly totals: TiedTotals; readonly breaches: Breaches<TailLaw> },
) =>
  client(
    'replicas',
    (node) => new Replicas(node, rules, options, measures),
    ({ lines }) => ({ waiting: lines.map(({ waiting }) => waiting) }),
  );

interface Copies {
  readonly request: number;
  readonly arrivedMs: number;
  readonly workMs: number;
  readonly tasks: Task<void>[];
  begunAt: number | undefined;
  /** The news has reached the other replicas. */
  isCancelled: boolean;
  isDone: boolean;
}

class Replicas {
  readonly lines: readonly Station[];
  readonly #node: ServerContext;
  readonly #cancels: boolean;
  readonly #options: TiedOptions;
  readonly #totals: TiedTotals;
  readonly #breaches: Breaches<TailLaw>;

  constructor(
    node: ServerContext,
    rules: TailRules,
    options: TiedOptions,
    { totals, breaches }: { readonly totals: TiedTotals; readonly breaches: Breaches<TailLaw> },
  ) {
    this.#node = node;
    this.#cancels = rules['tied-cancels-other'] && options.neverCancels !== true;
    this.#options = options;
    this.#totals = totals;
    this.#breaches = breaches;
    this.lines = Array.from({ length: options.replicas }, (_, at) => {
      const serviceMs = exponential(options.workMs);
      return new Station(node, { name: `replica ${at + 1}`, servers: 1, serviceMs });
    });
    node.spawn(this.#arrivals());
  }

  *#arrivals(): Process<void> {
    const { perMs, workMs, untilMs, copies, replicas } = this.#options;
    const drawGapMs = sampler(exponential(1 / perMs), this.#node.stream('arrivals'));
    const drawWorkMs = sampler(exponential(workMs), this.#node.stream('work'));
    const all = Array.from({ length: replicas }, (_, at) => at);
    for (let request = 1; ; request++) {
      yield* this.#node.sleep(drawGapMs());
      if (this.#node.now() >= untilMs) break;
      const replicasAsked = copies === 'all' ? all : [pick(this.#node.stream('choice'), all)];
      this.#ask(request, drawWorkMs(), replicasAsked);
    }
    this.#totals.done = true;
  }

  #ask(request: number, workMs: number, replicas: readonly number[]): void {
    const arrivedMs = this.#node.now();
    const copies: Copies = {
      request,
      arrivedMs,
      workMs,
      tasks: [],
      begunAt: undefined,
      isCancelled: false,
      isDone: false,
    };
    const [first, ...others] = shuffled(this.#node.stream('order'), replicas);
    this.#send(copies, must(first, 'first replica'));
    const { secondAfterMs = 0 } = this.#options;
    if (secondAfterMs > 0) this.#node.spawn(this.#askLater(copies, others));
    else for (const replica of others) this.#send(copies, replica);
  }

  *#askLater(copies: Copies, others: readonly number[]): Process<void> {
    yield* this.#node.sleep(must(this.#options.secondAfterMs, 'delay of the others'));
    if (!copies.isCancelled) for (const replica of others) this.#send(copies, replica);
  }

  #send(copies: Copies, replica: number): void {
    copies.tasks[replica] = this.#node.spawn(this.#copy(copies, replica));
  }

  *#copy(copies: Copies, replica: number): Process<void> {
    yield* must(this.lines[replica], 'replica').hold(this.#work(copies, replica));
    if (copies.isDone) return;
    copies.isDone = true;
    const { fromMs, untilMs } = this.#options;
    const { arrivedMs } = copies;
    if (arrivedMs >= fromMs && arrivedMs < untilMs)
      this.#totals.tookMs.push(this.#node.now() - arrivedMs);
  }

  *#work(copies: Copies, replica: number): Process<void> {
    const { cancelMs, neverCancels = false } = this.#options;
    const { request, begunAt, workMs } = copies;
    this.#totals.worked += 1;
    if (begunAt === undefined) {
      copies.begunAt = replica;
      this.#totals.begun += 1;
      if (this.#cancels && cancelMs === 0) this.#cancelOthers(copies, replica);
      else if (this.#cancels) this.#node.spawn(this.#cancelLater(copies, replica));
    } else {
      note(this.#node, {
        kind: 'works-twice',
        request,
        replica: replica + 1,
        rule: 'tied-cancels-other',
      });
      // While the news is in flight, a copy may begin.
      if (!neverCancels && cancelMs === 0)
        this.#breaches.report(
          'work-is-done-once',
          `two replicas work on request ${request} at the same time, so one of them works in vain`,
        );
    }
    yield* attempt(this.#node.work(workMs));
  }

  *#cancelLater(copies: Copies, begunAt: number): Process<void> {
    yield* this.#node.sleep(this.#options.cancelMs);
    this.#cancelOthers(copies, begunAt);
  }

  #cancelOthers(copies: Copies, begunAt: number): void {
    const { request, tasks } = copies;
    copies.isCancelled = true;
    for (const [replica, task] of tasks.entries()) {
      if (replica === begunAt || task === undefined) continue;
      note(this.#node, {
        kind: 'cancels-other',
        request,
        replica: replica + 1,
        rule: 'tied-cancels-other',
      });
      task.cancel();
    }
  }
}
