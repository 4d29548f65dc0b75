/**
 * What an observer remembers of one register, and which laws were broken: a fold over notes, the
 * same for the explorer and the timed world.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { isNewer, type Version, versionInWords } from '../quorum/versions.ts';
import type { AbdLaw } from './laws.ts';
import type { Value } from './messages.ts';
import type { AbdNote } from './notes.ts';

/** Plain data, never changed. */
export interface RegisterHistory {
  /** The newest version of any ended operation. */
  readonly ended: Version;
  /** By server: that version when its current operation began. */
  readonly before: Readonly<Record<NodeId, Version>>;
  /** By version, as text. */
  readonly written: Readonly<Record<string, Value>>;
  /** How each law was first broken. */
  readonly broken: Readonly<Partial<Record<AbdLaw, string>>>;
}

export const emptyRegisterHistory: RegisterHistory = {
  ended: { count: 0, writer: '' },
  before: {},
  written: {},
  broken: {},
};

export function withAbdNote(
  history: RegisterHistory,
  server: NodeId,
  note: AbdNote,
): RegisterHistory {
  switch (note.kind) {
    case 'begins-operation':
      return { ...history, before: { ...history.before, [server]: history.ended } };
    case 'gives-version': {
      const version = inWords(note.version);
      const after = { ...history, written: { [version]: note.value, ...history.written } };
      if (!Object.hasOwn(history.written, version)) return after;
      const values = `${history.written[version]} and ${note.value}`;
      return breaking(after, 'versions-are-unique', `${version} is of ${values}`);
    }
    case 'ends-operation':
      return afterEnd(history, server, note);
    default:
      return history;
  }
}

function afterEnd(
  history: RegisterHistory,
  server: NodeId,
  { version, isRead }: AbdNote & { readonly kind: 'ends-operation' },
): RegisterHistory {
  const { [server]: before = emptyRegisterHistory.ended, ...others } = history.before;
  const ended = isNewer(version, history.ended) ? version : history.ended;
  const after = { ...history, ended, before: others };
  const isForward = isRead ? !isNewer(before, version) : isNewer(version, before);
  if (isForward) return after;
  const how = `${server} ${isRead ? 'reads' : 'writes'} ${inWords(version)}, though ${inWords(before)} was there when it began`;
  return breaking(after, 'register-steps-forward', how);
}

const inWords = (version: Version): string =>
  version.count === 0
    ? 'nothing'
    : `version ${version.writer === '' ? version.count : versionInWords(version)}`;

const breaking = (history: RegisterHistory, law: AbdLaw, how: string): RegisterHistory => ({
  ...history,
  broken: { [law]: how, ...history.broken },
});
