/** The steps of `epoll_judge.py`, done by the model: each gives what the judge gives for it. */
import type { Interest } from '../../../sims/io/epoll.ts';
import { Listener } from '../../../sims/io/listener.ts';
import { Machine } from '../../../sims/io/machine.ts';
import { maskInWords, maskOf } from '../../../sims/io/masks.ts';
import { type IoRules, ioRules } from '../../../sims/io/rules.ts';
import { Socket, unixStream } from '../../../sims/io/socket.ts';
import { must } from '../../../src/kernel/must.ts';

export type Step =
  | readonly ['open']
  | readonly ['listen', number]
  | readonly ['connect' | 'accept' | 'fill' | 'dup' | 'close' | 'remove' | 'wait', number]
  | readonly ['drain' | 'finish' | 'hangup', number]
  | readonly ['arrive' | 'read' | 'write', number, number]
  | readonly ['add' | 'modify', number, string, string]
  | readonly ['poll', readonly number[], string];

/** As the judge's. */
const firstDescriptor = 10;

export class ModelOfLinux {
  readonly #machine: Machine;
  /** The judged end of each peer, in the order of opening; undefined once the peer is gone. */
  readonly #peers: (Socket | undefined)[] = [];
  readonly #untaken = new Map<Socket, number>();
  readonly #listeners = new Map<number, Listener>();

  constructor(rules: IoRules = ioRules.without()) {
    this.#machine = new Machine(rules, { firstDescriptor });
  }

  static results(steps: readonly Step[], rules?: IoRules): unknown[] {
    const model = new ModelOfLinux(rules);
    return steps.map((step) => model.do(step));
  }

  do(step: Step): unknown {
    const machine = this.#machine;
    switch (step[0]) {
      case 'open':
        return machine.install(this.#socket());
      case 'listen': {
        const listener = new Listener(step[1]);
        const descriptor = Number(machine.install(listener));
        this.#listeners.set(descriptor, listener);
        return descriptor;
      }
      case 'connect': {
        const socket = this.#socket();
        if (must(this.#listeners.get(step[1]), 'listener').arrive(socket)) return 'connected';
        this.#peers.pop();
        return 'refused';
      }
      case 'accept':
        return machine.accept(step[1]);
      case 'arrive':
        this.#arrive(this.#peers[step[1]], step[2]);
        return null;
      case 'drain':
      case 'finish':
      case 'hangup':
        return this.#ofPeer(step[0], step[1]);
      case 'read': {
        const result = machine.read(step[1], step[2]);
        return typeof result === 'string' ? result : result.bytes.length;
      }
      case 'write':
        return machine.write(step[1], 'y'.repeat(step[2]));
      case 'fill':
        for (;;) {
          const result = machine.write(step[1], 'y'.repeat(4_096));
          if (typeof result === 'string') return result;
        }
      case 'dup':
        return machine.dup(step[1]);
      case 'close':
        return machine.close(step[1]) ?? 'ok';
      case 'add':
      case 'modify':
        return machine.control(step[0], step[1], interestOf(step[1], step[2], step[3])) ?? 'ok';
      case 'remove':
        return machine.deregister(step[1]) ?? 'ok';
      case 'wait':
        return machine.ready(step[1]).map(({ data, events }) => [data, maskInWords(events)]);
      case 'poll':
        return machine
          .poll(step[1].map((descriptor) => ({ descriptor, events: maskOf(step[2]) })))
          .map(({ descriptor, events }) => [descriptor, maskInWords(events)]);
    }
  }

  /** Who has said that no more comes cannot send. */
  #arrive(socket: Socket | undefined, count: number): void {
    if (socket?.isEnded === false) socket.arrive('x'.repeat(count));
  }

  #socket(): Socket {
    const socket: Socket = new Socket({
      kind: unixStream,
      sendBufferBytes: 200_000,
      sends: (bytes) => this.#untaken.set(socket, this.#untakenOf(socket) + bytes.length),
      consumed: () => undefined,
      closed: () => {
        this.#peers[place] = undefined;
      },
    });
    const place = this.#peers.push(socket) - 1;
    return socket;
  }

  #untakenOf(socket: Socket): number {
    return this.#untaken.get(socket) ?? 0;
  }

  #ofPeer(name: 'drain' | 'finish' | 'hangup', place: number): null {
    const socket = this.#peers[place];
    if (socket === undefined) return null;
    if (name === 'finish') socket.end();
    if (name === 'drain') {
      socket.taken(this.#untakenOf(socket));
      this.#untaken.set(socket, 0);
    }
    if (name === 'hangup') {
      socket.hangUp();
      this.#peers[place] = undefined;
    }
    return null;
  }
}

const interestOf = (descriptor: number, events: string, flags: string): Interest => ({
  events: maskOf(events),
  trigger: flags.includes('edge') ? 'edge' : 'level',
  isOneShot: flags.includes('oneshot'),
  data: descriptor,
});
