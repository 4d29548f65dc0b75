/** How every order of a choice is explored: how far, and what must hold in each state. */
import type { Exploration, ExploredNode } from '../../../src/check/exploration.ts';
import { paxosNotes } from '../notes.ts';
import { emptyHistory, type SynodHistory, withNote } from './history.ts';
import { type LearnedLaw, learnedLaws } from './laws.ts';
import type { SynodRecord } from './messages.ts';
import type { SynodNote } from './notes.ts';
import type { SynodState } from './part.ts';

/** The last record of each kind: a server recovers from these alone. */
function lastRecords(journal: readonly SynodRecord[]): readonly SynodRecord[] {
  const kinds = ['promise', 'acceptance', 'round'] as const;
  return kinds.flatMap((kind) => journal.findLast((record) => record.kind === kind) ?? []);
}

export const synodExploration: Exploration = {
  bounds: { ownMessages: 'first', crashes: 0, timeouts: { retry: 0 } },
  reach: {},
  within: () => true,
  canonical: { journal: lastRecords },
  ghost: {
    initial: emptyHistory,
    observe({ notes }) {
      const seen = notes.filter((note) => paxosNotes.holds(note));
      return seen.some(({ kind }) => kind === 'wants' || kind === 'learns') ? seen : undefined;
    },
    next: (history: SynodHistory, seen: readonly SynodNote[]) => seen.reduce(withNote, history),
  },
  properties: (Object.keys(learnedLaws) as LearnedLaw[]).map((id) => ({
    id,
    says: learnedLaws[id],
    of: 'ghost',
    check: ({ broken }: SynodHistory) => broken[id],
  })),
  goals: [
    {
      id: 'value-is-chosen',
      says: 'a server has learned a value',
      holds: ({ ghost }) => (ghost as SynodHistory).learned !== null,
    },
    {
      id: 'all-have-learned',
      says: 'every server has learned a value',
      holds: ({ nodes }) => nodes.every((node) => learnedBy(node) !== null),
    },
    {
      id: 'two-values-accepted',
      says: 'two acceptors have accepted different values',
      holds: ({ nodes }) => new Set(nodes.flatMap(acceptedBy)).size > 1,
    },
  ],
};

const learnedBy = ({ state }: ExploredNode) => (state as SynodState | undefined)?.learned ?? null;

function acceptedBy({ state }: ExploredNode): readonly string[] {
  const accepted = (state as SynodState | undefined)?.accepted ?? null;
  return accepted === null ? [] : [accepted.value];
}
