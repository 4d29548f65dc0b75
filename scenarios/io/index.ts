/** The scenarios of io, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const ioWing: WingEntry = {
  id: 'io',
  title: 'I/O models: threads, select, epoll, event loops',
  scenarios: [
    {
      id: 'io/waiting-costs',
      asks: 'A server waits on thousands of connections, of which one has something to read. What do select, poll and epoll look at?',
      load: () => import('./waiting-costs.ts'),
    },
    {
      id: 'io/ten-thousand-connections',
      asks: 'Ten thousand connections, mostly idle. What does a thread for each cost, and what do poll and epoll?',
      load: () => import('./ten-thousand-connections.ts'),
    },
    {
      id: 'io/mostly-idle',
      asks: 'Can one thread with epoll serve 100,000 connections?',
      load: () => import('./mostly-idle.ts'),
    },
    {
      id: 'io/edge-and-level',
      asks: 'A request is larger than the buffer that the server reads into. What does edge-triggered epoll do with the rest?',
      load: () => import('./edge-and-level.ts'),
    },
    {
      id: 'io/shared-epoll',
      asks: 'Several threads wait at one instance of epoll. Can two of them get the same connection?',
      load: () => import('./shared-epoll.ts'),
    },
    {
      id: 'io/reused-descriptor',
      asks: 'Within one batch of events a connection is closed, and a new one gets its descriptor. Whose are the events that follow?',
      load: () => import('./reused-descriptor.ts'),
    },
    {
      id: 'io/inherited-descriptor',
      asks: 'A server hands a connection to a child process and closes its own descriptor. Does epoll forget the connection?',
      load: () => import('./inherited-descriptor.ts'),
    },
    {
      id: 'io/cut-messages',
      asks: 'Is what one read returns one message?',
      load: () => import('./cut-messages.ts'),
    },
    {
      id: 'io/slow-reader',
      asks: 'A client asks for more than it reads. Where do the bytes stay, and for how long can that go on?',
      load: () => import('./slow-reader.ts'),
    },
    {
      id: 'io/greedy-peer',
      asks: 'One peer sends as fast as the server reads. When do the others have their turn?',
      load: () => import('./greedy-peer.ts'),
    },
    {
      id: 'io/connection-burst',
      asks: 'Hundreds of clients connect at the same moment. Who waits, where, and for how long?',
      load: () => import('./connection-burst.ts'),
    },
    {
      id: 'io/blocked-loop',
      asks: 'One task of a hundred computes for 100 ms in the event loop. What does that do to the other ninety-nine?',
      load: () => import('./blocked-loop.ts'),
    },
    {
      id: 'io/interleaved-callbacks',
      asks: 'An event loop has one thread. Can two requests still overwrite each other’s counter?',
      load: () => import('./interleaved-callbacks.ts'),
    },
    {
      id: 'io/pool-size',
      asks: 'Requests compute for 2 ms and wait for 18. How many threads keep four cores busy?',
      load: () => import('./pool-size.ts'),
    },
    {
      id: 'io/batched-calls',
      asks: 'A storage engine makes 10,000 reads. How many system calls does io_uring save, and how much time?',
      load: () => import('./batched-calls.ts'),
    },
    {
      id: 'io/one-thread-commands',
      asks: 'How many commands a second does one thread serve whose commands take a microsecond?',
      load: () => import('./one-thread-commands.ts'),
    },
    {
      id: 'io/idle-connections',
      asks: 'A hundred connections are open and hardly anything happens. How often does the server wake up?',
      load: () => import('./idle-connections.ts'),
    },
    {
      id: 'io/file-to-socket',
      asks: 'A broker sends a file of 1 MB to a consumer. How many copies does sendfile save, and what if the file changes meanwhile?',
      load: () => import('./file-to-socket.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/io/io.ts')).io,
    killers: (await import('./killers.ts')).ioKillers,
  }),
};
