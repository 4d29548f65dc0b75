/** How every order of a few commands is explored: how far, and what must hold in each state. */
import type { Exploration, ExploredNode } from '../../../src/check/exploration.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { paxosNotes } from '../notes.ts';
import { emptyLogHistory, type LogHistory, withCrash, withLogNote } from './history.ts';
import { type MultiLaw, multiLaws } from './laws.ts';
import type { MultiRecord } from './messages.ts';
import type { MultiNote } from './notes.ts';
import type { MultiState } from './part.ts';

/**
 * The last promise and round, and the last acceptance of each slot: a server recovers from these
 * alone.
 */
function lastRecords(journal: readonly MultiRecord[]): readonly MultiRecord[] {
  const placeOf = (record: MultiRecord) =>
    record.kind === 'acceptance' ? `slot ${record.slot}` : record.kind;
  const last = new Map(journal.map((record) => [placeOf(record), record]));
  return [...last.keys()].sort().flatMap((place) => last.get(place) ?? []);
}

interface Observed {
  readonly server: NodeId;
  readonly crashes: boolean;
  readonly notes: readonly MultiNote[];
}

const ofLog = ({ state }: ExploredNode) => state as MultiState | undefined;

export const multiExploration: Exploration = {
  bounds: { ownMessages: 'first' },
  // Commands beyond that many slots are left out: each further slot adds its own messages, in any
  // order.
  reach: { slots: 1 },
  within: ({ state }, { slots = 1 }) =>
    Object.keys((state as MultiState | undefined)?.accepted ?? {}).length <= slots,
  canonical: { journal: lastRecords },
  ghost: {
    initial: emptyLogHistory,
    observe({ after, event, notes }): Observed | undefined {
      const crashes = event.kind === 'crash';
      const seen = notes.filter(
        (note) => paxosNotes.holds(note) && /^(learns|applies)-slot$/.test(note.kind),
      ) as MultiNote[];
      return crashes || seen.length > 0 ? { server: after.id, crashes, notes: seen } : undefined;
    },
    next: (history: LogHistory, { server, crashes, notes }: Observed) =>
      notes.reduce(
        (before, note) => withLogNote(before, server, note),
        crashes ? withCrash(history, server) : history,
      ),
  },
  properties: (Object.keys(multiLaws) as MultiLaw[]).map((id) => ({
    id,
    says: multiLaws[id],
    of: 'ghost',
    check: ({ broken }: LogHistory) => broken[id],
  })),
  goals: [
    {
      id: 'slot-is-chosen',
      says: 'a server has learned of a slot',
      holds: ({ ghost }) => Object.keys((ghost as LogHistory).chosen).length > 0,
    },
    {
      id: 'two-slots-applied',
      says: 'every server has applied two slots',
      holds: ({ nodes }) => nodes.every((node) => (ofLog(node)?.applied ?? 0) >= 2),
    },
    {
      id: 'slot-is-recovered',
      says: 'a leader proposes a command again that another has proposed',
      holds: ({ nodes }) =>
        nodes.some(({ id, state }) =>
          Object.values((state as MultiState | undefined)?.proposed ?? {}).some(
            ({ entry }) => entry !== null && entry.client !== id,
          ),
        ),
    },
  ],
};
