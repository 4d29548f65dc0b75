/** The scenarios of io, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const ioWing: WingEntry = {
  id: 'io',
  title: 'I/O models: threads, select, epoll, event loops',
  scenarios: [
    {
      id: 'io/cut-messages',
      asks: 'Is what one read returns one message?',
      load: () => import('./cut-messages.ts'),
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
      id: 'io/connection-burst',
      asks: 'Hundreds of clients connect in the same moment. Who waits, where, and for how long?',
      load: () => import('./connection-burst.ts'),
    },
    {
      id: 'io/greedy-peer',
      asks: 'One peer sends as fast as the server reads. When do the others have their turn?',
      load: () => import('./greedy-peer.ts'),
    },
    {
      id: 'io/inherited-descriptor',
      asks: 'A server hands a connection to a child process and closes its own descriptor. Does epoll forget the connection?',
      load: () => import('./inherited-descriptor.ts'),
    },
    {
      id: 'io/reused-descriptor',
      asks: 'Within one batch of events a connection is closed, and a new one gets its descriptor. Whose are the events that follow?',
      load: () => import('./reused-descriptor.ts'),
    },
    {
      id: 'io/slow-reader',
      asks: 'A client asks for more than it reads. Where do the bytes stay, and for how long can that go on?',
      load: () => import('./slow-reader.ts'),
    },
    {
      id: 'io/waiting-costs',
      asks: 'A server waits on thousands of connections, of which one has something to read. What do select, poll and epoll look at?',
      load: () => import('./waiting-costs.ts'),
    },
    {
      id: 'io/mostly-idle',
      asks: 'Can one thread with epoll serve 100,000 connections?',
      load: () => import('./mostly-idle.ts'),
    },
    {
      id: 'io/ten-thousand-connections',
      asks: 'Ten thousand connections, mostly idle. What does a thread for each cost, and what do poll and epoll?',
      load: () => import('./ten-thousand-connections.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/io/io.ts')).io,
    killers: (await import('./killers.ts')).ioKillers,
  }),
};
