/** What is said of I/O models, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const ioClaims: Claims = {
  'top-epoll-constant-per-event': {
    says: 'epoll costs the same for each event however many descriptors it watches; select and poll look at all of them.',
    verdict: 'confirmed',
  },
  'io-select-1024-limit': {
    says: 'select watches 1,024 descriptors at the most, and looks through all of them.',
    verdict: 'confirmed',
  },
  'io-thread-per-conn-thousands': {
    says: 'A thread for each connection reaches thousands of connections, and no more.',
    verdict: 'depends',
    instead:
      'On the stacks: 10,000 threads reserve 10 GB of addresses at 1 MB each and touch 0.2 GB at 20 kB. In time a request costs two switches more than with epoll.',
  },
  'io-nonblocking-busy-wait': {
    says: 'Non-blocking reads alone burn the processor in a loop.',
    verdict: 'confirmed',
  },
  'io-epoll-100k-one-thread': {
    says: 'One thread with epoll serves 100,000 connections.',
    verdict: 'depends',
    instead:
      'On how many are active: requests a second x the cost of one has to stay below one processor. The idle ones cost memory only.',
  },
  'io-cpu-blocks-loop': {
    says: 'Work for the processor in the event loop holds up every connection; workers cure it.',
    verdict: 'confirmed',
  },
  'io-uring-10-100x-fewer-syscalls': {
    says: 'io_uring makes 10 to 100 times fewer system calls for storage.',
    verdict: 'depends',
    instead:
      'On the batch: the calls are fewer by its size. The time is less only by the share that calls had in it.',
  },
  'q7-zero-copy-two-fewer': {
    says: 'sendfile saves two of the four copies.',
    verdict: 'depends',
    instead:
      'On the network card: two if it gathers what it sends from the page cache, one if not. A server that encrypts by itself saves none, because it has to read.',
  },
  'io-redis-single-thread-millions': {
    says: 'One thread of Redis does millions of operations a second, because each takes microseconds.',
    verdict: 'refuted',
    instead:
      'At a microsecond each a million is the ceiling of one thread. With one command in a segment it is a third of that, with pipelines of 16 nearly all.',
  },
};
