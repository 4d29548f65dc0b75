/** One thread that executes commands for clients, of which each sends the next ones when it has its replies. */
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { Machine } from './machine.ts';
import { eventBits } from './masks.ts';
import type { IoRules } from './rules.ts';
import { Socket, tcp } from './socket.ts';

export interface CommandOptions {
  readonly clients: number;
  /** Commands in one segment. */
  readonly depth: number;
  readonly commandUs: number;
  readonly callUs: number;
  readonly roundTripUs: number;
}

export class CommandServer {
  readonly #machine: Machine;
  readonly #options: CommandOptions;
  readonly #sockets: Socket[] = [];
  readonly #replied: Signal[] = [];
  readonly #registrations: number;
  isOver = false;
  served = 0;

  constructor(rules: IoRules, options: CommandOptions) {
    this.#options = options;
    this.#machine = new Machine(rules);
    for (let client = 0; client < options.clients; client++) {
      const replied = new Signal();
      const socket: Socket = new Socket({
        kind: tcp,
        sendBufferBytes: 65_536,
        sends: (bytes) => {
          replied.fire();
          socket.taken(bytes.length);
        },
        consumed: () => undefined,
        closed: () => undefined,
      });
      this.#sockets.push(socket);
      this.#replied.push(replied);
      const descriptor = Number(this.#machine.install(socket));
      this.#machine.control('add', descriptor, {
        events: eventBits.IN,
        trigger: 'level',
        isOneShot: false,
        data: descriptor,
      });
    }
    this.#registrations = this.#machine.systemCalls;
  }

  /** System calls since the connections were registered. */
  get calls(): number {
    return this.#machine.systemCalls - this.#registrations;
  }

  *client(client: number, stream: RandomStream): Process<void> {
    const { depth, roundTripUs } = this.#options;
    yield* sleep((stream() * roundTripUs) / 1_000);
    while (!this.isOver) {
      must(this.#sockets[client], 'socket').arrive('c'.repeat(depth));
      yield* must(this.#replied[client], 'signal').wait();
      yield* sleep(roundTripUs / 1_000);
    }
  }

  /** All that is ready, one connection after the other, as far as the clock allows. */
  *serve(): Process<void> {
    const { callUs, commandUs, clients } = this.#options;
    while (!this.isOver) {
      const events = yield* this.#machine.epollWait(clients);
      yield* sleep(callUs / 1_000);
      for (const { data: descriptor } of events) {
        const result = this.#machine.read(descriptor, 65_536);
        if (typeof result === 'string') continue;
        yield* sleep((2 * callUs + result.bytes.length * commandUs) / 1_000);
        this.served += result.bytes.length;
        this.#machine.write(descriptor, result.bytes);
      }
    }
  }
}
