/**
 * Replays an editing trace through a text type: every transaction is typed at a replica that knows exactly
 * what its author knew, and the operations that come of it go to the others.
 *
 * A replica can take a transaction on if all that it knows is among the transaction's ancestors: it
 * receives what it lacks of them, and types. So a trace needs only as many replicas as it has
 * branches at once, however many people wrote it.
 */
import { must } from '../../../src/kernel/must.ts';
import { type EditingTrace, TraceError, type Transaction } from './editing-trace.ts';
import { type Site, sitesMax } from './element-id.ts';
import type { NewReplica, TextReplica } from './text-replica.ts';

interface TypingReplica<Op> {
  readonly text: TextReplica<Op>;
  /** Whether it knows each transaction. */
  readonly knows: Uint8Array;
  /** The last transaction that was typed at it. */
  last: number;
}

export interface Typed<Op> {
  /** The operations of each transaction, those of the start content first. */
  readonly operations: readonly (readonly Op[])[];
  /** At how many replicas it was typed. */
  readonly typing: number;
  /** Some of these, or all, up to date with everything. */
  readonly replicas: readonly TextReplica<Op>[];
  /** How many operations were received from others, summed over these replicas. */
  readonly received: number;
}

/**
 * Throws TraceError for a patch that does not fit the text as its author saw it. At most `kept` of the
 * replicas at which it was typed receive the rest in the end: those that lack the least.
 */
export function typeTrace<Op>(
  trace: EditingTrace,
  newText: NewReplica<Op>,
  kept = Infinity,
): Typed<Op> {
  const { transactions } = trace;
  const charactersOf = trace.units === 'utf16' ? utf16Units : codePoints;
  const replicas: TypingReplica<Op>[] = [];
  const sites = new SitesOfAgents(trace.agents);
  const startOps: Op[] = [];
  const operations: Op[][] = [startOps];
  let received = 0;

  const newReplica = (): TypingReplica<Op> => {
    const text = newText(0);
    if (replicas.length === 0) typeText(text, 0, charactersOf(trace.startContent), startOps);
    else applyAll(text, startOps);
    const replica = { text, knows: new Uint8Array(transactions.length), last: -1 };
    replicas.push(replica);
    return replica;
  };
  const receive = (replica: TypingReplica<Op>, missing: readonly number[]) => {
    for (const index of missing) {
      const ops = must(operations[index + 1], 'operations of the transaction');
      applyAll(replica.text, ops);
      received += ops.length;
    }
  };

  newReplica();
  for (const [index, transaction] of transactions.entries()) {
    const replica = chooseReplica(replicas, transactions, transaction) ?? newReplica();
    receive(replica, learnAncestors(replica, transactions, transaction));
    replica.text.site = sites.siteFor(transaction.agent, index, replica.knows);
    operations.push(typeTransaction(replica.text, transaction, index, charactersOf));
    replica.knows[index] = 1;
    replica.last = index;
  }
  const upToDate = [...replicas].sort((a, b) => b.last - a.last).slice(0, kept);
  for (const replica of upToDate) {
    receive(
      replica,
      transactions.flatMap((_, index) => (replica.knows[index] === 1 ? [] : [index])),
    );
  }
  return {
    operations,
    typing: replicas.length,
    replicas: upToDate.map(({ text }) => text),
    received,
  };
}

/** Lets a replica that types nothing receive everything. */
export function receiveAll<Op>(
  operations: Typed<Op>['operations'],
  newText: NewReplica<Op>,
): TextReplica<Op> {
  const text = newText(sitesMax - 1);
  for (const ops of operations) applyAll(text, ops);
  return text;
}

function applyAll<Op>(text: TextReplica<Op>, ops: readonly Op[]): void {
  for (const op of ops) text.apply(op);
}

/** A text cut into what a position counts, one number each. */
type Characters = (text: string) => Iterable<number>;

function* codePoints(text: string): Generator<number> {
  for (const character of text) yield must(character.codePointAt(0), 'code point of a character');
}

/** A surrogate pair is two units; they stand together again in the text. */
function* utf16Units(text: string): Generator<number> {
  for (let place = 0; place < text.length; place++) yield text.charCodeAt(place);
}

function typeTransaction<Op>(
  text: TextReplica<Op>,
  { patches }: Transaction,
  index: number,
  charactersOf: Characters,
): Op[] {
  const ops: Op[] = [];
  for (const [place, [position, deleted, inserted]] of patches.entries()) {
    const { length } = text;
    if (position + deleted > length) {
      const what =
        deleted === 0
          ? `it inserts at ${position}`
          : `it deletes ${deleted} characters from ${position} on`;
      throw new TraceError(
        `transaction ${index}: patch ${place}: ${what}, but the text has ${length} characters there`,
      );
    }
    for (let i = 0; i < deleted; i++) ops.push(text.deleteAt(position));
    typeText(text, position, charactersOf(inserted), ops);
  }
  return ops;
}

function typeText<Op>(
  text: TextReplica<Op>,
  at: number,
  characters: Iterable<number>,
  ops: Op[],
): void {
  let position = at;
  for (const codePoint of characters) {
    ops.push(text.insertAt(position, codePoint));
    position += 1;
  }
}

/** A replica that knows nothing which the author of the transaction did not know. */
function chooseReplica<Op>(
  replicas: readonly TypingReplica<Op>[],
  transactions: readonly Transaction[],
  { parents }: Transaction,
): TypingReplica<Op> | undefined {
  const atParent = replicas.find(({ last }) => parents.includes(last));
  if (atParent !== undefined) return atParent;
  // The most advanced first, which lacks the least.
  const others = [...replicas].sort((a, b) => b.last - a.last);
  return others.find(({ last }) => last === -1 || isAncestor(transactions, last, parents));
}

/** Is a transaction among these, or an ancestor of one? Ancestors have smaller indexes. */
function isAncestor(
  transactions: readonly Transaction[],
  ancestor: number,
  from: readonly number[],
): boolean {
  const seen = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === ancestor) return true;
    if (index < ancestor || seen.has(index)) continue;
    seen.add(index);
    open.push(...must(transactions[index], 'transaction of that number').parents);
  }
  return false;
}

/** Marks the ancestors of a transaction as known, and returns those that were not, in order. */
function learnAncestors(
  { knows }: Pick<TypingReplica<unknown>, 'knows'>,
  transactions: readonly Transaction[],
  { parents }: Transaction,
): number[] {
  const missing: number[] = [];
  const open = [...parents];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (knows[index] === 1) continue;
    knows[index] = 1;
    missing.push(index);
    open.push(...must(transactions[index], 'transaction of that number').parents);
  }
  return missing.sort((a, b) => a - b);
}

/**
 * Under which number each agent types: its own. An agent that did two things at once, as an author
 * in a history of branches may have, needs another number for the second, or ids would repeat.
 */
class SitesOfAgents {
  readonly #sites: { readonly site: Site; last: number }[][] = [];
  #next: Site;

  constructor(agents: number) {
    this.#next = agents;
  }

  siteFor(agent: number, transaction: number, knows: Uint8Array): Site {
    this.#sites[agent] ??= [{ site: agent, last: -1 }];
    const own = must(this.#sites[agent], 'sites of the agent');
    let found = own.find(({ last }) => last === -1 || knows[last] === 1);
    if (found === undefined) {
      if (this.#next >= sitesMax) {
        throw new TraceError(
          `transaction ${transaction}: more than ${sitesMax} branches are typed at once`,
        );
      }
      found = { site: this.#next++, last: -1 };
      own.push(found);
    }
    found.last = transaction;
    return found.site;
  }
}
