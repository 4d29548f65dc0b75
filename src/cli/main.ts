#!/usr/bin/env node
/**
 * The command line: which words call which command. Commands are loaded when they are called, for a
 * quick start.
 */
import { Command, CommanderError } from 'commander';
import { projectVersion } from '../host/source.ts';
import { InputError } from '../lab/input-error.ts';
import type { DiffFlags } from './commands/diff.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { endQuietlyWhenNobodyReads, say } from './output.ts';

const collect = (value: string, before: readonly string[]) => [...before, value];

function withOutputFlags(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON', false)
    .option('--plot <file.svg>', 'write the plots of the scenario as SVG; - is stdout')
    .option(
      '--export <format:file>',
      'write the trace as jsonl, mermaid, perfetto, shiviz or jepsen; - is stdout',
      collect,
      [],
    )
    .option('--window <from..to>', 'the part of it to write, in ms');
}

function withRunFlags(command: Command): Command {
  return command
    .option('--seed <text>', 'the seed, any text; a fresh one is drawn and printed without')
    .option('--set <name=value>', 'set a parameter; may be repeated', collect, [])
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, []);
}

function withSeedFlags(command: Command): Command {
  return command
    .option('--seeds <range>', 'which seeds: 1..10000, a list a,b,c, or how many', '1..1000')
    .option('--set <name=value>', 'set a parameter; may be repeated', collect, [])
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, [])
    .option('--swarm', 'draw the parameters that are not set, anew for each seed', false)
    .option('--workers <count>', 'worker threads; as many as there are cores without')
    .option('--events-max <count>', 'stop a run after so many events', '10000000')
    .option('--run-seconds-max <count>', 'give a run up after so much wall-clock time', '60')
    .option('--json', 'print the result as JSON', false);
}

/** The words after `--and`, by which `diff` names the other run. */
function otherRun(name: string | undefined, words: readonly string[] | undefined) {
  if (words === undefined && name === undefined) return undefined;
  const other = withOutputFlags(withRunFlags(new Command('--and').argument('[other]')));
  other.exitOverride().parse(words ?? [], { from: 'user' });
  return { name: name ?? other.args[0], flags: other.opts<DiffFlags>() };
}

/** How both are shown may be said of either. */
function shownAs(mine: DiffFlags, other: DiffFlags | undefined): DiffFlags {
  if (other === undefined) return mine;
  const { json, export: exports, window } = other;
  return {
    ...mine,
    json: mine.json || json,
    export: [...mine.export, ...exports],
    ...(window === undefined ? {} : { window }),
  };
}

