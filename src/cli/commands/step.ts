/** `lab step <scenario or token>`: the debugger, on a terminal or from lines of text. */
import { type Debugger, nothingKept } from '../../debugger/command.ts';
import { linesOf } from '../../host/files.ts';
import { excerptsOfRule, placesOfRules } from '../../host/source.ts';
import { InputError } from '../../lab/input-error.ts';
import { Playback } from '../../lab/session.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, withDataFlag, withEventLimits, withRunFlags } from '../command-line.ts';
import { sentenceOf } from '../error-sentence.ts';
import { type ExitStatus, exitStatus, signalStatuses } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom } from '../limits.ts';
import { excerptLines } from '../render/excerpt.ts';
import { type RunFlags, requestFromWords } from '../request.ts';
import { sampleFiles } from '../samples.ts';
import type { Size } from '../screen/frame.ts';
import { asJsonLines, asText, transcript } from '../screen/transcript.ts';

export interface StepFlags extends RunFlags, LimitFlags {
  readonly force: boolean;
  readonly size?: string;
  readonly json: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  withEventLimits(withDataFlag(withRunFlags(lab.command('step <scenario-or-token>'))))
    .description('step through a run, forward and back; without a terminal by lines of text')
    .option('--size <columns>x<rows>', 'size of a frame without a terminal (default: 100x24)')
    .option('--json', 'print each frame as JSON, one a line', false)
    .option('--force', 'let save overwrite files that exist', false)
    .addHelpText(
      'after',
      `
Lines of text are commands, such as step, back, next deliver, to 3600, end, crash n1, off <rule>, why; help lists
all of them. A line that makes no sense is refused, and the exit status is 2.`,
    )
    .action(async (name, flags) => done(await stepCommand(name, flags, io)));
}

async function stepCommand(name: string, flags: StepFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, paint, print, program, stdin, stdout } = io;
  if (flags.plan === '-') throw new InputError('Commands come from stdin: give --plan a file.');
  if (sampleFiles(flags, files).includes('-')) {
    throw new InputError('Commands come from stdin: give a parameter a file.');
  }
  const size = sizeIn(flags.size ?? '100x24');
  const { scenario, options } = await requestFromWords(catalogueFor(io), name, flags, io);
  const { params = {}, without = [], interventions = [], ...rest } = options;
  const session = { ...rest, scenario: scenario.id, params, without, interventions, at: 0 };
  const { sim } = scenario.sim.rules;
  const debugging: Debugger = {
    program,
    playback: new Playback(scenario, session, limitsFrom(flags, io)),
    codeOf: (rule) => excerptsOfRule(sim, rule).flatMap((one) => [...excerptLines(one, paint), '']),
    save(path, text) {
      files.targets([{ flag: 'save', path }], { inputs: [], force: flags.force })(path, text);
      return files.pathOf(path);
    },
    ...nothingKept(),
  };
  const style = { paint, placeOf: placesOfRules(sim) };
  if (stdin.isTTY && stdout.isTTY && flags.size === undefined && !flags.json) {
    const { showOnTerminal } = await import('../screen/terminal.ts');
    return await io.interruptible(async (signal) => {
      await showOnTerminal(debugging, style, signal);
      return signalStatuses.get(signal.reason) ?? exitStatus.pass;
    });
  }
  const writer = flags.json ? asJsonLines : asText(size, style);
  let status: ExitStatus = exitStatus.pass;
  const refuse = (error: InputError) => {
    io.say(sentenceOf(error, io));
    status = exitStatus.badInput;
  };
  for await (const piece of transcript(debugging, linesOf(stdin), writer, refuse)) print(piece);
  return status;
}

function sizeIn(text: string): Size {
  const [, columns = '', rows = ''] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (Number(columns) >= 40 && Number(rows) >= 10) {
    return { columns: Number(columns), rows: Number(rows) };
  }
  throw new InputError(`--size takes columns x rows, at least 40x10, not "${text}".`);
}
