/**
 * `--config judge.json`: what is to be told apart, and how often the judge may be wrong. Every field
 * may be left out. Throws InputError.
 */
import { z } from 'zod';
import { defaultDesign } from '../../../sims/canary/judge/design.ts';
import type { OwnDesign } from '../../../sims/canary/judge/judge-metrics.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import type { Reading } from './metrics-file.ts';

const share = z.number().gt(0).lt(1);

const schema = z.strictObject({
  alpha: share.default(defaultDesign.alpha),
  power: z.number().min(0.5).lt(1).default(defaultDesign.power),
  errorRateThreshold: share.default(defaultDesign.errorRateThreshold),
  latencyThreshold: z.number().positive().default(defaultDesign.latencyThreshold),
  tailQuantile: share.default(defaultDesign.tailQuantile),
  tailThreshold: z.number().gt(1).default(defaultDesign.tailThreshold),
  minimumSample: z.int().min(2).default(defaultDesign.minimumSample),
  ratioAlpha: z.number().min(0).lt(1).default(defaultDesign.ratioAlpha),
  /** Of all observations, what the canary should have. */
  expectedShare: share.optional(),
  /** The metrics of which a fall is the harm. */
  harmIsDecrease: z.array(z.string()).default([]),
  /** Leave NaN out; otherwise it is refused. */
  nanStrategy: z.literal('remove').optional(),
});

export interface JudgeConfig {
  readonly design: OwnDesign;
  readonly reading: Reading;
}

export function judgeConfigFrom(text: string): JudgeConfig {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new InputError(`The configuration is not JSON: ${(error as Error).message}.`);
  }
  const names = Object.keys(schema.shape);
  const unknown = Object.keys((data ?? {}) as object).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw unknownChoice('setting', unknown, names, `It takes: ${names.join(', ')}.`);
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The configuration: ${issue?.path.join('.') || 'it'} is wrong (${issue?.message}).`,
    );
  }
  const { harmIsDecrease, nanStrategy, ...design } = parsed.data;
  const harm = (metric: string) => (harmIsDecrease.includes(metric) ? 'decrease' : 'increase');
  return { design: { ...design, harm }, reading: { nanStrategy } };
}
