/** Scenarios in files of the user's own: found by their paths, loaded, and looked at before they are run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Killers, OwnScenario, OwnScenarios } from '../lab/catalogue.ts';
import { InputError } from '../lab/input-error.ts';
import type { parsePlan } from '../lab/plan-file.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { Digest } from '../trace/digest.ts';
import { failure, inputName } from './failure.ts';
import { resolveEntries } from './resolve-entries.ts';
import { isBuilt } from './source.ts';

/** By paths from a folder. */
export function ownScenarios(folder: string): OwnScenarios {
  const files = new Map<string, { readonly digest: string; readonly own: Promise<OwnScenario> }>();
  return {
    isPath: isScriptPath,
    fileNamed(name) {
      const files = ['mjs', 'ts'].map((ending) => resolve(folder, `${name}.${ending}`));
      const file = files.find((file) => existsSync(file));
      return file && nameOf(file, folder);
    },
    async load(path) {
      const file = resolve(folder, path);
      const name = nameOf(file, folder);
      requireFile(file, name);
      const digest = digestOf(file, name);
      const known = files.get(file);
      // A worker lives longer than a version of the file.
      if (known?.digest === digest) return known.own;
      const own = load(file, name, digest);
      files.set(file, { digest, own });
      return own;
    },
    placeOf(error) {
      const stack = error instanceof Error ? (error.stack ?? '') : '';
      for (const file of files.keys()) {
        const line = lineIn(file, stack);
        if (line !== undefined) return `${nameOf(file, folder)}:${line}`;
      }
      return undefined;
    },
  };
}

const isScriptPath = (name: string): boolean => /[^/\\]\.[cm]?[jt]s$/.test(name);

/** As it would be typed in the folder; files that are elsewhere go by their whole paths. */
function nameOf(file: string, folder: string): string {
  const way = relative(folder, file);
  if (way.startsWith('..') || isAbsolute(way)) return file;
  return `./${way.split(sep).join('/')}`;
}

function requireFile(file: string, name: string): void {
  if (existsSync(file)) return;
  throw new InputError(`There is no file ${inputName(name)}.`, {
    says: 'Write a first scenario with',
    words: `new ${/([\w-]+)\.\w+$/.exec(name)?.[1] ?? 'my-outage'}`,
  });
}

async function load(file: string, name: string, digest: string): Promise<OwnScenario> {
  if (/\.[cm]?ts$/.test(file)) requireTypeScript(`${name} is TypeScript`);
  resolveEntries();
  const module = await imported(file, name, digest);
  const scenario = module['default'];
  requireScenario(scenario, name);
  // Commands that read no file start sooner without the schemas of plans.
  const { parsePlan } = await import('../lab/plan-file.ts');
  return {
    scenario: {
      ...withCheckedPlan(scenario, name, parsePlan),
      id: name,
      file: { path: file, digest },
    },
    killers: killersIn(module['killers'], name),
  };
}

function digestOf(file: string, name: string): string {
  const digest = new Digest();
  try {
    digest.text(readFileSync(file, 'utf8'));
  } catch (error) {
    throw failure(name, 'read', error);
  }
  return digest.hex();
}

/** Runs of the same file, unless they name another scenario. Throws InputError. */
function killersIn(value: unknown, name: string): Killers {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) {
    throw new InputError(`The killers of ${name} must be an object, a run for each rule.`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([rule, killer]) => [rule, { scenario: name, ...killer }]),
  );
}

/** Throws InputError if this program does not run TypeScript: a newer Node does, and so does tsx in the repository. */
export function requireTypeScript(subject: string): void {
  // Types of Node 20 do not know it; where it is known, it is false if it was switched off.
  const runs: unknown = Reflect.get(process.features, 'typescript');
  if (!isBuilt || (runs !== undefined && runs !== false)) return;
  throw new InputError(
    `${subject}, which Node ${process.versions.node} does not run: use Node 22.18 or later, or JavaScript with types in comments.`,
  );
}

