/** Counts what one protocol costs, from what its servers send and its client is told: it knows nothing of how the protocol works. */
import { must } from '../../../src/kernel/must.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import type { NodeId } from '../../../src/world/actor.ts';

/** With these a leader of Zab keeps its connections; the leaders of Raft and Multi-Paxos have no use for them here. */
const keepAlives: ReadonlySet<string> = new Set(['Ping', 'Pong']);

export class Tally {
  /** Messages until its client asks for the first time. */
  electionMessages = 0;
  /** When its first leader came to lead. */
  ledAtMs: number | undefined;
  /** Of each command but the first, with which a client may have to make itself known. */
  readonly commandsMs: number[] = [];
  #messages = 0;
  /** As many as there were when the first command was answered, and when the last was. */
  #atFirst: number | undefined;
  #atLast = 0;
  #askedAtMs: number | undefined;

  constructor(trace: Trace, servers: readonly NodeId[]) {
    const isServer = new Set(servers);
    trace.on('send', ({ node = '', peer = '', detail }) => {
      const { type = '' } = detail as { readonly type?: string };
      const counts = node !== peer && isServer.has(node) && isServer.has(peer);
      if (counts && !keepAlives.has(type)) this.#messages += 1;
    });
  }

  leads(atMs: number): void {
    this.ledAtMs ??= atMs;
  }

  asks(atMs: number): void {
    if (this.#askedAtMs === undefined) this.electionMessages = this.#messages;
    this.#askedAtMs = atMs;
  }

  isAnswered(atMs: number): void {
    this.#atLast = this.#messages;
    if (this.#atFirst === undefined) this.#atFirst = this.#messages;
    else this.commandsMs.push(atMs - must(this.#askedAtMs, 'request'));
  }

  /** Of a command. */
  get commandMessages(): number {
    return (this.#atLast - must(this.#atFirst, 'first answer')) / this.commandsMs.length;
  }
}
