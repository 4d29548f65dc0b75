/** How a channel is explored: every order of messages, reconnects and a crash of the feed. */
import type { Explorable } from '../../../src/check/exploration.ts';
import { type FanoutLaw, fanoutLaws } from '../laws.ts';
import { type FanoutNote, fanoutNotes } from '../notes.ts';
import { type FanoutRule, fanoutRules } from '../rules.ts';
import type { FanoutSubject } from '../subject.ts';
import { emptyHistory, type StreamHistory, withNote } from './history.ts';
import { isCaughtUp } from './system.ts';

/** The rules that decide here, and not by the clock. */
const explored: readonly FanoutRule[] = [
  'subscribe-before-snapshot',
  'resume-from-last-id',
  'too-old-means-snapshot',
  'dedup-at-client',
  'ack-after-store',
];

export const exploredLaws: readonly FanoutLaw[] = [
  'no-gap',
  'no-duplicate-effect',
  'per-channel-order',
  'acked-is-delivered',
];

interface Seen {
  readonly by: string;
  readonly notes: readonly FanoutNote[];
}

export const fanoutExplorable: Explorable = {
  params: { posts: 2, burst: 1, bufferEvents: 1, devices: 1 },
  clockRules: fanoutRules.ids.filter((rule) => !explored.includes(rule)),
  of: ({ channel }: FanoutSubject) =>
    channel === undefined
      ? undefined
      : {
          // A connection keeps its order; another one is a message of another number.
          bounds: {
            network: 'links',
            crashes: 0,
            timeouts: { post: 2, repeat: 0, follow: 0, open: 2, drop: 1 },
          },
          reach: {},
          within: () => true,
          steadyKinds: ['author', 'device', 'gateway'],
          canonical: {},
          ghost: {
            initial: emptyHistory,
            observe({ after, notes }): Seen | undefined {
              const seen = notes.filter((note) => fanoutNotes.holds(note));
              return seen.length === 0 ? undefined : { by: after.id, notes: seen };
            },
            next: (history: StreamHistory, { by, notes }: Seen) =>
              notes.reduce((before, note) => withNote(before, note, by), history),
          },
          properties: exploredLaws.map((id) => ({
            id,
            says: fanoutLaws[id],
            of: 'ghost',
            check: ({ broken }: StreamHistory) => broken[id],
          })),
          goals: [
            {
              id: 'all-caught-up',
              says: 'every device shows every event',
              holds: ({ nodes }) => nodes.every((node) => isCaughtUp(node, channel.posts)),
            },
          ],
        },
};
