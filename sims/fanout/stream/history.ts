/**
 * What an observer remembers of one channel, and which laws were broken: a fold over notes, the same for the explorer
 * and the timed world.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { FanoutLaw } from '../laws.ts';
import type { FanoutNote } from '../notes.ts';

interface Shown {
  /** The highest number. */
  readonly upTo: number;
  /** Lower numbers that were not shown. */
  readonly missing: readonly number[];
}

/** Plain data, never changed. */
export interface StreamHistory {
  /** The ids that the feed holds. */
  readonly stored: readonly string[];
  readonly acknowledged: readonly string[];
  readonly shown: Readonly<Record<NodeId, Shown>>;
  /** How each law was first broken. */
  readonly broken: Readonly<Partial<Record<FanoutLaw, string>>>;
}

export const emptyHistory: StreamHistory = {
  stored: [],
  acknowledged: [],
  shown: {},
  broken: {},
};

export function withNote(history: StreamHistory, note: FanoutNote, by: NodeId): StreamHistory {
  switch (note.kind) {
    case 'publishes':
      return { ...history, stored: [...history.stored, note.id] };
    case 'recovers':
      return lostOf({ ...history, stored: note.ids });
    case 'is-acknowledged':
      return lostOf({ ...history, acknowledged: [...history.acknowledged, note.id] });
    case 'loads': {
      const { upTo, missing } = shownBy(history, by);
      const still = missing.filter((number) => number > note.upTo);
      return showing(history, by, { upTo: Math.max(upTo, note.upTo), missing: still });
    }
    case 'shows':
      return afterShowing(history, by, note.number);
    default:
      return history;
  }
}

const shownBy = ({ shown }: StreamHistory, device: NodeId): Shown =>
  shown[device] ?? { upTo: 0, missing: [] };

const showing = (history: StreamHistory, device: NodeId, own: Shown): StreamHistory => ({
  ...history,
  shown: { ...history.shown, [device]: own },
});

function afterShowing(history: StreamHistory, device: NodeId, number: number): StreamHistory {
  const { upTo, missing } = shownBy(history, device);
  if (number > upTo) {
    const skipped = Array.from({ length: number - upTo - 1 }, (_, place) => upTo + 1 + place);
    const after = showing(history, device, { upTo: number, missing: [...missing, ...skipped] });
    const first = after.shown[device]?.missing[0];
    if (first === undefined) return after;
    return breaking(after, 'no-gap', `${device} shows event ${number} without event ${first}`);
  }
  if (!missing.includes(number)) {
    return breaking(history, 'no-duplicate-effect', `${device} shows event ${number} twice`);
  }
  const after = showing(history, device, {
    upTo,
    missing: missing.filter((other) => other !== number),
  });
  return breaking(after, 'per-channel-order', `${device} shows event ${number} after ${upTo}`);
}

function lostOf(history: StreamHistory): StreamHistory {
  const lost = history.acknowledged.find((id) => !history.stored.includes(id));
  if (lost === undefined) return history;
  return breaking(history, 'acked-is-delivered', `${lost} was acknowledged, and the feed lost it`);
}

function breaking(history: StreamHistory, law: FanoutLaw, how: string): StreamHistory {
  return { ...history, broken: { [law]: how, ...history.broken } };
}
