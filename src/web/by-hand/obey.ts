/** What a line of the debugger does at a moment of a run: the terminal's commands, on the page. */
import type { Branch } from '../../debugger/branch.ts';
import type { Breakpoint } from '../../debugger/breakpoint.ts';
import { obey } from '../../debugger/commands.ts';
import { InputError } from '../../lab/input-error.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { Playback, type Session } from '../../lab/session.ts';

/** What the debugger keeps from one line to the next. */
export interface Kept {
  readonly branches: readonly Branch[];
  readonly breakpoints: readonly Breakpoint[];
}

export interface PageReply extends Kept {
  /** Where it led: at another moment, or with another intervention. */
  readonly session: Session;
  readonly lines: readonly string[];
  readonly said: string;
}

/** Throws InputError, with nothing done, for a line that makes no sense there. O(events up to there). */
export function obeyAt(
  scenario: AnyScenario,
  session: Session,
  line: string,
  kept: Kept = { branches: [], breakpoints: [] },
): PageReply {
  const playback = new Playback(scenario, session);
  const branches = [...kept.branches];
  const breakpoints = [...kept.breakpoints];
  const reply = obey(
    {
      ...{ playback, branches, breakpoints },
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
  const { lines, kind } = reply;
  const isLine = kind === 'moved' && lines.length <= 1;
  return {
    ...{ branches, breakpoints },
    session: playback.session,
    lines: isLine ? [] : lines,
    said: kind === 'moved' ? (lines[0] ?? '') : '',
  };
}
