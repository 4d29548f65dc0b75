/** What queues and pools are held to. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const queueLaws = {
  'littles-law':
    'whenever a station is empty, the requests over time add up to the times that they report',
} as const;

export type QueueLaw = keyof typeof queueLaws;

export interface QueueSubject extends TrafficSubject {
  readonly breaches: Breaches<QueueLaw>;
}

export const queueInvariants = Object.values(
  watched(queueLaws, ({ breaches }: QueueSubject) => breaches),
);
