/** `lab list`: the sims, their scenarios, and the question that each answers. */
import { catalogue } from '../../../scenarios/index.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { paint, print, printJson } from '../output.ts';
import { columns } from '../render/text.ts';

export function listCommand({ json }: { json: boolean }): ExitStatus {
  const { wings } = catalogue;
  if (json) {
    printJson({
      sims: wings.map(({ sim: { id, title, about, rules } }) => ({
        id,
        title,
        about,
        rules: rules.ids,
      })),
      scenarios: wings.flatMap(({ sim, scenarios }) =>
        scenarios.map(({ id, asks }) => ({ id, sim: sim.id, asks })),
      ),
    });
    return exitStatus.pass;
  }
  for (const { sim, scenarios } of wings) {
    const rows = scenarios.map(({ id, asks }) => [paint.cyan(id), asks]);
    const rules = `${sim.rules.ids.length} rules: npm run lab -- describe ${sim.id}`;
    const title = `${paint.bold(sim.title)}  ${paint.dim(rules)}`;
    print([title, ...columns(rows, '  '), '\n'].join('\n'));
  }
  return exitStatus.pass;
}
