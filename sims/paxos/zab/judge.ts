/**
 * Observes commits and leaders, and checks them against the laws. The servers do not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { commandInWords } from '../store/command.ts';
import type { ZabLaw } from './laws.ts';
import type { Transaction } from './messages.ts';
import type { ZabNote } from './notes.ts';
import { type Zxid, zxidInWords } from './zxid.ts';

export class BroadcastJudge {
  /** The servers that became leader, in order. */
  readonly leaders: { readonly server: NodeId; readonly last: Zxid; readonly length: number }[] =
    [];
  readonly #leaderOf = new Map<number, NodeId>();
  /** By position in the history, from 1. */
  readonly #committed: string[] = [];
  readonly #breaches: Breaches<ZabLaw>;

  constructor(breaches: Breaches<ZabLaw>) {
    this.#breaches = breaches;
  }

  get committed(): number {
    return this.#committed.length;
  }

  hears(server: NodeId, note: ZabNote, history: readonly Transaction[]): void {
    if (note.kind === 'commits-transaction') this.#commits(server, note.place, note.transaction);
    if (note.kind === 'leads-epoch') this.#leads(server, note.epoch, note.last, history);
  }

  #commits(server: NodeId, place: number, transaction: Transaction): void {
    const name = nameOf(transaction);
    const before = this.#committed[place - 1];
    if (before === undefined) this.#committed.push(name);
    else if (before !== name) {
      const how = `server ${server} commits transaction ${name} as number ${place}, but another server committed ${before} there`;
      this.#breaches.report('same-transactions-in-order', how);
    }
  }

  #leads(server: NodeId, epoch: number, last: Zxid, history: readonly Transaction[]): void {
    const before = this.#leaderOf.get(epoch);
    if (before !== undefined && before !== server) {
      this.#breaches.report(
        'one-leader-per-epoch',
        `servers ${before} and ${server} both lead epoch ${epoch}`,
      );
    }
    this.#leaderOf.set(epoch, server);
    this.leaders.push({ server, last, length: history.length });
    const lost = this.#committed.findIndex((name, place) => {
      const held = history[place];
      return held === undefined || nameOf(held) !== name;
    });
    if (lost < 0) return;
    const how = `server ${server} leads epoch ${epoch} without transaction ${this.#committed[lost]}, which was committed`;
    this.#breaches.report('committed-survives', how);
  }
}

const nameOf = ({ zxid, command }: Transaction): string =>
  `${zxidInWords(zxid)} (${commandInWords(command)})`;
