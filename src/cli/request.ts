/**
 * What the user asks to be run, from the words of the command line. Throws InputError for what
 * cannot be.
 */
import { shellWord } from '../draw/text.ts';
import type { Files } from '../host/files.ts';
import { type Catalogue, parseRules } from '../lab/catalogue.ts';
import { InputError } from '../lab/input-error.ts';
import { paramInText, parseAssignments, parseParams } from '../lab/params.ts';
import { type PlanFile, readPlan } from '../lab/plan-file.ts';
import type { RunOptions } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import {
  decodeToken,
  encodeToken,
  isToken,
  type RunIdentity,
  requireSameFile,
} from '../lab/token.ts';
import { inputLimits } from './limits.ts';
import {
  openSamples,
  type SampleFileFlags,
  type SampleFlags,
  type SampleIo,
  sampleFiles,
  withData,
} from './samples.ts';

export interface RunFlags extends SampleFlags {
  readonly seed?: string;
  readonly set: readonly string[];
  readonly without: readonly string[];
  /** The name of a file. */
  readonly plan?: string;
}

export interface RunRequest {
  readonly scenario: AnyScenario;
  readonly options: RunOptions;
}

/** The files that --plan, --set, --vary and --data name: inputs, which no output may overwrite. */
export function inputFiles(
  flags: Pick<RunFlags, 'plan'> & SampleFileFlags,
  files: Files,
): readonly string[] {
  const { plan } = flags;
  return [...(plan === undefined ? [] : [plan]), ...sampleFiles(flags, files)];
}

/** The plan of the file that --plan names, if there is one. Throws InputError. */
export async function planFrom(
  flags: Pick<RunFlags, 'plan' | 'inputMibMax'>,
  files: Files,
): Promise<PlanFile | undefined> {
  const { plan } = flags;
  if (plan === undefined) return undefined;
  return readPlan(plan, await files.readText(plan, inputLimits(flags)));
}

export async function requestFromFlags(
  catalogue: Catalogue,
  id: string,
  flags: RunFlags,
  io: SampleIo,
): Promise<RunRequest> {
  if (flags.data !== undefined && flags.data.length > 0) {
    throw new InputError('--data is for a token: name a file with --set name=@file.csv:column.');
  }
  const scenario = await catalogue.scenario(id);
  const { set, samples } = await openSamples(scenario.params, flags.set, flags, io);
  const params = parseAssignments(scenario.params, set, samples);
  const without = parseRules(scenario.sim.rules, flags.without);
  const seed = flags.seed ?? freshSeed();
  const planFile = await planFrom(flags, io.files);
  const options = { seed, params, without };
  return {
    scenario,
    options: planFile === undefined ? options : { ...options, plan: planFile.plan },
  };
}

/** The run that a scenario and its flags name, or a token by itself. */
export async function requestFromWords(
  catalogue: Catalogue,
  name: string,
  flags: RunFlags,
  io: SampleIo,
): Promise<RunRequest> {
  if (!isToken(name)) return requestFromFlags(catalogue, name, flags, io);
  const { seed, plan, set, without } = flags;
  if (seed !== undefined || plan !== undefined || set.length > 0 || without.length > 0) {
    throw new InputError(
      'A token names its seed, parameters, rules and plan already: leave them out.',
    );
  }
  return requestFromIdentity(catalogue, decodeToken(name), flags, io);
}

export async function requestFromIdentity(
  catalogue: Catalogue,
  identity: RunIdentity,
  flags: SampleFlags,
  io: SampleIo,
): Promise<RunRequest> {
  const scenario = await catalogue.scenario(identity.scenario);
  requireSameFile(identity, scenario);
  const params = parseParams(scenario.params, await withData(identity.params, flags, io));
  const without = parseRules(scenario.sim.rules, identity.without);
  const { seed, plan, interventions } = identity;
  return { scenario, options: { seed, params, without, plan, interventions } };
}

function freshSeed(): string {
  // Eight hexadecimal digits.
  return crypto.randomUUID().slice(0, 8);
}

/** The command that does a run again. */
export const commandFor = (program: string, identity: RunIdentity): string =>
  `${program} ${commandWords(identity)}`;

/**
 * That command without the program. A run with a plan of its own, or with interventions, has no shorter
 * name than its token.
 */
export function commandWords(identity: RunIdentity): string {
  const { scenario, seed, params, without, plan, interventions } = identity;
  if (plan !== undefined || interventions !== undefined) return `replay ${encodeToken(identity)}`;
  const words = [
    shellWord(scenario),
    '--seed',
    shellWord(seed),
    ...Object.entries(params).flatMap(([name, value]) => [
      '--set',
      shellWord(`${name}=${paramInText(value)}`),
    ]),
    ...without.flatMap((rule) => ['--without', ruleOf(scenario, rule)]),
  ];
  return `run ${words.join(' ')}`;
}

/** A rule as it is typed: with its sim, unless the scenario is a file, which has a single sim. */
export function ruleOf(scenario: string, rule: string): string {
  const [wing = '', name = ''] = scenario.split('/');
  return /^[\w-]+$/.test(wing) && !name.includes('.') ? `${wing}/${rule}` : rule;
}
