/**
 * A node that gossips about one update, in rounds: Demers et al. 1987, §1.3 anti-entropy and §1.4
 * rumours with feedback and a counter.
 */

import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { GossipMessage } from './notes.ts';
import type { GossipRules } from './rules.ts';

export type Spreading = 'push' | 'pull' | 'push-pull' | 'rumour';

export interface GossipOptions {
  readonly spreading: Spreading;
  readonly ids: readonly NodeId[];
  readonly roundMs: number;
  /** A rumour stops once that many of the nodes told knew it. */
  readonly k: number;
  /** From this round on, after the rumour, nodes compare by anti-entropy: they pull. */
  readonly antiEntropyFrom: number;
}

export interface GossipEvents {
  sends(round: number): void;
  learns(node: NodeId, round: number): void;
  isOver(round: number): boolean;
}

export const gossipNode = (
  rules: GossipRules,
  options: GossipOptions,
  events: GossipEvents,
): Server<GossipNode, never> => ({
  kind: 'gossiper',
  start: (node) => new GossipNode(node, rules, options, events),
  serve() {
    throw new Error('gossip is sent, not called');
  },
  receive: (memory, message, from) => memory.hears(message as GossipMessage, from),
  shown: (memory) => memory.shown(),
});

class GossipNode {
  readonly #node: ServerContext;
  readonly #rules: GossipRules;
  readonly #options: GossipOptions;
  readonly #events: GossipEvents;
  #learnedIn: number | undefined;
  /** How many of the nodes told knew the rumour. */
  #met = 0;
  #isActive = false;

  constructor(
    node: ServerContext,
    rules: GossipRules,
    options: GossipOptions,
    events: GossipEvents,
  ) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#events = events;
    if (node.self === options.ids[0]) {
      this.#learnedIn = 0;
      this.#isActive = true;
    }
    node.spawn(this.#inRounds());
  }

  get #round(): number {
    return Math.floor(this.#node.now() / this.#options.roundMs + 1e-9);
  }

  *#inRounds(): Process<void> {
    const { roundMs } = this.#options;
    for (;;) {
      yield* this.#node.sleep((this.#round + 1) * roundMs - this.#node.now());
      if (!this.#events.isOver(this.#round)) this.#speak();
    }
  }

  get #isRumourOver(): boolean {
    return this.#round >= this.#options.antiEntropyFrom;
  }

  #speak(): void {
    const { spreading } = this.#options;
    if (spreading === 'rumour' && !this.#isRumourOver) {
      if (this.#isActive) this.#send(this.#partner(), { gossip: 'rumour' });
      return;
    }
    if (spreading === 'rumour' && !this.#rules['anti-entropy-for-the-rest']) return;
    const knows = this.#learnedIn !== undefined;
    if (!knows && !this.#pulls) return;
    this.#send(this.#partner(), { gossip: 'call', knows, round: this.#round });
  }

  get #pushes(): boolean {
    return this.#options.spreading === 'push' || this.#options.spreading === 'push-pull';
  }

  get #pulls(): boolean {
    const { spreading } = this.#options;
    return spreading === 'push-pull' ? this.#rules['pull-as-well-as-push'] : spreading !== 'push';
  }

  #partner(): NodeId {
    const { ids } = this.#options;
    const own = ids.indexOf(this.#node.self);
    const step = this.#rules['partner-at-random']
      ? randomInteger(this.#node.stream('partners'), 1, ids.length - 1)
      : 1;
    return must(ids[(own + step) % ids.length], 'partner');
  }

  #send(to: NodeId, message: GossipMessage): void {
    this.#events.sends(this.#round);
    this.#node.send(to, message);
  }

  hears(message: GossipMessage, from: NodeId): void {
    switch (message.gossip) {
      case 'call':
        if (message.knows && this.#pushes) this.#learn(from);
        // Rounds are synchronous, as in the papers: what a node learns in this one it tells in the next.
        else if (!message.knows && this.#pulls && this.#knewBefore(message.round))
          this.#send(from, { gossip: 'answer' });
        return;
      case 'answer':
        this.#learn(from);
        return;
      case 'rumour':
        if (this.#learnedIn !== undefined) this.#send(from, { gossip: 'known' });
        else this.#isActive = this.#learn(from);
        return;
      case 'known':
        this.#meetsOneThatKnew();
    }
  }

  #knewBefore(round: number): boolean {
    return this.#learnedIn !== undefined && this.#learnedIn < round;
  }

  #learn(from: NodeId): boolean {
    if (this.#learnedIn !== undefined) return false;
    const round = this.#round;
    this.#learnedIn = round;
    this.#events.learns(this.#node.self, round);
    if (this.#options.spreading === 'rumour' && this.#isRumourOver)
      note(this.#node, { kind: 'learns-late', from, round, rule: 'anti-entropy-for-the-rest' });
    else note(this.#node, { kind: 'learns', from, round });
    return true;
  }

  #meetsOneThatKnew(): void {
    this.#met += 1;
    const most = this.#rules['rumour-outlives-first-known'] ? this.#options.k : 1;
    if (!this.#isActive || this.#met < most) return;
    this.#isActive = false;
    const rule = 'rumour-outlives-first-known';
    note(this.#node, { kind: 'loses-interest', met: this.#met, rule });
  }

  shown() {
    return { learnedIn: this.#learnedIn ?? null, isActive: this.#isActive, met: this.#met };
  }
}
