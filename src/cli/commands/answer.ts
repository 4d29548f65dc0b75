/** `lab answer <question, claim or words>`: what to say in an interview, from a run. */
import { Index } from '../../lab/find/find.ts';
import { InputError } from '../../lab/input-error.ts';
import { encodeToken, identityOf } from '../../lab/token.ts';
import { type Answered, answered } from '../answering.ts';
import { type CommandLine, withEventLimits } from '../command-line.ts';
import { type ExitStatus, statusOf } from '../exit-status.ts';
import { everything } from '../finding.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom } from '../limits.ts';
import { answerAsText, questionAsText } from '../render/answer-text.ts';
import { runAsText } from '../render/run-text.ts';
import { commandFor } from '../request.ts';

interface AnswerFlags extends LimitFlags {
  readonly json: boolean;
  readonly deep: boolean;
  readonly ask: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  withEventLimits(lab.command('answer <words...>'))
    .description('answer a question in at most five sentences, told from a run that is made now')
    .option('--ask', 'show the question first, and wait for Enter before the answer', false)
    .option('--deep', 'print the runs behind the answer in full', false)
    .option('--json', 'print the answer as JSON', false)
    .addHelpText(
      'after',
      `
The words are a question of the cheatsheet (q1 to q22), one of its sections (1 to 27), a claim, a scenario, a rule,
or any words: the best match answers.`,
    )
    .action(async (words: string[], flags: AnswerFlags) => done(await answer(words, flags, io)));
}

async function answer(
  words: readonly string[],
  flags: AnswerFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  if (flags.json && (flags.deep || flags.ask)) {
    throw new InputError('--json has the answer alone: leave --deep and --ask out.');
  }
  const limits = limitsFrom(flags, io);
  const [first = '', ...rest] = words;
  const isSection = /^(section|question)$/i.test(first) && rest.length === 1;
  const index = new Index(await everything());
  const asked = isSection ? rest : words;
  const { said, performed } = await answered(asked, index, limits, flags.deep);
  const { paint, print, printJson, program } = io;
  if (flags.json) printJson(said);
  else {
    if (flags.ask) {
      print(`${questionAsText(said, paint)}\n\n`);
      io.say('Enter shows the answer.');
      await line(io);
    }
    print(answerAsText(said, program, paint));
  }
  if (flags.deep) for (const one of performed) print(`\n${inFull(one, io)}\n`);
  return statusOf(said.verdict);
}

/** Until a line of standard input, or its end. */
async function line({ stdin }: CommandIo): Promise<void> {
  for await (const chunk of stdin) if (new TextDecoder().decode(chunk).includes('\n')) return;
}

function inFull(
  { scenario, result, story }: Answered['performed'][number],
  { paint, program }: CommandIo,
): string {
  const identity = identityOf({ scenario, options: { seed: result.seed } }, result);
  const token = encodeToken(identity);
  const parts = { scenario, result, story, token, command: commandFor(program, identity) };
  return runAsText(parts, 'full', paint);
}
