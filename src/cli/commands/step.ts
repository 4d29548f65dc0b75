/** `lab step <scenario or token>`: the debugger, on a terminal or from lines of text. */
import { createInterface } from 'node:readline';
import { catalogue } from '../../../scenarios/index.ts';
import { writeText } from '../../host/files.ts';
import { excerptsOfRule, placesOfRules } from '../../host/source.ts';
import { InputError } from '../../lab/input-error.ts';
import { Playback } from '../../lab/session.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { paint, print } from '../output.ts';
import { excerptLines } from '../render/excerpt.ts';
import { type RunFlags, requestFromWords } from '../request.ts';
import type { Desk } from '../screen/command.ts';
import type { Size } from '../screen/frame.ts';
import { asJsonLines, asText, transcript } from '../screen/transcript.ts';

export interface StepFlags extends RunFlags {
  readonly size?: string;
  readonly json: boolean;
}

export async function stepCommand(name: string, flags: StepFlags): Promise<ExitStatus> {
  const size = sizeIn(flags.size ?? '100x24');
  const { scenario, options } = await requestFromWords(catalogue, name, flags);
  const { params = {}, without = [], interventions = [], ...rest } = options;
  const session = { ...rest, scenario: scenario.id, params, without, interventions, at: 0 };
  const { sim } = scenario.sim.rules;
  const desk: Desk = {
    playback: new Playback(scenario, session),
    codeOf: (rule) => excerptsOfRule(sim, rule).flatMap((one) => [...excerptLines(one, paint), '']),
    save: writeText,
    shown: '',
  };
  const style = { paint, placeOf: placesOfRules(sim) };
  if (process.stdin.isTTY && process.stdout.isTTY && flags.size === undefined && !flags.json) {
    // Where CI is set Ink paints nothing before it ends; but somebody sits at this terminal.
    for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) process.env[name] = 'false';
    // Ink takes half a second to load, which a pipe need not wait for.
    await (await import('../screen/screen.ts')).showScreen(desk, style);
  } else {
    const lines = createInterface({ input: process.stdin });
    const writer = flags.json ? asJsonLines : asText(size, style);
    for await (const piece of transcript(desk, lines, writer)) print(piece);
    lines.close();
  }
  return exitStatus.pass;
}

function sizeIn(text: string): Size {
  const [, columns = '', rows = ''] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (Number(columns) >= 40 && Number(rows) >= 10) {
    return { columns: Number(columns), rows: Number(rows) };
  }
  throw new InputError(`--size takes columns x rows, at least 40x10, not "${text}".`);
}
