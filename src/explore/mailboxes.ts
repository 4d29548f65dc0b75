/**
 * The messages that are on their way to one node, as numbers: each distinct collection has a number of
 * its own, and so has what becomes of it when a message comes or goes.
 */

import type { NetworkShape } from '../check/exploration.ts';
import { must } from '../kernel/must.ts';
import { Interner } from './plain.ts';
import { PairTable } from './tables.ts';

export interface Mailbox {
  /** Message numbers; for links the oldest of each link first. */
  readonly messages: readonly number[];
  /** Those that may arrive next, each once. */
  readonly deliverable: readonly number[];
  /** The first that the node has sent to itself; -1 where there is none. */
  readonly own: number;
}

export class Mailboxes {
  readonly #shape: NetworkShape;
  readonly #linkOf: (message: number) => string;
  readonly #isOwn: (message: number) => boolean;
  readonly #mailboxes = new Interner<Mailbox>();
  readonly #with = new PairTable();
  readonly #without = new PairTable();

  /** `linkOf` names the link of a message. */
  constructor(
    shape: NetworkShape,
    linkOf: (message: number) => string,
    isOwn: (message: number) => boolean,
  ) {
    this.#shape = shape;
    this.#linkOf = linkOf;
    this.#isOwn = isOwn;
    // The mailbox without messages is number 0.
    this.of([]);
  }

  get(mailbox: number): Mailbox {
    return must(this.#mailboxes.values[mailbox], 'mailbox of that number');
  }

  get size(): number {
    return this.#mailboxes.size;
  }

  /** The mailbox that holds these messages, in the order of sending. */
  of(sent: readonly number[]): number {
    const messages = this.#ordered(sent);
    const key = messages.join();
    const firsts = this.#shape === 'links' ? this.#firstOfLinks(messages) : new Set(messages);
    const own = messages.find((message) => this.#isOwn(message)) ?? -1;
    return this.#mailboxes.id({ messages, deliverable: [...firsts], own }, key);
  }

  /** O(1) if it is known. */
  with(mailbox: number, message: number): number {
    const known = this.#with.get(mailbox, message);
    if (known >= 0) return known;
    const found = this.of([...this.get(mailbox).messages, message]);
    this.#with.set(mailbox, message, found);
    return found;
  }

  /** Without one copy of a message. O(1) if it is known. */
  without(mailbox: number, message: number): number {
    const known = this.#without.get(mailbox, message);
    if (known >= 0) return known;
    const messages = [...this.get(mailbox).messages];
    messages.splice(messages.indexOf(message), 1);
    const found = this.of(messages);
    this.#without.set(mailbox, message, found);
    return found;
  }

  /** What the node has sent to itself. */
  onlyOwn(mailbox: number): number {
    return this.of(this.get(mailbox).messages.filter(this.#isOwn));
  }

  #ordered(sent: readonly number[]): readonly number[] {
    switch (this.#shape) {
      case 'multiset':
        return [...sent].sort((a, b) => a - b);
      case 'set':
        return [...new Set(sent)].sort((a, b) => a - b);
      case 'links': {
        const links = [...new Set(sent.map(this.#linkOf))].sort();
        return links.flatMap((link) => sent.filter((message) => this.#linkOf(message) === link));
      }
    }
  }

  #firstOfLinks(messages: readonly number[]): Set<number> {
    return new Set(
      messages.filter((message, place) => {
        const before = messages[place - 1];
        return before === undefined || this.#linkOf(before) !== this.#linkOf(message);
      }),
    );
  }
}
