/** What an onlooker of an exploration remembers: every edit that was accepted, with what its author had seen. */
import type { Change, Ghost } from '../../../src/check/exploration.ts';
import type { EditRecord } from '../models.ts';
import { type Experiment, groupOf, misplacedBy } from '../replication/group.ts';
import type { ReplicaState } from '../replication/replica.ts';
import { isEditMessage } from './edits.ts';

export interface CrdtGhost {
  /** In the order of their numbers: not every number was given out. */
  readonly history: readonly EditRecord[];
  /** How often a replica began afresh, under another name. */
  readonly rebirths?: number;
  /** Text that did not come to stand where it was typed: the first, in words. */
  readonly misplaced?: string;
}

type Sighting =
  | { readonly kind: 'rebirth' }
  | { readonly kind: 'edit'; readonly record: EditRecord; readonly misplaced?: string };

export function ghostOf(experiment: Experiment): Ghost {
  return {
    initial: { history: [] } satisfies CrdtGhost,
    observe({ before, after, event }: Change): Sighting | undefined {
      if (event.kind === 'restart' && ((after.state as ReplicaState | undefined)?.life ?? 1) > 1) {
        return { kind: 'rebirth' };
      }
      if (event.kind !== 'deliver' || !isEditMessage(event.message)) return undefined;
      const { edit, number } = event.message;
      const [was, is] = [before.state, after.state] as (ReplicaState | undefined)[];
      const group = groupOf(experiment, after.id);
      if (was === undefined || is === undefined || group === undefined) return undefined;
      if (!is.edits.includes(number)) return undefined;
      const record = { number, node: after.id, edit, seen: was.edits };
      const [from, to] = [was, is].map(({ payload }) => group.policy.query(payload));
      const misplaced = misplacedBy(from, edit, to);
      const sighting = { kind: 'edit', record } as const;
      return misplaced === undefined
        ? sighting
        : { ...sighting, misplaced: `${after.id} ${misplaced}` };
    },
    next(ghost: CrdtGhost, sighting: Sighting): CrdtGhost {
      if (sighting.kind === 'rebirth') return { ...ghost, rebirths: (ghost.rebirths ?? 0) + 1 };
      const { record, misplaced = ghost.misplaced } = sighting;
      const history = [...ghost.history, record].sort((a, b) => a.number - b.number);
      return misplaced === undefined ? { ...ghost, history } : { ...ghost, history, misplaced };
    },
  };
}
