/** Models of I/O as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { ioInvariants } from './invariants.ts';
import { ioNotes } from './notes.ts';
import { type IoRule, ioRules } from './rules.ts';
import { viewOf } from './view.ts';
import { type ToPeer, type ToServer, wireInWords } from './wire.ts';

export const io: Sim<IoRule> = {
  id: 'io',
  title: 'I/O models: threads, select, epoll, event loops',
  about:
    'How one machine serves many connections. A small kernel with descriptors, socket buffers, select, poll and epoll (held against the epoll of a real Linux, call by call), whose system calls and look-ups are counted; servers with an event loop, with threads, with workers for long work. What a call costs is a parameter; only how the costs grow is claimed. Retransmission, interrupts, NUMA and how disks work are left out.',
  sources: [
    'Kerrisk, The Linux Programming Interface, 2010',
    'Linux man-pages 6.9: epoll(7), epoll_ctl(2), select(2), listen(2)',
    'Kegel, The C10K problem, 1999',
    'Goetz et al., Java Concurrency in Practice, 2006',
    'Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013',
    'Stancevic, Zero Copy I: User-Mode Perspective, Linux Journal 105, 2003',
    'Palaniappan and Nagarajaratnam, Efficient data transfer through zero copy, 2008',
    'Axboe, Efficient IO with io_uring, 2019',
  ],
  rules: ioRules,
  invariants: ioInvariants,
  files: [
    'rules.ts',
    'masks.ts',
    'descriptors.ts',
    'socket.ts',
    'listener.ts',
    'epoll.ts',
    'callbacks.ts',
    'frames.ts',
    'connection.ts',
    'laws.ts',
    'scanning.ts',
    'machine.ts',
    'notes.ts',
    'server-options.ts',
    'event-server.ts',
    'wire.ts',
    'peer.ts',
    'subject.ts',
    'cluster.ts',
    'commands.ts',
    'costs.ts',
    'formulas.ts',
    'invariants.ts',
    'pool.ts',
    'published.ts',
    'ring.ts',
    'file-sending.ts',
    'waits.ts',
    'serving.ts',
    'tasks.ts',
    'view.ts',
  ],
  notes: ioNotes,
  arrowText: (message) =>
    typeof message === 'object' && message !== null
      ? wireInWords(message as ToServer | ToPeer)
      : undefined,
  view: viewOf,
};
