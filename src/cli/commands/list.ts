/** `lab list`: the sims, their scenarios, and the question that each answers. */
import { catalogue } from '../../../scenarios/index.ts';
import { columns } from '../../draw/text.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('list')
    .description('every sim and scenario, and the question each answers')
    .option('--json', 'print the list as JSON', false)
    .action(async (flags) => done(await listCommand(flags, io)));
}

async function listCommand({ json }: { json: boolean }, io: CommandIo): Promise<ExitStatus> {
  if (json) await printAsJson(io);
  else printAsText(io);
  return exitStatus.pass;
}

function printAsText({ paint, print, program }: CommandIo): void {
  for (const { id, title, scenarios } of catalogue.wings) {
    const rows = scenarios.map(({ id, asks }) => [paint.cyan(id), asks]);
    const rules = `its rules: ${program} describe ${id}`;
    print([`${paint.bold(title)}  ${paint.dim(rules)}`, ...columns(rows, '  '), '\n'].join('\n'));
  }
}

async function printAsJson({ printJson }: CommandIo): Promise<void> {
  const wings = await Promise.all(catalogue.wings.map(({ id }) => catalogue.wing(id)));
  printJson({
    sims: wings.map(({ sim: { id, title, about, rules } }) => ({
      id,
      title,
      about,
      rules: rules.ids,
    })),
    scenarios: catalogue.wings.flatMap((wing) =>
      wing.scenarios.map(({ id, asks }) => ({ id, sim: wing.id, asks })),
    ),
  });
}
