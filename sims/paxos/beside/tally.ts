/**
 * Counts what one protocol costs, from its servers’ messages and its client’s answers, without
 * knowing how the protocol works.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import type { NodeId } from '../../../src/world/actor.ts';

/**
 * With these a Zab leader keeps its connections; the leaders of Raft and Multi-Paxos do not need
 * them here.
 */
const keepAlives: ReadonlySet<string> = new Set(['Ping', 'Pong']);

export class Tally {
  /** Messages before its client’s first request. */
  electionMessages = 0;
  /** When its first leader began to lead. */
  ledAtMs: number | undefined;
  /** Per command except the first, before which a client may have to introduce itself. */
  readonly commandsMs: number[] = [];
  #messages = 0;
  /** The message counts when the first and the last command were answered. */
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

  /** Per command. */
  get commandMessages(): number {
    return (this.#atLast - must(this.#atFirst, 'first answer')) / this.commandsMs.length;
  }
}
