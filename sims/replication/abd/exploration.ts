/** How every order of a few operations is explored: how far, and what must hold in each state. */
import type { Exploration } from '../../../src/check/exploration.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { replicationNotes } from '../notes.ts';
import { emptyRegisterHistory, type RegisterHistory, withAbdNote } from './history.ts';
import { type AbdLaw, abdLaws } from './laws.ts';
import type { AbdNote } from './notes.ts';
import type { AbdState } from './server.ts';

interface Observed {
  readonly server: NodeId;
  readonly notes: readonly AbdNote[];
}

export const abdExploration: Exploration = {
  bounds: { ownMessages: 'first', operations: 'by-node', unheard: 'arrive' },
  reach: {},
  within: () => true,
  canonical: { journal: (records) => records.slice(-1) },
  ghost: {
    initial: emptyRegisterHistory,
    observe({ after, notes }) {
      const seen = notes.filter((note) => replicationNotes.holds(note)) as AbdNote[];
      return seen.length === 0 ? undefined : { server: after.id, notes: seen };
    },
    next: (history: RegisterHistory, { server, notes }: Observed) =>
      notes.reduce((before, note) => withAbdNote(before, server, note), history),
  },
  properties: (Object.keys(abdLaws) as AbdLaw[]).map((id) => ({
    id,
    says: abdLaws[id],
    of: 'ghost',
    check: ({ broken }: RegisterHistory) => broken[id],
  })),
  goals: [
    {
      id: 'all-operations-end',
      says: 'every operation has ended',
      holds: ({ nodes }) =>
        nodes.every(({ state }) => {
          const { operation = 0, phase = null } = (state ?? {}) as Partial<AbdState>;
          return operation > 0 && phase === null;
        }),
    },
  ],
};