/** A file that has changed has another address, because Node loads each address once. */
async function imported(
  file: string,
  name: string,
  digest: string,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(`${pathToFileURL(file).href}?text=${digest}`);
  } catch (error) {
    const { message = String(error) } = error as Partial<Error>;
    const line = lineOf(error, file);
    const place = line === undefined ? name : `${name}:${line}`;
    const [what = ''] = message.split('\n');
    throw new InputError(`${place} cannot be loaded: ${what.replace(/\.$/, '')}.`);
  }
}

/** Of a syntax error Node tells the line only when it prints it. */
function lineOf(error: unknown, file: string): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const line = lineIn(file, stack);
  if (line !== undefined || !(error instanceof SyntaxError)) return line;
  try {
    execFileSync(process.execPath, ['--check', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (failed) {
    return lineIn(file, String((failed as { readonly stderr?: unknown }).stderr ?? ''));
  }
  return undefined;
}

/** The first line of the file that a stack mentions. */
function lineIn(file: string, stack: string): number | undefined {
  const places = stack.replaceAll(/\?text=[0-9a-f]+:/g, ':');
  for (const name of [pathToFileURL(file).href, file]) {
    const at = places.indexOf(`${name}:`);
    const line = at === -1 ? Number.NaN : Number.parseInt(places.slice(at + name.length + 1), 10);
    if (!Number.isNaN(line)) return line;
  }
  return undefined;
}

/** Plans of the lab's own scenarios are held by their types; nothing holds those of a file. */
function withCheckedPlan(
  scenario: AnyScenario,
  name: string,
  parse: typeof parsePlan,
): AnyScenario {
  const { plan } = scenario;
  if (plan === undefined) return scenario;
  return {
    ...scenario,
    plan: (params, random) => parse(`the plan in ${name}`, plan(params, random)),
  };
}

/** What every scenario has, and of what type: see `Scenario`. */
const fields: readonly (readonly [name: keyof AnyScenario, type: string])[] = [
  ['asks', 'a text'],
  ['sim', 'an object'],
  ['claims', 'an array'],
  ['params', 'an object'],
  ['durationMs', 'a function'],
  ['build', 'a function'],
  ['invariants', 'an array'],
  ['goals', 'a function'],
  ['metrics', 'an object'],
  ['expect', 'a function'],
  ['tells', 'a function'],
];

const simFields = [
  ['id', 'a text'],
  ['title', 'a text'],
  ['about', 'a text'],
  ['sources', 'an array'],
  ['rules', 'an object'],
  ['invariants', 'an array'],
  ['files', 'an array'],
  ['notes', 'an object'],
  ['arrowText', 'a function'],
] as const;

function requireScenario(value: unknown, name: string): asserts value is AnyScenario {
  if (typeof value !== 'object' || value === null) {
    throw new InputError(
      `${name} has no scenario: it must end with export default scenario({ … }).`,
    );
  }
  requireFields(value, fields, `The scenario in ${name}`);
  const { sim, params } = value as AnyScenario;
  requireFields(sim, simFields, `The sim of ${name}`);
  if (!('ids' in sim.rules && 'without' in sim.rules)) {
    throw new InputError(`The sim of ${name} has rules that defineRules did not make.`);
  }
  if (!('shape' in params && 'safeParse' in params)) {
    throw new InputError(`The scenario in ${name} has params that are not z.object({ … }).`);
  }
}

function requireFields(
  value: object,
  wanted: readonly (readonly [name: string, type: string])[],
  what: string,
): void {
  for (const [name, type] of wanted) {
    const field: unknown = Reflect.get(value, name);
    if (typeOf(field) === type) continue;
    const has = field === undefined ? `has no ${name}` : `has ${typeOf(field)} for ${name}`;
    throw new InputError(`${what} ${has}: it must be ${type}.`);
  }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value === null) return 'null';
  const type = typeof value;
  if (type === 'string') return 'a text';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