function program(
  done: (status: ExitStatus) => void,
  otherWords: readonly string[] | undefined,
): Command {
  const lab = new Command('lab')
    .description('Seedlab: distributed-systems mechanics, to be run, broken and understood.')
    .addHelpText(
      'before',
      [
        'Examples:',
        '  npm run lab -- list',
        '  npm run lab -- run raft/leader-crash --seed 7',
        '  npm run lab -- run raft/lost-vote --seed 7 --without raft/persist-term-and-vote',
        '  npm run lab -- describe raft/one-vote-per-term',
        '  npm run lab -- step raft/first-election --seed 1',
        '  npm run lab -- sweep raft/leader-crash --seeds 1..10000',
        '  npm run lab -- hunt raft/one-vote-per-term',
        '',
      ].join('\n'),
    )
    .addHelpText(
      'after',
      '\nExit status: 0 pass, 1 a property failed, 2 usage or bad input, 3 inconclusive, 130 stopped by Ctrl-C.',
    )
    .version(projectVersion())
    .showHelpAfterError('See: npm run lab -- --help')
    .exitOverride();

  lab
    .command('tour')
    .description('the flagship scenario of every sim, a paragraph each')
    .action(async () => done(await (await import('./commands/tour.ts')).tourCommand()));
  lab
    .command('list')
    .description('every sim and scenario, and the question each answers')
    .option('--json', 'print the list as JSON', false)
    .action(async (flags) => done(await (await import('./commands/list.ts')).listCommand(flags)));
  lab
    .command('describe <name>')
    .description('a scenario, a sim or a rule: what it is, and where to read it')
    .option('--json', 'print the description as JSON', false)
    .action(async (name, flags) => {
      done(await (await import('./commands/describe.ts')).describeCommand(name, flags));
    });
  withOutputFlags(withRunFlags(lab.command('run <scenario>')))
    .description('one run, from its seed to its verdict')
    .action(async (id, flags) =>
      done(await (await import('./commands/run.ts')).runCommand(id, flags)),
    );
  withRunFlags(lab.command('step <scenario-or-token>'))
    .description('step through a run, forward and back; without a terminal by lines of text')
    .option('--size <columns>x<rows>', 'of a frame, where there is no terminal; 100x24 without')
    .option('--json', 'print each frame as JSON, one a line', false)
    .action(async (name, flags) => {
      done(await (await import('./commands/step.ts')).stepCommand(name, flags));
    });
  withRunFlags(lab.command('why <scenario-or-token>'))
    .description('what led to an event, as a short story')
    .option('--event <number or words>', 'the last such event; what broke first without')
    .option('--all', 'tell it from the very start', false)
    .option('--json', 'print the story as JSON', false)
    .action(async (name, flags) => {
      done(await (await import('./commands/why.ts')).whyCommand(name, flags));
    });
  withOutputFlags(withRunFlags(lab.command('diff <scenario-or-token> [other]')))
    .description('where two runs part: two tokens, or one run --and what is different in the other')
    .addHelpText(
      'after',
      '\nFor example: diff raft/lost-vote --seed 7 --and --without raft/persist-term-and-vote',
    )
    .action(async (name, second, flags) => {
      const other = otherRun(second, otherWords);
      const { diffCommand } = await import('./commands/diff.ts');
      done(await diffCommand(name, shownAs(flags, other?.flags), other));
    });
  withSeedFlags(lab.command('sweep <scenario>'))
    .description('many seeds: how often each property held, and every metric with its interval')
    .option(
      '--vary <name=a,b,c>',
      'sweep for each value of a parameter; may be repeated',
      collect,
      [],
    )
    .option('--shard <k/n>', 'run only this part of the seeds, to be put together with merge')
    .option('--out <file>', 'where to write the shard; stdout without')
    .option('--plot <file.svg>', 'write what was measured as SVG; - is stdout')
    .action(async (id, flags) => {
      done(await (await import('./commands/sweep.ts')).sweepCommand(id, flags));
    });
  lab
    .command('merge <files...>')
    .description('the shards of a sweep, put together to what one sweep would print')
    .option('--plot <file.svg>', 'write what was measured as SVG; - is stdout')
    .option('--json', 'print the result as JSON', false)
    .action(async (files, flags) => {
      done(await (await import('./commands/merge.ts')).mergeCommand(files, flags));
    });
  withSeedFlags(lab.command('hunt <rule-or-scenario>'))
    .description('a seed that breaks a property, and the shortest story of it')
    .option('--property <id>', 'hunt for a run that breaks this; any property without')
    .action(async (name, flags) => {
      done(await (await import('./commands/hunt.ts')).huntCommand(name, flags));
    });
  lab
    .command('judge <file>')
    .description('your own canary metrics (JSON or CSV): pass, marginal or fail')
    .option('--config <judge.json>', 'thresholds, alpha, expected share and the like')
    .option('--looks <k/n>', 'this is look k of n planned ones: all of them together spend alpha')
    .option('--json', 'print the judgement as JSON', false)
    .option('--plot <file.svg>', 'draw the intervals as SVG')
    .action(async (file, flags) => {
      done(await (await import('./commands/judge.ts')).judgeCommand(file, flags));
    });
  lab
    .command('text <editing-trace>')
    .description('your own recorded editing session through the RGA: JSON, gzip or not')
    .option('--replicas <number>', 'how many replicas: one types, the others receive', '3')
    .option('--json', 'print the result as JSON', false)
    .action(async (path, flags) =>
      done((await import('./commands/text.ts')).textCommand(path, flags)),
    );
  lab
    .command('lag <samples>')
    .description(
      'your own samples of consumer lag, judged: CSV, JSON Lines, pasted --describe output',
    )
    .option('--window <commits>', 'how many commits to look back, as Burrow does', '10')
    .option('--allowed-lag <records>', 'lag up to this much is as good as none', '0')
    .option('--min-samples <samples>', 'judge no partition with fewer samples', '3')
    .option('--every <span>', 'how far samples are apart, where the file tells no time: 30s, 1m')
    .option('--plot <file.svg>', 'write the lag over time as SVG; - is stdout')
    .option('--json', 'print the judgement as JSON', false)
    .addHelpText(
      'after',
      '\nExit status: 0 all is well, 1 WARN or ERR, 2 bad input, 3 too few samples to tell.',
    )
    .action(async (path, flags) => {
      done((await import('./commands/lag.ts')).lagCommand(path, flags));
    });
  withOutputFlags(lab.command('replay <token-or-trace-file>'))
    .description('exactly that run again; says so when it comes out differently')
    .action(async (source, flags) => {
      done(await (await import('./commands/replay.ts')).replayCommand(source, flags));
    });
  lab
    .command('check <history>')
    .description('is a history of your own linearizable? EDN, JSON or a Jepsen log; - is stdin')
    .option('--model <name>', 'what its operations act on: register, cas-register, key-value, …')
    .option('--initial <value>', 'what it holds before the history begins, in EDN')
    .option('--nil-reads <meaning>', 'a read of nil says: unknown, or absent', 'unknown')
    .option('--independent', 'every value is a pair [key value]', false)
    .option('--budget <tries>', 'how long to search before it is unknown', '20000000')
    .option('--json', 'print the result as JSON', false)
    .action(async (history, flags) =>
      done((await import('./commands/check.ts')).checkCommand(history, flags)),
    );
  return lab;
}

async function main(words: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.pass;
  try {
    const and = words[0] === 'diff' ? words.indexOf('--and') : -1;
    const [first, other] = and === -1 ? [words] : [words.slice(0, and), words.slice(and + 1)];
    await program((result) => {
      status = result;
    }, other).parseAsync(first.length === 0 ? ['tour'] : first, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has said already what is wrong with the command line.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.pass : exitStatus.badInput;
    if (error instanceof InputError) {
      say(error.message);
      return exitStatus.badInput;
    }
    say(`The lab itself failed, and not the run: ${String(error)}`);
    say('Run the same command with SEEDLAB_DEBUG=1 to see where.');
    if (process.env['SEEDLAB_DEBUG'] !== undefined) say((error as Error).stack ?? '');
    return exitStatus.broken;
  }
}

endQuietlyWhenNobodyReads();
process.exitCode = await main(process.argv.slice(2));
