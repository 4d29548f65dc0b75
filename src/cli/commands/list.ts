/** `lab list`: the sims, their scenarios, and the question that each answers. */
import { catalogue } from '../../../scenarios/index.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { paint, print, printJson } from '../output.ts';
import { columns } from '../render/text.ts';

export async function listCommand({ json }: { json: boolean }): Promise<ExitStatus> {
  if (json) await printAsJson();
  else printAsText();
  return exitStatus.pass;
}

function printAsText(): void {
  for (const { id, title, scenarios } of catalogue.wings) {
    const rows = scenarios.map(({ id, asks }) => [paint.cyan(id), asks]);
    const rules = `its rules: npm run lab -- describe ${id}`;
    print([`${paint.bold(title)}  ${paint.dim(rules)}`, ...columns(rows, '  '), '\n'].join('\n'));
  }
}

async function printAsJson(): Promise<void> {
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
