/** What every command is registered with, and the options that several commands have in common. */
import type { Command } from 'commander';
import { rowsMaxDefault } from '../tools/input/records.ts';
import type { ExitStatus } from './exit-status.ts';
import type { CommandIo } from './io.ts';
import { limitDefaults } from './limits.ts';

export interface CommandLine {
  /** The program, which commands are added to. */
  readonly lab: Command;
  readonly io: CommandIo;
  /** The program with every command in it, for what is about all of them. */
  readonly whole: () => Promise<Command>;
  /** Called by a command with its exit status. */
  readonly done: (status: ExitStatus) => void;
  /** The words after `--and`, by which `diff` names the other run. */
  readonly otherWords: readonly string[] | undefined;
}

export const collect = (value: string, before: readonly string[]) => [...before, value];

export function withOutputFlags(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON', false)
    .option('--plot <file.svg>', 'write the plots of the scenario as SVG; - is stdout')
    .option(
      '--export <format:file>',
      'write the trace as jsonl, mermaid, perfetto, shiviz or jepsen; - is stdout',
      collect,
      [],
    )
    .option('--window <from..to>', 'the part of it to write, in ms')
    .option(...forceOption);
}

/** For commands that print one run. */
export function withDetailFlags(command: Command): Command {
  return command
    .option('--brief', 'print the question, the answer and the verdict only', false)
    .option('--full', 'print every event of the story, every metric and every check', false);
}

/** For commands that write files. */
export const forceOption = ['--force', 'overwrite files that exist', false] as const;

const secondsOption = [
  '--seconds-max <count>',
  'stop after this much wall-clock time, with status 3',
] as const;

/** For commands that carry runs out. */
export function withEventLimits(command: Command): Command {
  return command
    .option('--events-max <count>', 'stop a run after this many events', limitDefaults.eventsMax)
    .option(...secondsOption);
}

/** For commands that judge a file. */
export function withFileLimits(command: Command): Command {
  return withInputLimit(command).option(...secondsOption);
}

/** For commands that replay the rows of a file: which column is the time, and how many rows there may be. */
export function withRowFlags(command: Command, rows = 'rows'): Command {
  return command
    .option('--time <column>', 'column of the times, if it has no usual name')
    .option('--rows-max <count>', `read at most this many ${rows}`, String(rowsMaxDefault))
    .option('--json', 'print all of it as JSON', false);
}

/** For commands that read a file. */
export function withInputLimit(command: Command): Command {
  return command.option(
    '--input-mib-max <count>',
    'read at most this many MiB, inflated if it is gzip',
    limitDefaults.inputMibMax,
  );
}

const planSays = 'faults and operations instead of the scenario’s own; - is stdin';

export function withRunFlags(command: Command): Command {
  const seeded = command.option(
    '--seed <text>',
    'any text; a random seed is drawn and printed if omitted',
  );
  return withSampleFlags(seeded)
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, [])
    .option('--plan <file.json>', planSays);
}

export function withSeedFlags(command: Command): Command {
  return withEventLimits(withSampleFlags(command))
    .option('--seeds <range>', 'which seeds: 1..10000, a list a,b,c, or how many', '1..1000')
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, [])
    .option('--plan <file.json>', planSays)
    .option('--swarm', 'randomise unset parameters for every seed', false)
    .option('--workers <count>', 'worker processes (default: one per core)')
    .option('--run-seconds-max <count>', 'end a run after this much wall-clock time')
    .option('--json', 'print the result as JSON', false);
}

/** For commands whose seeds may be run by workers elsewhere: see `work`. */
export function withQueueFlags(command: Command): Command {
  return withQueueFlag(command)
    .option(
      '--shards <count>',
      'into how many parts the seeds or schedules are cut (default: parts of 200)',
    )
    .option('--resume', 'go on with what is in the queue already', false)
    .option('--restart', 'drop what is in the queue already, and begin again', false)
    .option('--verify <share>', 'run this share of the parts twice, such as 1%, and compare');
}

export function withQueueFlag(command: Command): Command {
  return command
    .option('--queue <url>', 'Redis with a queue of workers: redis://user:password@host:6379/0')
    .option('--wait <seconds>', 'wait so long for a Redis that is down (default: not at all)');
}

/** Parameters, which may be drawn from a file of the user's own. */
function withSampleFlags(command: Command): Command {
  return withInputLimit(command)
    .option(
      '--set <name=value>',
      'set a parameter; @file.csv:column draws it from your numbers; may be repeated',
      collect,
      [],
    )
    .option('--decimal <mark>', 'decimal mark of such a file, point or comma, if it shows none');
}

/** For what names a run that was carried out before: it may have been drawn from a file. */
export function withDataFlag(command: Command): Command {
  return command.option(
    '--data <file>',
    'file with the numbers that it draws a parameter from; may be repeated',
    collect,
    [],
  );
}
