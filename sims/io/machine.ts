/** The kernel of one machine, as a process sees it: its system calls, each of them counted. */

import { Fifo } from '../../src/kernel/fifo.ts';
import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { Descriptors, type OpenFile } from './descriptors.ts';
import { Epoll, type Interest, type ReadyEvent } from './epoll.ts';
import { Listener } from './listener.ts';
import type { IoRules } from './rules.ts';
import { type DescriptorSet, poll, type Scan, select } from './scanning.ts';
import { Socket } from './socket.ts';

export type Errno =
  | 'EAGAIN'
  | 'EBADF'
  | 'ECONNRESET'
  | 'EEXIST'
  | 'EINVAL'
  | 'EMFILE'
  | 'ENOENT'
  | 'EPIPE';

const callNames = [
  'accept',
  'close',
  'dup',
  'epoll_ctl',
  'epoll_wait',
  'poll',
  'read',
  'select',
  'write',
] as const;
export type CallName = (typeof callNames)[number];

/** Descriptors 0 to 2 are open in every process. */
const standardDescriptors = 3;

export interface MachineOptions {
  /** RLIMIT_NOFILE. Unlimited if omitted. */
  readonly descriptorsMost?: number;
  /** The number that the first descriptor gets; 3 if omitted. */
  readonly firstDescriptor?: number;
}

export class Machine {
  readonly #descriptors: Descriptors;
  /** Threads that sleep in a wait, the one that came first in front: one is woken for what becomes ready. */
  readonly #sleepers = new Fifo<Signal>();
  readonly epoll: Epoll;
  readonly calls: Record<CallName, number>;
  /** Descriptors that waits have looked at. */
  #scanned = 0;
  /** Processes that slept in a wait and were woken. */
  wakeUps = 0;

  constructor(rules: IoRules, options: MachineOptions = {}) {
    const { descriptorsMost = Number.POSITIVE_INFINITY, firstDescriptor = standardDescriptors } =
      options;
    this.#descriptors = new Descriptors(descriptorsMost, firstDescriptor);
    this.epoll = new Epoll(rules, () => this.#wakeOne());
    this.calls = Object.fromEntries(callNames.map((name) => [name, 0])) as Machine['calls'];
  }

  get systemCalls(): number {
    return Object.values(this.calls).reduce((sum, count) => sum + count, 0);
  }

  get inspected(): number {
    return this.#scanned + this.epoll.inspected;
  }

  /** Descriptors that are open. */
  get open(): number {
    return this.#descriptors.open;
  }

  /** Processes that sleep in a wait. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Gives an open file its descriptor: as socket(2) and listen(2) do, and accept(2) for a connection. */
  install(file: OpenFile): number | 'EMFILE' {
    return this.#descriptors.install(file);
  }

  /** What a descriptor refers to. */
  fileOf(descriptor: number): OpenFile | undefined {
    return this.#descriptors.get(descriptor);
  }

  accept(descriptor: number): number | Errno {
    this.calls.accept += 1;
    const listener = this.#descriptors.get(descriptor);
    if (!(listener instanceof Listener)) return listener === undefined ? 'EBADF' : 'EINVAL';
    // Linux looks for a free descriptor first, and leaves the connection where it is.
    if (this.#descriptors.isFull) return 'EMFILE';
    const socket = listener.accept();
    return socket === 'EAGAIN' ? socket : this.install(socket);
  }

  read(descriptor: number, most: number): { readonly bytes: string } | Errno {
    this.calls.read += 1;
    const socket = this.#descriptors.get(descriptor);
    if (!(socket instanceof Socket)) return socket === undefined ? 'EBADF' : 'EINVAL';
    return socket.read(most);
  }

  write(descriptor: number, bytes: string): number | Errno {
    this.calls.write += 1;
    const socket = this.#descriptors.get(descriptor);
    if (!(socket instanceof Socket)) return socket === undefined ? 'EBADF' : 'EINVAL';
    return socket.write(bytes);
  }

  /** A second descriptor of the same open file: what a child process inherits is one, too. */
  dup(descriptor: number): number | Errno {
    this.calls.dup += 1;
    const file = this.#descriptors.get(descriptor);
    return file === undefined ? 'EBADF' : this.install(file);
  }

  close(descriptor: number): 'EBADF' | undefined {
    this.calls.close += 1;
    const file = this.#descriptors.remove(descriptor);
    if (file === undefined) return 'EBADF';
    if (file.references > 0) return undefined;
    this.epoll.release(file);
    file.released();
    return undefined;
  }

  control(
    operation: 'add' | 'modify',
    descriptor: number,
    interest: Interest,
  ): 'EBADF' | 'EEXIST' | 'ENOENT' | undefined {
    this.calls.epoll_ctl += 1;
    const file = this.#descriptors.get(descriptor);
    return file === undefined ? 'EBADF' : this.epoll[operation](descriptor, file, interest);
  }

  deregister(descriptor: number): 'EBADF' | 'ENOENT' | undefined {
    this.calls.epoll_ctl += 1;
    const file = this.#descriptors.get(descriptor);
    return file === undefined ? 'EBADF' : this.epoll.remove(descriptor, file);
  }

  /** What is ready now: epoll_wait(2) with a timeout of 0. */
  ready(most: number): ReadyEvent[] {
    this.calls.epoll_wait += 1;
    return this.epoll.collect(most);
  }

  /** Sleeps until something is ready. */
  *epollWait(most: number): Process<readonly ReadyEvent[]> {
    this.calls.epoll_wait += 1;
    for (;;) {
      const events = this.epoll.collect(most);
      // More is left, or the same by level: another thread may go on with it.
      if (this.epoll.isPending) this.#wakeOne();
      if (events.length > 0) return events;
      const signal = new Signal();
      this.#sleepers.push(signal);
      yield* signal.wait();
      this.wakeUps += 1;
    }
  }

  poll(
    watched: readonly { readonly descriptor: number; readonly events: number }[],
  ): Scan['ready'] {
    this.calls.poll += 1;
    return this.#counted(poll(this.#descriptors, watched));
  }

  select(set: DescriptorSet): Scan['ready'] {
    this.calls.select += 1;
    return this.#counted(select(this.#descriptors, set));
  }

  #wakeOne(): void {
    this.#sleepers.shift()?.fire();
  }

  #counted({ ready, inspected }: Scan): Scan['ready'] {
    this.#scanned += inspected;
    return ready;
  }
}
