/** `lab list [words]`: the sims, their scenarios, and the question that each answers. */
import { catalogue } from '../../../scenarios/index.ts';
import type { WingEntry } from '../../lab/catalogue.ts';
import { InputError } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { terminalWidth } from '../output.ts';
import { listed } from '../render/fit.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('list [words...]')
    .description(
      'list sims and scenarios with their questions: of one wing, or those that speak of words',
    )
    .option('--json', 'print the list as JSON', false)
    .action(async (words, flags) => done(await listCommand(words, flags, io)));
}

async function listCommand(
  words: readonly string[],
  { json }: { json: boolean },
  io: CommandIo,
): Promise<ExitStatus> {
  const wings = await chosen(words);
  if (json) await printAsJson(wings, io);
  else printAsText(wings, io);
  return exitStatus.pass;
}

/** The wings that are named, or else the scenarios that the words find. Throws InputError for none. */
async function chosen(words: readonly string[]): Promise<readonly WingEntry[]> {
  if (words.length === 0) return catalogue.wings;
  const named = catalogue.wings.filter(({ id }) => words.includes(id));
  if (named.length === words.length) return named;
  // Only a search needs an index: a list starts sooner without it.
  const [{ Index }, { scenariosToFind }, { searchWords }] = await Promise.all([
    import('../../lab/find/find.ts'),
    import('../../lab/find/findable.ts'),
    import('../../../scenarios/search-words.ts'),
  ]);
  const items = scenariosToFind(catalogue, searchWords);
  const found = new Set(new Index(items).find(words.join(' ')).map(({ name }) => name));
  if (found.size === 0) {
    throw new InputError(
      `No scenario speaks of "${words.join(' ')}". The wings are: ${catalogue.wings.map(({ id }) => id).join(', ')}.`,
    );
  }
  return catalogue.wings
    .map((wing) => ({ ...wing, scenarios: wing.scenarios.filter(({ id }) => found.has(id)) }))
    .filter(({ scenarios }) => scenarios.length > 0);
}

function printAsText(
  wings: readonly WingEntry[],
  { paint, print, program, stdout }: CommandIo,
): void {
  for (const { id, title, scenarios } of wings) {
    const rows = scenarios.map(({ id, asks }) => [paint.cyan(id), asks]);
    const rules = `its rules: ${program} describe ${id}`;
    const lines = listed(rows, terminalWidth(stdout), '  ');
    print([paint.bold(title), ...lines, `  ${paint.dim(rules)}`, '\n'].join('\n'));
  }
}

async function printAsJson(
  chosenWings: readonly WingEntry[],
  { printJson }: CommandIo,
): Promise<void> {
  const wings = await Promise.all(chosenWings.map(({ id }) => catalogue.wing(id)));
  printJson({
    sims: wings.map(({ sim: { id, title, about, rules } }) => ({
      id,
      title,
      about,
      rules: rules.ids,
    })),
    scenarios: chosenWings.flatMap((wing) =>
      wing.scenarios.map(({ id, asks }) => ({ id, sim: wing.id, asks })),
    ),
  });
}
