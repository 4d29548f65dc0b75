/** The rules of queues and pools. */

export const queueRules = {
  'clock-starts-at-arrival': {
    protects: 'littles-law',
    source: 'Little, A Proof for the Queuing Formula L = λW, Operations Research 1961',
    because: 'a time that begins when work begins says nothing of the wait before it',
  },
} as const;

type QueueRule = keyof typeof queueRules;
export type QueueRules = Readonly<Record<QueueRule, boolean>>;
