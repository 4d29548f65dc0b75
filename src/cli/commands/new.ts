/** `lab new <name>`: a scenario of the user's own, to be changed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from '../../draw/text.ts';
import { requireTypeScript } from '../../host/own-scenarios.ts';
import { projectFolder } from '../../host/source.ts';
import { InputError } from '../../lab/input-error.ts';
import { type CommandLine, forceOption } from '../command-line.ts';
import { openFiles } from '../deliver.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';

interface NewFlags {
  readonly sim: boolean;
  readonly ts: boolean;
  readonly force: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('new <name>')
    .description('write a scenario of your own, to be changed and run')
    .option(
      '--sim',
      'with a protocol of its own: rules, an invariant, and runs that break it',
      false,
    )
    .option('--ts', 'in TypeScript, if this Node runs it (default: JavaScript with types)', false)
    .option(...forceOption)
    .addHelpText(
      'after',
      `\nExamples:\n  ${io.program} new my-outage\n  ${io.program} new my-protocol --sim`,
    )
    .action((name, flags) => done(newCommand(name, flags, io)));
}

function newCommand(name: string, flags: NewFlags, io: CommandIo): ExitStatus {
  const { print, program, paint } = io;
  const [, stem = ''] = /^(?:\.\/)?([A-Za-z][\w-]*)(?:\.m?[jt]s)?$/.exec(name) ?? [];
  if (stem === '') {
    throw new InputError(
      `"${name}" is not a name for a scenario: letters, digits and hyphens, as in my-outage.`,
    );
  }
  const file = `${stem}.${endingFor(flags)}`;
  const write = openFiles(io, [{ flag: 'new', path: file }], [], { ...flags, json: false });
  write(file, textOf(stem, flags));
  const path = `./${file}`;
  const tries = flags.sim ? triesOfSim(path) : triesOfScenario(path);
  const rows = tries.map(([words, says]) => [`${program} ${words}`, paint.dim(says)]);
  print([`Wrote ${file}. Try:`, ...columns(rows, '  ')].join('\n'));
  return exitStatus.pass;
}

/** Throws InputError where TypeScript was asked for in vain. */
function endingFor({ sim, ts }: NewFlags): string {
  if (!ts) return 'mjs';
  if (sim) throw new InputError('--sim writes JavaScript with types in comments: leave --ts out.');
  requireTypeScript('--ts writes TypeScript');
  return 'ts';
}

function textOf(stem: string, { sim }: NewFlags): string {
  const template = sim ? 'sim' : 'scenario';
  const path = join(projectFolder, 'src/package/templates', `${template}.mjs`);
  return readFileSync(path, 'utf8').replaceAll(sim ? 'my-protocol' : 'my-outage', stem);
}

const triesOfScenario = (path: string): readonly (readonly [words: string, says: string])[] => [
  [`run ${path} --seed 1`, 'one run, from its seed to its verdict'],
  [`step ${path} --seed 1`, 'the same, event by event'],
  [`sweep ${path} --seeds 200 --vary heartbeatMs=25,100`, 'many seeds, with intervals'],
  [`describe ${path}`, 'its parameters, invariants and goals'],
];

const triesOfSim = (path: string): readonly (readonly [words: string, says: string])[] => [
  [`run ${path} --seed 1`, 'one run, every rule on'],
  [`run ${path} --seed 1 --without remember-requests`, 'without one of its rules'],
  [`hunt ${path}#remember-requests`, 'the shortest run that needs it'],
  [`describe ${path}#remember-requests`, 'the rule, and its lines'],
];
