/** What became of a mutant, and which kind of test found it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { must } from '../../src/kernel/must.ts';
import type { Outcome } from './crew.ts';
import type { Failure } from './judge.ts';
import { portableSchema } from './sample.ts';

/** From the cheapest kind of test to the dearest: they are asked in this order. */
export const kinds = ['unit', 'property', 'scenario', 'rule law'] as const;

export type Kind = (typeof kinds)[number];

export const verdictSchema = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('killed'),
    by: z.enum(kinds),
    /** The first test that failed, and what it said. */
    test: z.string(),
    message: z.string(),
  }),
  /** Given up at a limit of CPU seconds, or after long minutes without any: it counts as killed. */
  z.object({ verdict: z.literal('timed out'), limit: z.enum(['CPU', 'wall']), test: z.string() }),
  /** The process ended, as when it runs out of memory: it counts as killed. */
  z.object({ verdict: z.literal('crashed'), message: z.string() }),
  z.object({ verdict: z.literal('survived') }),
  /** No test of the wing reaches it: it survives without being run. */
  z.object({ verdict: z.literal('not covered') }),
  /** Its line is not in this version. */
  z.object({ verdict: z.literal('gone') }),
]);

export const verdicts: readonly string[] = verdictSchema.options.flatMap(
  ({ shape }) => shape.verdict.value,
);

export type Verdict = z.infer<typeof verdictSchema>;

export const judgedSchema = portableSchema.extend({
  /** In the version in which it was drawn. */
  line: z.number(),
  result: verdictSchema.optional(),
  /** Of its tests, without the processes that they start; undefined if they were cut short. */
  cpuSeconds: z.number().optional(),
});

export type Judged = z.infer<typeof judgedSchema>;

export function verdictOf(outcome: Outcome, project: string, wing: string): Verdict {
  switch (outcome.kind) {
    case 'silent':
      return { verdict: 'timed out', limit: 'CPU', test: outcome.file };
    case 'stuck':
      return { verdict: 'timed out', limit: 'wall', test: '' };
    case 'crashed':
      return { verdict: 'crashed', message: outcome.message };
    case 'done': {
      if (outcome.failure === undefined) return { verdict: 'survived' };
      const { file, names, message } = outcome.failure;
      return {
        verdict: 'killed',
        by: kindOf(outcome.failure, project, wing),
        test: [file, ...names].join(' > '),
        message: must(message.split('\n')[0], 'first line').slice(0, 200),
      };
    }
  }
}

/**
 * The kind of a failed test. The laws of rules and scenarios name what they hold in their first
 * `describe`; a property is known by what fast-check says when it fails.
 */
export function kindOf({ file, names, message }: Failure, project: string, wing: string): Kind {
  const [first = ''] = names;
  if (isRuleLaws(file)) return 'rule law';
  if (first.startsWith(`${wing}/`)) {
    const isScenario = existsSync(join(project, 'scenarios', `${first.split(' ')[0]}.ts`));
    return isScenario ? 'scenario' : 'rule law';
  }
  if (message.startsWith('Property failed')) return 'property';
  return isScenarioLaws(file) ? 'scenario' : 'unit';
}

/** The order in which the files of a wing are asked: laws last, because they cost most. */
export function rankOf(file: string): number {
  return isRuleLaws(file) ? 2 : isScenarioLaws(file) ? 1 : 0;
}

function isRuleLaws(file: string): boolean {
  return file.endsWith('/rules.test.ts');
}

function isScenarioLaws(file: string): boolean {
  return file.startsWith('test/scenarios/');
}
