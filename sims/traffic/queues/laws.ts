/** The laws of queues and pools. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const queueLaws = {
  'littles-law':
    'whenever a station is empty, the number of requests summed over time equals the sum of their reported times',
  'no-server-idles-while-work-waits': 'no request waits while a server is idle',
  'line-has-an-end': 'no more requests wait than the line has room for',
  'waits-have-an-end': 'no request waits longer for a connection than the pool allows',
  'servers-go-to-the-bottleneck': 'no server is added to a station while another is busier',
  'database-has-room': 'the database is never asked for more connections than it has',
  'idle-clients-hold-nothing': 'no client holds a connection while it has no transaction',
} as const;

export type QueueLaw = keyof typeof queueLaws;

export interface QueueSubject extends TrafficSubject {
  readonly breaches: Breaches<QueueLaw>;
}

export const queueInvariants = Object.values(
  watched(queueLaws, ({ breaches }: QueueSubject) => breaches),
);
