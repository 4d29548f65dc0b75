/**
 * Tokens: a short string that names a whole run, for sharing and replay.
 *
 *     lab1.<base64url of the run as JSON>.<check>
 *
 * It holds what makes the run (scenario, seed, the parameters that differ from their defaults, the
 * rules that are off, a plan if it is not the scenario's own, what was done by hand) and the digest
 * that came of it, so that a replay can tell whether it is the same. The check catches a token that
 * was cut off or mistyped.
 */
import { Base64 } from 'js-base64';
import { z } from 'zod';
import { Digest } from '../trace/digest.ts';
import { planSchema } from '../world/plan.ts';
import { InputError } from './input-error.ts';
import { timedInterventionsSchema } from './intervention.ts';

export const runIdentitySchema = z.object({
  scenario: z.string(),
  seed: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  without: z.array(z.string()).default([]),
  plan: planSchema.optional(),
  interventions: timedInterventionsSchema.optional(),
  digest: z.string().optional(),
});

/** What makes a run, and what came of it. */
export type RunIdentity = z.infer<typeof runIdentitySchema>;

const prefix = 'lab1';

export function encodeToken(identity: RunIdentity): string {
  const body = Base64.encodeURI(JSON.stringify(identity));
  return `${prefix}.${body}.${checkOf(body)}`;
}

export function isToken(text: string): boolean {
  return text.startsWith(`${prefix}.`);
}

/** Throws InputError for what is not a whole token. */
export function decodeToken(token: string): RunIdentity {
  const [first, body = '', check] = token.trim().split('.');
  if (first !== prefix || check !== checkOf(body)) {
    throw new InputError(
      `This token is damaged: copy it whole, from "${prefix}." to the eight characters after the last point.`,
    );
  }
  return parseIdentity(JSON.parse(Base64.decode(body)), 'The token');
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
