/** What a line of the debugger does at a moment of a run: the terminal's commands, on the page. */
import { obey } from '../../debugger/commands.ts';
import { InputError } from '../../lab/input-error.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { Playback, type Session } from '../../lab/session.ts';

export interface PageReply {
  /** Where it led: at another moment, or with another intervention. */
  readonly session: Session;
  readonly lines: readonly string[];
  readonly said: string;
}

/** Throws InputError, with nothing done, for a line that makes no sense there. O(events up to there). */
export function obeyAt(scenario: AnyScenario, session: Session, line: string): PageReply {
  const playback = new Playback(scenario, session);
  const reply = obey(
    {
      playback,
      program: 'seedlab',
      shown: '',
      codeOf: () => ['Its lines stand beside the diagram.'],
      save() {
        throw new InputError('The page writes no files: copy the link or the token.');
      },
    },
    line,
  );
  if (reply.kind === 'play' || reply.kind === 'quit') {
    throw new InputError(`On the page there is no ${reply.kind}: use the buttons of the timeline.`);
  }
  return {
    session: playback.session,
    lines: reply.kind === 'told' ? reply.lines : [],
    said: reply.kind === 'moved' ? (reply.text ?? '') : '',
  };
}
