/** A desk for the commands of the debugger, without files: what is saved is kept. */
import pc from 'picocolors';
import type { FrameStyle } from '../../src/cli/screen/frame.ts';
import { type Debugger, nothingKept } from '../../src/debugger/command.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { Playback, type Session } from '../../src/lab/session.ts';

export const plainStyle: FrameStyle = {
  paint: pc.createColors(false),
  placeOf: (rule) => `rules.ts:${rule.length}`,
};

export interface TestDesk extends Debugger {
  readonly saved: Map<string, string>;
}

export function deskFor(
  scenario: AnyScenario,
  seed: string,
  more: Partial<Session> = {},
): TestDesk {
  const session = { params: {}, without: [], interventions: [], at: 0, ...more };
  const saved = new Map<string, string>();
  return {
    program: 'npm run lab --',
    playback: new Playback(scenario, { scenario: scenario.id, seed, ...session }),
    codeOf: (rule) => [`the code of ${rule}`],
    save(path, text) {
      saved.set(path, text);
      return `/home/me/${path}`;
    },
    saved,
    ...nothingKept(),
  };
}
