/**
 * Observes everything that happens in one choice, measures it and checks it against the laws. The
 * choice does not depend on it.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { type Ballot, ballotInWords, isBelow } from '../ballot.ts';
import { majorityOf } from '../quorum.ts';
import { emptyHistory, withNote } from './history.ts';
import type { LearnedLaw, SynodLaw } from './laws.ts';
import type { SynodMessage, Value } from './messages.ts';
import type { SynodNote } from './notes.ts';

export class ChoiceJudge {
  /** When a server first learned the value; undefined until one has. */
  learnedAtMs: number | undefined = undefined;
  value: Value | undefined = undefined;
  ballots = 0;
  /** How often a proposer gave up its ballot; and how often before a server knew the value. */
  outbid = 0;
  outbidAtDecision = 0;
  /** Between servers. */
  messages = 0;
  #history = emptyHistory;
  readonly #promised = new Map<NodeId, Ballot>();
  readonly #valueOf = new Map<string, Value>();
  readonly #acceptors = new Map<string, Set<NodeId>>();
  readonly #majority: number;
  readonly #breaches: Breaches<SynodLaw>;

  constructor(servers: number, breaches: Breaches<SynodLaw>) {
    this.#majority = majorityOf(servers);
    this.#breaches = breaches;
  }

  hears(note: SynodNote, atMs: number): void {
    this.#history = withNote(this.#history, note);
    for (const [law, how] of Object.entries(this.#history.broken)) {
      this.#breaches.report(law as LearnedLaw, how);
    }
    if (note.kind === 'begins-ballot') this.ballots += 1;
    if (note.kind === 'is-outbid') this.outbid += 1;
    if (note.kind === 'proposes') this.#proposes(ballotInWords(note.ballot), note.value);
    if (note.kind === 'learns') this.#learns(note.value, atMs);
  }

  /** A message leaves: the state that it depends on is on the disk. */
  sends(from: NodeId, to: NodeId | undefined, message: SynodMessage): void {
    if (from !== to) this.messages += 1;
    if (message.type === 'Promise') {
      const before = this.#promised.get(from);
      if (before === undefined || isBelow(before, message.ballot)) {
        this.#promised.set(from, message.ballot);
      }
    }
    if (message.type === 'Accepted') this.#accepts(from, message.ballot);
  }

  #proposes(ballot: string, value: Value): void {
    const before = this.#valueOf.get(ballot);
    this.#valueOf.set(ballot, value);
    if (before === undefined || before === value) return;
    this.#breaches.report(
      'one-value-per-ballot',
      `ballot ${ballot} proposes two values, ${before} and ${value}, instead of one`,
    );
  }

  #accepts(acceptor: NodeId, ballot: Ballot): void {
    const words = ballotInWords(ballot);
    const acceptors = this.#acceptors.get(words) ?? new Set();
    this.#acceptors.set(words, acceptors.add(acceptor));
    const promised = this.#promised.get(acceptor);
    if (promised === undefined || !isBelow(ballot, promised)) return;
    this.#breaches.report(
      'promises-are-kept',
      `acceptor ${acceptor} accepts a value in ballot ${words}, although it has promised the higher ballot ${ballotInWords(promised)}`,
    );
  }

  #learns(value: Value, atMs: number): void {
    if (this.value === undefined) {
      this.learnedAtMs = atMs;
      this.value = value;
      this.outbidAtDecision = this.outbid;
    }
    const isChosen = [...this.#acceptors].some(
      ([ballot, { size }]) => this.#valueOf.get(ballot) === value && size >= this.#majority,
    );
    if (isChosen) return;
    this.#breaches.report(
      'learned-was-chosen',
      `value ${value} is learned, although no majority has accepted it in one ballot`,
    );
  }
}
