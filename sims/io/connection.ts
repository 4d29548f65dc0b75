/** What a server keeps of a connection: its descriptor, the beginning of a message, and bytes that found no room. */
import type { ReadyEvent } from './epoll.ts';
import { FrameReader } from './frames.ts';
import type { IoRules } from './rules.ts';
import type { Socket } from './socket.ts';

/** Of data in a registration: the descriptor, and how many connections the server had accepted before. */
const generationFactor = 2 ** 20;

export class Connection {
  readonly descriptor: number;
  readonly generation: number;
  /** What the scenario judges by; the server itself knows a descriptor only. */
  readonly socket: Socket;
  readonly frames: FrameReader;
  /** Written by the application, and not yet by write(2). */
  pending = '';
  isWatchedForWriting = false;
  /** Threads that work on it now. */
  handlers = 0;

  constructor(descriptor: number, generation: number, socket: Socket, rules: IoRules) {
    this.descriptor = descriptor;
    this.generation = generation;
    this.socket = socket;
    this.frames = new FrameReader(rules);
  }

  get data(): number {
    return this.generation * generationFactor + this.descriptor;
  }
}

export const descriptorOf = ({ data }: Pick<ReadyEvent, 'data'>): number => data % generationFactor;
export const generationOf = ({ data }: Pick<ReadyEvent, 'data'>): number =>
  Math.floor(data / generationFactor);
