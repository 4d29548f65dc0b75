/** `lab tour`: the flagship scenario of every sim, a paragraph each. */
import { catalogue } from '../../../scenarios/index.ts';
import { run } from '../../lab/run.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { paint, print } from '../output.ts';
import { verdictInColour } from '../render/run-text.ts';
import { columns, wrapped } from '../render/text.ts';

const seed = 'tour';

export async function tourCommand(): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.pass;
  for (const { title, scenarios } of catalogue.wings) {
    const [entry] = scenarios;
    if (entry === undefined) continue;
    const flagship = (await entry.load()).default;
    const result = run(flagship, { seed });
    if (result.verdict !== 'pass') status = exitStatus.fail;
    print(
      [
        paint.bold(title),
        wrapped(`${flagship.asks} ${result.story}`, '  '),
        `  ${verdictInColour(result.verdict, paint)}  npm run lab -- run ${flagship.id} --seed ${seed}`,
        '\n',
      ].join('\n'),
    );
  }
  const [first] = catalogue.wings;
  if (first === undefined) return status;
  const { sim } = await catalogue.wing(first.id);
  const [rule] = sim.rules.ids;
  print(
    [
      paint.bold('What next'),
      ...columns(
        [
          ['npm run lab -- list', 'every scenario, and the question it answers'],
          [
            `npm run lab -- describe ${sim.id}`,
            'its rules, and the run that shows what each is for',
          ],
          [`npm run lab -- describe ${sim.id}/${rule}`, 'one rule, with its code'],
          [`npm run lab -- step ${first.scenarios[0]?.id}`, 'step through it, forward and back'],
          ['npm run lab -- --help', 'everything else'],
        ],
        '  ',
      ),
    ].join('\n'),
  );
  return status;
}
