/**
 * The command line as a function: words in, output and exit status out. Everything else it touches
 * is in its `io`, so several can run in one process without influence on one another.
 */
import { Command, CommanderError } from 'commander';
import { WriteError } from '../host/failure.ts';
import { DeterminismError } from '../lab/determinism-error.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { OtherVersionError } from '../lab/other-version-error.ts';
import { labVersion } from '../lab/version.ts';
import { printable } from '../words/shown.ts';
import type { CommandLine } from './command-line.ts';
import { sentenceOf } from './error-sentence.ts';
import { examplesOf } from './examples.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type CommandIo, commandIo, type LabIo } from './io.ts';
import { SecondsError } from './limits.ts';
import { explainErrors, mayHaveTwoWords, withJoinedName } from './usage.ts';

interface CommandFile {
  readonly register: (commandLine: CommandLine) => void;
}

/** A command's file is loaded when the command is called, for a quick start. */
const commandFiles: ReadonlyMap<string, () => Promise<CommandFile>> = new Map([
  ['tour', () => import('./commands/tour.ts')],
  ['list', () => import('./commands/list.ts')],
  ['find', () => import('./commands/find.ts')],
  ['answer', () => import('./commands/answer.ts')],
  ['claims', () => import('./commands/claims.ts')],
  ['describe', () => import('./commands/describe.ts')],
  ['run', () => import('./commands/run.ts')],
  ['step', () => import('./commands/step.ts')],
  ['why', () => import('./commands/why.ts')],
  ['diff', () => import('./commands/diff.ts')],
  ['sweep', () => import('./commands/sweep.ts')],
  ['merge', () => import('./commands/merge.ts')],
  ['hunt', () => import('./commands/hunt.ts')],
  ['explore', () => import('./commands/explore.ts')],
  ['work', () => import('./commands/work.ts')],
  ['judge', () => import('./commands/judge.ts')],
  ['text', () => import('./commands/text.ts')],
  ['lag', () => import('./commands/lag.ts')],
  ['estimate', () => import('./commands/estimate.ts')],
  ['limit', () => import('./commands/limit.ts')],
  ['burn', () => import('./commands/burn.ts')],
  ['scale', () => import('./commands/scale.ts')],
  ['replay', () => import('./commands/replay.ts')],
  ['check', () => import('./commands/check.ts')],
  ['new', () => import('./commands/new.ts')],
  ['completion', () => import('./commands/completion.ts')],
  ['web', () => import('./commands/web.ts')],
]);

/** `words` is the command line without the program's name; without words it is the tour. */
export async function lab(words: readonly string[], given: LabIo): Promise<ExitStatus> {
  const io = commandIo(given);
  try {
    return await perform(words.length === 0 ? ['tour'] : words, io);
  } catch (error) {
    // Commander has said already what is wrong with the command line.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.pass : exitStatus.badInput;
    if (error instanceof WriteError || error instanceof DeterminismError) {
      io.say(error.message);
      return exitStatus.broken;
    }
    if (error instanceof SecondsError) {
      io.say(error.message);
      return exitStatus.inconclusive;
    }
    if (error instanceof InputError) {
      io.say(sentenceOf(error, io));
      return exitStatus.badInput;
    }
    if (error instanceof OtherVersionError) {
      io.say(error.message);
      return exitStatus.inconclusive;
    }
    const place = io.own.placeOf(error);
    if (place !== undefined) {
      io.say(`${place} failed: ${String(error)}`);
      return exitStatus.badInput;
    }
    io.say(`The lab itself failed, and not the run: ${String(error)}`);
    io.say('Run the same command with SEEDLAB_DEBUG=1 to see where.');
    const stack = (error as Error).stack ?? '';
    if (given.environment['SEEDLAB_DEBUG'] !== undefined) stack.split('\n').forEach(io.say);
    return exitStatus.broken;
  }
}

async function perform(words: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const [name = '', topic] = words;
  if (name === 'help' && topic !== undefined && !commandFiles.has(topic)) {
    throw unknownChoice('command', topic, [...commandFiles.keys()], {
      says: 'See all of them with',
      words: '--help',
    });
  }
  const and = name === 'diff' ? words.indexOf('--and') : -1;
  const [own, otherWords] = and === -1 ? [words] : [words.slice(0, and), words.slice(and + 1)];
  let status: ExitStatus = exitStatus.pass;
  const done = (result: ExitStatus): void => {
    status = result;
  };
  const withCommands = async (files: Iterable<() => Promise<CommandFile>>): Promise<Command> => {
    const lab = program(io);
    for (const load of files) (await load()).register({ lab, io, done, otherWords, whole });
    for (const command of lab.commands) {
      explainErrors(command, `${io.program} ${command.name()}`, io);
      const examples = examplesOf(command.name(), io.program);
      if (examples !== undefined) command.addHelpText('after', examples);
    }
    return lab;
  };
  const whole = () => withCommands(commandFiles.values());
  const called = commandFiles.get(name);
  // Only what is about all commands, such as --help, needs all of them.
  const lab = await (called === undefined ? whole() : withCommands([called]));
  await lab.parseAsync(mayHaveTwoWords(own) ? await joined(own) : own, { from: 'user' });
  return status;
}

async function joined(words: readonly string[]): Promise<string[]> {
  const { catalogue } = await import('../../scenarios/index.ts');
  return withJoinedName(
    words,
    catalogue.wings.map(({ id }) => id),
  );
}

function program(io: CommandIo): Command {
  const examples = [
    'list',
    'run raft/leader-crash --seed 7',
    'run raft/lost-vote --seed 7 --without raft/persist-term-and-vote',
    'describe raft/one-vote-per-term',
    'step raft/first-election --seed 1',
    'sweep raft/leader-crash --seeds 1..10000',
    'hunt raft/one-vote-per-term',
  ];
  const command = new Command(io.program)
    .description('Seedlab: distributed-systems mechanics, to be run, broken and understood.')
    .addHelpText(
      'before',
      ['Examples:', ...examples.map((words) => `  ${io.program} ${words}`), ''].join('\n'),
    )
    .addHelpText(
      'after',
      '\nExit status: 0 pass, 1 a property failed, 2 usage or bad input, 3 inconclusive or a token of another version, 70 the lab or a disk failed, 129, 130 or 143 stopped by SIGHUP, Ctrl-C or SIGTERM.',
    )
    .version(labVersion)
    .configureOutput({
      writeOut: io.print,
      writeErr: (text) => io.stderr.write(printable(text)),
      getOutHelpWidth: () => widthOf(io.stdout),
      getErrHelpWidth: () => widthOf(io.stderr),
      getOutHasColors: () => io.paint.isColorSupported,
      getErrHasColors: () => false,
    })
    .exitOverride();
  explainErrors(command, io.program, io);
  return command;
}

function widthOf({ isTTY, columns }: LabIo['stdout']): number {
  return (isTTY === true ? columns : undefined) ?? 80;
}
