/**
 * What a wing must have, read from its text alone, so that it costs next to nothing: files, rules at their lines,
 * charts that are declared, a guide that answers questions, scenarios that open with theirs. What needs runs is
 * held by the laws of scenarios and of rules.
 */
import { type Files, importsOf } from './project-files.ts';
import { listedOrder, readingOrder } from './reading-order.ts';

/** What a wing lacks, in sentences; empty if it has all. */
export function lacksOf(wing: string, files: Files): string[] {
  const missing = anatomyOf(wing).filter((path) => !files.has(path));
  return [
    ...missing.map((path) => `there is no ${path}`),
    ...lacksOfRules(wing, files),
    ...lacksOfNotes(wing, files),
    ...lacksOfCharts(wing, files),
    ...lacksOfGuide(wing, files),
    ...lacksOfOrder(wing, files),
    ...lacksOfLists(wing, files),
    ...scenariosOf(wing, files).flatMap((path) => lacksOfScenario(path, files)),
  ];
}

const anatomyOf = (wing: string): string[] => [
  ...['README.md', `${wing}.ts`, 'rules.ts', 'notes.ts', 'invariants.ts', 'view.ts'].map(
    (name) => `sims/${wing}/${name}`,
  ),
  ...['index.ts', 'killers.ts', 'claims.ts'].map((name) => `scenarios/${wing}/${name}`),
  `test/scenarios/${wing}.test.ts`,
];

const textOf = (files: Files, path: string): string => files.get(path) ?? '';

const under = (folder: string, files: Files): string[] =>
  [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.ts'));

function lacksOfRules(wing: string, files: Files): string[] {
  const path = `sims/${wing}/rules.ts`;
  // The parts of a large wing have a list each.
  const lists = under(`sims/${wing}`, files).filter((file) => file.endsWith('/rules.ts'));
  const rules = lists.flatMap((list) => [
    ...textOf(files, list).matchAll(/^ {2}'?([a-z0-9-]+)'?: \{$/gm),
  ]);
  if (rules.length === 0) return [`${path} has no rule`];
  const code = under(`sims/${wing}`, files).map((file) => textOf(files, file));
  return rules
    .map(([, rule]) => rule as string)
    .filter((rule) => !code.some((text) => text.includes(`rules['${rule}']`)))
    .map((rule) => `the rule ${rule} stands at no line of sims/${wing}`);
}

/** A `NoteBook` has words for each of its kinds: the compiler holds that. */
function lacksOfNotes(wing: string, files: Files): string[] {
  const path = `sims/${wing}/notes.ts`;
  return textOf(files, path).includes('new NoteBook<') ? [] : [`${path} has no NoteBook`];
}

function lacksOfCharts(wing: string, files: Files): string[] {
  const main = `sims/${wing}/${wing}.ts`;
  const [, declared = ''] = /^ {2}charts: \[([^\]]*)\]/m.exec(textOf(files, main)) ?? [];
  return under(`sims/${wing}`, files)
    .flatMap((path) => [...textOf(files, path).matchAll(/const (\w+) = compileChart\(/g)])
    .map(([, chart]) => chart as string)
    .filter((chart) => !declared.match(/\w+/g)?.includes(chart))
    .map((chart) => `${main} does not declare the chart ${chart}`);
}

function lacksOfGuide(wing: string, files: Files): string[] {
  const path = `sims/${wing}/README.md`;
  const hasTable = /^\|.*\bquestion\b.*\|.*\banswer\b.*\|$/m.test(textOf(files, path));
  return hasTable ? [] : [`${path} has no table of questions and answers`];
}

function lacksOfOrder(wing: string, files: Files): string[] {
  const main = `sims/${wing}/${wing}.ts`;
  const [listed, order] = [listedOrder(textOf(files, main)), readingOrder(wing, files)];
  const isSame = listed.join() === order.join();
  return isSame ? [] : [`${main} lists its files in another order: npm run reading-order`];
}

/** The lists of the house that name each wing. */
function lacksOfLists(wing: string, files: Files): string[] {
  return ['index', 'claims'].flatMap((list) => {
    const path = `scenarios/${list}.ts`;
    const isListed = importsOf(path, textOf(files, path)).includes(`scenarios/${wing}/${list}.ts`);
    return isListed ? [] : [`${path} does not list ${wing}`];
  });
}

export const scenariosOf = (wing: string, files: Files): string[] =>
  under(`scenarios/${wing}`, files).filter((path) =>
    textOf(files, path).includes('\nexport default scenario('),
  );

/** That the list and the scenario ask the same question is held by the laws of scenarios, which load both. */
function lacksOfScenario(path: string, files: Files): string[] {
  const text = textOf(files, path);
  const id = path.slice('scenarios/'.length, -'.ts'.length);
  const [wing] = id.split('/') as [string];
  const lacks: string[] = [];
  if (!text.includes(`\n  id: '${id}',`)) lacks.push(`${path} does not have the id ${id}`);
  const list = textOf(files, `scenarios/${wing}/index.ts`);
  if (!list.includes(`id: '${id}',`)) lacks.push(`the list of ${wing} has no ${id}: npm run index`);
  if (!text.trimEnd().split('\n').slice(-4).join('\n').includes('// Left out:'))
    lacks.push(`${path} does not end with what it leaves out`);
  return lacks;
}
