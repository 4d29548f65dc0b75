/**
 * The floors of the house: a file imports only from its own folder or from lower floors, sims do
 * not import one another, nothing imports tests, and nothing imports in a circle. Part of `npm run
 * check`. It fails also where it has not looked at every file.
 */
import { readdirSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

/** From the ground up. Folders of one floor do not see one another. */
const floors: readonly (readonly string[])[] = [
  ['src/kernel', 'src/words'],
  ['src/statistics', 'src/trace'],
  ['src/world'],
  ['src/check'],
  ['src/lab', 'sims'],
  ['scenarios', 'src/draw', 'src/explore'],
  ['src/debugger', 'src/tools'],
  ['src/host'],
  ['src/cli', 'src/web', 'src/package'],
  ['test'],
];

const roots = ['src', 'sims', 'scenarios', 'test'];

/** Sims that are built on another, whose actors or sketches they use. */
const builtOn: Readonly<Record<string, readonly string[]>> = {
  access: ['estimation'],
  locks: ['raft'],
  clocks: ['crdt'],
  replication: ['crdt'],
  paxos: ['raft'],
};

/** What runs in a browser too. */
const pure = [
  'src/kernel',
  'src/words',
  'src/statistics',
  'src/trace',
  'src/world',
  'src/check',
  'src/lab',
  'src/draw',
  'src/debugger',
  'src/explore',
  'sims',
  'scenarios',
  'src/tools',
];

const upwards = floors.slice(0, -1).flatMap((floor, level) =>
  floor.map((folder) => ({
    name: `${folder} imports only from lower floors`,
    severity: 'error' as const,
    from: { path: `^${folder}/` },
    to: {
      path: floors
        .slice(level)
        .flat()
        .filter((other) => other !== folder)
        .map((other) => `^${other}/`),
    },
  })),
);

const { output } = await cruise(roots, {
  ruleSet: {
    forbidden: [
      ...upwards,
      {
        name: 'sims do not import one another',
        severity: 'error',
        from: {
          path: '^sims/([^/]+)/',
          pathNot: Object.keys(builtOn).map((sim) => `^sims/${sim}/`),
        },
        to: { path: '^sims/', pathNot: '^sims/$1/' },
      },
      {
        name: 'a sim imports those that it says it is built on, and no other',
        severity: 'error',
        from: { path: `^sims/(${Object.keys(builtOn).join('|')})/` },
        to: {
          path: '^sims/',
          pathNot: [
            '^sims/$1/',
            ...Object.values(builtOn)
              .flat()
              .map((sim) => `^sims/${sim}/`),
          ],
        },
      },
      {
        name: 'tools do not import one another, only what they all read with',
        severity: 'error',
        from: { path: '^src/tools/([^/]+)/' },
        to: { path: '^src/tools/', pathNot: '^src/tools/($1|input)/' },
      },
      {
        name: 'what runs in a browser needs nothing of Node',
        severity: 'error',
        from: { path: pure.map((folder) => `^${folder}/`) },
        to: { dependencyTypes: ['core'] },
      },
      { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
      // Templates name the package as it is installed.
      {
        name: 'no missing files',
        severity: 'error',
        from: { pathNot: '^src/package/templates/' },
        to: { couldNotResolve: true },
      },
    ],
  },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: ['node_modules'] },
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
});
const { summary, modules } = output as ICruiseResult;

const cruised = new Set(modules.map(({ source }) => source));
const files = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${root}/${name}`),
);
const missed = files.filter((file) => !cruised.has(file));

for (const { rule, from, to } of summary.violations) {
  process.stdout.write(`${rule.name}: ${from} -> ${to}\n`);
}
for (const file of missed) process.stdout.write(`not looked at: ${file}\n`);
process.stdout.write(`${files.length} files, ${summary.violations.length} in the wrong place\n`);
if (summary.violations.length > 0 || missed.length > 0 || files.length === 0) process.exitCode = 1;
