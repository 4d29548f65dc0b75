/** A client that asks a second replica if the first has not answered after a while. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Answers } from './formulas.ts';
import type { TailRules } from './rules.ts';

export interface HedgerOptions {
  readonly answers: Answers;
  /** Time from the first copy to the second; Infinity for none. */
  readonly delayMs: number;
  readonly requests: number;
  readonly gapMs: number;
}

export interface HedgerTotals {
  readonly tookMs: number[];
  asked: number;
  askedTwice: number;
}

export const emptyHedger = (): HedgerTotals => ({ tookMs: [], asked: 0, askedTwice: 0 });

export const hedger = (rules: TailRules, options: HedgerOptions, totals: HedgerTotals) =>
  client(
    'client',
    (node) => {
      node.spawn(new Hedger(node, rules, options, totals).requests());
      return totals;
    },
    ({ asked, askedTwice }) => ({ asked, askedTwice }),
  );

class Hedger {
  readonly #node: ServerContext;
  readonly #options: HedgerOptions;
  readonly #totals: HedgerTotals;
  readonly #delayMs: number;
  readonly #drawWork: () => number;

  constructor(node: ServerContext, rules: TailRules, options: HedgerOptions, totals: HedgerTotals) {
    this.#node = node;
    this.#options = options;
    this.#totals = totals;
    this.#delayMs = rules['hedge-after-p95'] ? options.delayMs : 0;
    this.#drawWork = sampler(exponential(1), node.stream('answers'));
  }

  *requests(): Process<void> {
    const { requests, gapMs } = this.#options;
    for (let request = 1; request <= requests; request++) {
      yield* this.#node.sleep(gapMs);
      this.#node.spawn(this.#request(request));
    }
  }

  /** Replicas have room for all requests, so a copy costs work but delays no other request. */
  *#request(request: number): Process<void> {
    this.#totals.asked += 1;
    const firstMs = this.#drawAnswerMs();
    const secondMs = this.#drawAnswerMs();
    if (firstMs <= this.#delayMs) {
      yield* this.#node.sleep(firstMs);
      this.#totals.tookMs.push(firstMs);
      return;
    }
    yield* this.#node.sleep(this.#delayMs);
    this.#totals.askedTwice += 1;
    note(this.#node, { kind: 'asks-twice', request, rule: 'hedge-after-p95' });
    yield* this.#node.sleep(Math.min(firstMs - this.#delayMs, secondMs));
    if (this.#delayMs + secondMs < firstMs) note(this.#node, { kind: 'second-is-first', request });
    this.#totals.tookMs.push(Math.min(firstMs, this.#delayMs + secondMs));
  }

  #drawAnswerMs(): number {
    const { meanMs, slowShare, slowFactor } = this.#options.answers;
    const isSlow = chance(this.#node.stream('slow'), slowShare);
    return this.#drawWork() * meanMs * (isSlow ? slowFactor : 1);
  }
}
