/**
 * Tokens: a short string that names a whole run, for sharing and replay.
 *
 *     lab2.<base64url of the run as JSON>.<check>
 *
 * It holds what makes the run (scenario, seed, the parameters that differ from their defaults, the
 * rules that are off, a plan if it is not the scenario's own, interventions), the version of the lab
 * that made it, and the digest, so that a replay can tell whether it is the same run. The check
 * catches a token that was cut off or mistyped. White space anywhere in it means nothing, because
 * mail programs fold long lines.
 */
import { Base64 } from 'js-base64';
import * as z from 'zod';
import { Digest } from '../trace/digest.ts';
import { planSchema } from '../world/plan.ts';
import { InputError } from './input-error.ts';
import { timedInterventionsSchema } from './intervention.ts';
import { OtherVersionError } from './other-version-error.ts';
import { parseParams } from './params.ts';
import type { RunOptions, RunResult } from './run.ts';
import type { AnyScenario } from './scenario.ts';
import { labVersion } from './version.ts';

export const runIdentitySchema = z.object({
  scenario: z.string(),
  /** The digest of the scenario's file, if it is one of the user's own. */
  file: z.string().optional(),
  seed: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  without: z.array(z.string()).default([]),
  plan: planSchema.optional(),
  interventions: timedInterventionsSchema.optional(),
  digest: z.string().optional(),
});

/** What makes a run, and what came of it. */
export type RunIdentity = z.infer<typeof runIdentitySchema>;

const prefix = 'lab2';

export function encodeToken(identity: RunIdentity): string {
  const body = Base64.encodeURI(JSON.stringify({ ...identity, version: labVersion }));
  return `${prefix}.${body}.${checkOf(body)}`;
}

/** A token of any version, whole or damaged. */
export function isToken(text: string): boolean {
  return /^\s*l\s*a\s*b\s*(\d\s*)+\./.test(text);
}

/**
 * The run that a token names. Throws InputError if it is not a whole token, and OtherVersionError if
 * another version of the lab made it.
 */
export function decodeToken(text: string): RunIdentity {
  const [first = '', body = '', ...checks] = text.replaceAll(/\s/g, '').split('.');
  if (!/^lab\d+$/.test(first)) throw damaged(prefix);
  if (first !== 'lab1' && first !== prefix) {
    throw new OtherVersionError(
      `This token begins with "${first}.", a form that this version of the lab, ${labVersion}, does not know: replay it with the version that made it.`,
    );
  }
  if (checks.length !== 1 || checks[0] !== checkOf(body)) throw damaged(first);
  if (first === 'lab1') throw otherVersion('This token', 'an early version of the lab (lab1)');
  const { version, ...run } = dataIn(body);
  requireThisVersion(version, 'This token');
  return parseIdentity(run, 'The token');
}

function dataIn(body: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(Base64.decode(body));
    if (typeof data === 'object' && data !== null) return { ...data };
  } catch {
    // Said below.
  }
  throw damaged(prefix);
}

/**
 * Throws OtherVersionError if it is the version of another lab, and InputError if it is none. `what`
 * is the subject of the error message.
 */
export function requireThisVersion(version: unknown, what: string): void {
  if (version === labVersion) return;
  // Only what a version can look like is repeated to the user.
  if (typeof version === 'string' && /^\d[\w.+-]{0,63}$/.test(version)) {
    throw otherVersion(what, `version ${version} of the lab`);
  }
  throw new InputError(`${what} does not say which version of the lab made it.`);
}

/** Throws OtherVersionError if the file of the scenario was changed since it was run. */
export function requireSameFile({ file }: RunIdentity, scenario: AnyScenario): void {
  if (file === undefined || file === scenario.file?.digest) return;
  throw new OtherVersionError(
    `${scenario.id} has changed since this run: the same seed may give another run now, so run it anew, or bring the file back as it was.`,
  );
}

function otherVersion(what: string, maker: string): OtherVersionError {
  return new OtherVersionError(
    `${what} was made by ${maker}, and this is version ${labVersion}: the same seed may give another run here, so replay it with the version that made it.`,
  );
}

function damaged(form: string): InputError {
  return new InputError(
    `This token is damaged: copy it whole, from "${form}." to the eight characters after the last point.`,
  );
}

/** Checks data that should name a run. `what` is the subject of the error message. */
export function parseIdentity(data: unknown, what: string): RunIdentity {
  const parsed = runIdentitySchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = innermost(parsed.error.issues);
  const where = issue?.path.join('.') ?? '';
  throw new InputError(
    `${what} does not name a run: ${where || 'it'} is wrong (${issue?.message}).`,
  );
}

/** The first issue; where nothing of a choice fits, the first of what comes nearest. */
function innermost(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [issue] = issues;
  if (issue?.code !== 'invalid_union') return issue;
  const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
  const inner = innermost(nearest ?? []);
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

function checkOf(body: string): string {
  const digest = new Digest();
  digest.text(body);
  return digest.hex().slice(0, 8);
}

interface CarriedOut {
  readonly scenario: AnyScenario;
  readonly options: RunOptions;
}

/**
 * Names a run that has been carried out, in as few words as possible: parameters at their defaults
 * are left out.
 */
export function identityOf({ scenario, options }: CarriedOut, result: RunResult): RunIdentity {
  const { seed, without = [], plan } = options;
  const { interventions } = result;
  return {
    scenario: scenario.id,
    ...(scenario.file === undefined ? {} : { file: scenario.file.digest }),
    seed,
    params: changedParams(scenario, result.params),
    without: [...without],
    ...(plan === undefined ? {} : { plan }),
    ...(interventions.length === 0 ? {} : { interventions }),
    digest: result.digest,
  };
}

function changedParams(scenario: AnyScenario, params: Readonly<Record<string, unknown>>) {
  const defaults = parseParams(scenario.params, {}) as Record<string, unknown>;
  const changed = Object.entries(params).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return Object.fromEntries(changed);
}
