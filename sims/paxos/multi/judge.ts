/**
 * Observes everything that happens to one log, measures it and checks it against the laws. The log
 * does not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { commandInWords } from '../store/command.ts';
import type { MultiLaw } from './laws.ts';
import type { Entry, MultiMessage, Slot } from './messages.ts';
import type { MultiNote } from './notes.ts';

export class LogJudge {
  /** Between servers, without heartbeats. */
  messages = 0;
  /** How often a server became leader, and what it found in the promises. */
  elections = 0;
  recovered = 0;
  noOps = 0;
  /**
   * Total leading time, each leader counted from the first command that it knew to be chosen until
   * it was outbid.
   */
  #productiveMs = 0;
  readonly #productiveSinceMs = new Map<NodeId, number>();
  readonly #leads = new Set<NodeId>();
  readonly #chosen = new Map<Slot, string>();
  /** What was applied first, in order; and how far each server is. */
  readonly #applied: string[] = [];
  readonly #appliedBy = new Map<NodeId, number>();
  readonly #breaches: Breaches<MultiLaw>;

  constructor(breaches: Breaches<MultiLaw>) {
    this.#breaches = breaches;
  }

  get slots(): number {
    return this.#chosen.size;
  }

  /** Up to now. */
  productiveMs(nowMs: number): number {
    const open = [...this.#productiveSinceMs.values()].map((sinceMs) => nowMs - sinceMs);
    return open.reduce((sum, ms) => sum + ms, this.#productiveMs);
  }

  hears(server: NodeId, note: MultiNote, atMs: number): void {
    if (note.kind === 'learns-slot') {
      this.#learns(note.slot, entryName(note.entry));
      const isFirst = this.#leads.has(server) && !this.#productiveSinceMs.has(server);
      if (isFirst) this.#productiveSinceMs.set(server, atMs);
    }
    if (note.kind === 'applies-slot') this.#applies(server, entryName(note.entry));
    if (note.kind === 'loses-log') this.#ends(server, atMs);
    if (note.kind !== 'leads-log') return;
    this.#leads.add(server);
    this.elections += 1;
    this.recovered += note.recovered;
    this.noOps += note.noOps;
  }

  crashes(server: NodeId, atMs: number): void {
    this.#appliedBy.delete(server);
    this.#ends(server, atMs);
  }

  #ends(server: NodeId, atMs: number): void {
    this.#productiveMs += atMs - (this.#productiveSinceMs.get(server) ?? atMs);
    this.#productiveSinceMs.delete(server);
    this.#leads.delete(server);
  }

  sends(from: NodeId, to: NodeId, { type }: MultiMessage): void {
    if (from !== to && type !== 'Heartbeat') this.messages += 1;
  }

  #learns(slot: Slot, command: string): void {
    const before = this.#chosen.get(slot);
    this.#chosen.set(slot, before ?? command);
    if (before === undefined || before === command) return;
    this.#breaches.report(
      'one-command-per-slot',
      `log slot ${slot} is chosen twice, as ${before} and as ${command}; it should keep the first`,
    );
  }

  #applies(server: NodeId, command: string): void {
    const place = this.#appliedBy.get(server) ?? 0;
    this.#appliedBy.set(server, place + 1);
    const before = this.#applied[place];
    if (before === undefined) this.#applied.push(command);
    else if (before !== command) {
      const how = `server ${server} applies ${command} as number ${place + 1} of its log, but another server applied ${before} there`;
      this.#breaches.report('same-commands-in-order', how);
    }
  }
}

export const entryName = (entry: Entry): string =>
  entry === null ? 'a no-op' : `${commandInWords(entry)} (${entry.client}, ${entry.serial})`;
