/**
 * `npm run index`: writes the lists of scenarios in `scenarios/<wing>/index.ts`. Ids come from paths, questions from
 * the scenarios. The order of the list stays, and new scenarios come last: move them to their place.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

for (const { id: wing, scenarios } of catalogue.wings) {
  const folder = join(projectFolder, 'scenarios', wing);
  const questions = new Map<string, string>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()) {
    const module: { default?: AnyScenario } = await import(pathToFileURL(join(folder, file)).href);
    if (module.default !== undefined) questions.set(file, module.default.asks);
  }
  const listed = scenarios.map(({ id }) => `${id.slice(wing.length + 1)}.ts`);
  const files = [...new Set([...listed, ...questions.keys()])].filter((file) =>
    questions.has(file),
  );
  const entries = files.map((file) => {
    const id = `${wing}/${file.slice(0, -'.ts'.length)}`;
    const asks = JSON.stringify(questions.get(file));
    return `    { id: '${id}',\n asks: ${asks},\n load: () => import('./${file}') },\n`;
  });
  const index = join(folder, 'index.ts');
  const before = readFileSync(index, 'utf8');
  const list = `  scenarios: [\n${entries.join('')}  ],`;
  writeFileSync(
    index,
    before.replace(/^ {2}scenarios: \[[\s\S]*?^ {2}\],/m, () => list),
  );
}
