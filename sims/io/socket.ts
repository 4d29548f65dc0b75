/** A connected stream socket, as its own machine sees it: what has arrived, and what the peer has not taken yet. */
import { OpenFile } from './descriptors.ts';
import { eventBits } from './masks.ts';

/** What differs between families of sockets (Linux: tcp_poll and sk_stream_write_space; unix_poll and unix_write_space). */
export interface SocketKind {
  /** The share of the send buffer that may be in use while the socket still counts as writable. */
  readonly writableShare: number;
  /** Whether waiters for room are woken each time that the peer takes something, or only after there was none. */
  readonly wakesWriters: 'each-time' | 'after-full';
}

export const tcp: SocketKind = { writableShare: 2 / 3, wakesWriters: 'after-full' };
export const unixStream: SocketKind = { writableShare: 1 / 4, wakesWriters: 'each-time' };

export interface SocketOptions {
  readonly kind: SocketKind;
  /** Bytes that were written and that the peer has not taken. */
  readonly sendBufferBytes: number;
  /** For bytes that the application has written. */
  sends(bytes: string): void;
  /** The application has read so many bytes: the peer may send as many more. */
  consumed(count: number): void;
  /** The application has closed the last descriptor. */
  closed(): void;
}

export class Socket extends OpenFile {
  readonly #options: SocketOptions;
  #received = '';
  #inFlight = 0;
  /** A writer found no room, or was told so: it waits. */
  #isWanted = false;
  #isEnded = false;
  #isHungUp = false;
  #isReset = false;

  constructor(options: SocketOptions) {
    super();
    this.#options = options;
  }

  /** Bytes that have arrived and were not read. */
  get unread(): number {
    return this.#received.length;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The peer has said that it sends no more. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  get isHungUp(): boolean {
    return this.#isHungUp;
  }

  readiness(): number {
    const isReadable = this.unread > 0 || this.#isEnded;
    if (!this.#isWritable) this.#isWanted = true;
    return (
      (isReadable ? eventBits.IN : 0) |
      (this.#isWritable ? eventBits.OUT : 0) |
      (this.#isEnded ? eventBits.RDHUP : 0) |
      (this.#isHungUp ? eventBits.HUP : 0) |
      (this.#isReset ? eventBits.ERR : 0)
    );
  }

  released(): void {
    this.#options.closed();
  }

  /** Up to so many bytes; '' at the end of the stream. */
  read(most: number): { readonly bytes: string } | 'EAGAIN' | 'ECONNRESET' {
    if (this.unread === 0) {
      if (this.#isReset) {
        this.#isReset = false;
        return 'ECONNRESET';
      }
      return this.#isEnded ? { bytes: '' } : 'EAGAIN';
    }
    const bytes = this.#received.slice(0, most);
    this.#received = this.#received.slice(most);
    this.#options.consumed(bytes.length);
    return { bytes };
  }

  /** How many of these bytes there was room for. */
  write(bytes: string): number | 'EAGAIN' | 'EPIPE' {
    if (this.#isHungUp) return 'EPIPE';
    const room = this.#options.sendBufferBytes - this.#inFlight;
    if (room < bytes.length) this.#isWanted = true;
    if (room <= 0) return 'EAGAIN';
    const accepted = bytes.slice(0, room);
    this.#inFlight += accepted.length;
    this.#options.sends(accepted);
    return accepted.length;
  }

  /** Bytes arrive from the peer. */
  arrive(bytes: string): void {
    this.#received += bytes;
    this.wake(eventBits.IN);
  }

  /** The peer has taken so many of the bytes that were written. */
  taken(count: number): void {
    this.#inFlight -= count;
    const isDue = this.#isWanted || this.#options.kind.wakesWriters === 'each-time';
    if (count === 0 || !isDue || !this.#isWritable) return;
    this.#isWanted = false;
    this.wake(eventBits.OUT);
  }

  /** The peer sends no more, and may still read. */
  end(): void {
    this.#isEnded = true;
    this.wake(0);
  }

  /** The peer is gone. What it had not read of ours makes that a reset. */
  hangUp(): void {
    this.#isReset ||= this.#inFlight > 0;
    this.#isEnded = true;
    this.#isHungUp = true;
    this.#inFlight = 0;
    this.wake(0);
  }

  get #isWritable(): boolean {
    const { kind, sendBufferBytes } = this.#options;
    return this.#inFlight <= sendBufferBytes * kind.writableShare;
  }
}
