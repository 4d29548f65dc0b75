/** `lab answer <question, claim or words>`: what to say in an interview, from a run. */

import { catalogue } from '../../../scenarios/index.ts';
import { ledger } from '../../../scenarios/ledger.ts';
import { wrapped } from '../../draw/text.ts';
import { placesOfRules } from '../../host/source.ts';
import { must } from '../../kernel/must.ts';
import type { Killer, Wing } from '../../lab/catalogue.ts';
import { ledgerSeed, measuredInWords } from '../../lab/claim.ts';
import type { Findable } from '../../lab/find.ts';
import { run } from '../../lab/run.ts';
import { type CommandLine, withEventLimits } from '../command-line.ts';
import { type ExitStatus, statusOf } from '../exit-status.ts';
import { claimOf, everything, found, runOf } from '../finding.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom } from '../limits.ts';

interface AnswerFlags extends LimitFlags {
  readonly json: boolean;
}

interface RuleShown {
  readonly rule: string;
  readonly protects: string;
  readonly because: string;
  readonly lines: string | undefined;
}

export function register({ lab, io, done }: CommandLine): void {
  withEventLimits(lab.command('answer <words...>'))
    .description(
      'the answer to a question, from a run: figures, rule, what to say if asked further',
    )
    .option('--json', 'print the answer as JSON', false)
    .action(async (words: string[], flags: AnswerFlags) => done(await answer(words, flags, io)));
}

async function answer(
  words: readonly string[],
  flags: AnswerFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const limits = limitsFrom(flags, io);
  const results = found(words, await everything());
  const best = must(results[0], 'best result');
  const { scenario: id, rule } = await subjectOf(best);
  const wing = await catalogue.wing(id.split('/')[0] ?? '');
  const scenario = await catalogue.scenario(id);
  const { story, verdict, expectations } = run(scenario, { seed: ledgerSeed }, limits);
  const claim = best.kind === 'claim' ? claimOf(best.name) : undefined;
  const said = {
    question: scenario.asks,
    ...(claim === undefined
      ? {}
      : {
          claim: { id: claim.id, says: claim.says, verdict: claim.verdict, instead: claim.instead },
        }),
    answer: story,
    verdict,
    figures: expectations.map(({ text, measured }) => ({ text, measured })),
    rules: rulesShown(wing, id, rule),
    run: runOf({ scenario: id }),
    further: furtherOf(best, id, results),
  };
  if (flags.json) io.printJson(said);
  else print(said, io);
  return statusOf(verdict);
}

/** The scenario that answers, and the rule that was asked for. */
async function subjectOf({ kind, name }: Findable): Promise<{ scenario: string; rule?: string }> {
  if (kind === 'scenario') return { scenario: name };
  if (kind === 'claim') return { scenario: claimOf(name)?.scenario ?? '' };
  const [sim = '', rule = ''] = name.split('/');
  const { killers, scenarios } = await catalogue.wing(sim);
  return { scenario: scenarioOf(killers[rule]) ?? scenarios[0]?.id ?? '', rule };
}

function scenarioOf(killer: Killer | undefined): string | undefined {
  return killer !== undefined && 'scenario' in killer ? killer.scenario : undefined;
}

/** The rule that was asked for, or those that the scenario breaks without. */
function rulesShown({ sim, killers }: Wing, scenario: string, asked?: string): RuleShown[] {
  const place = placesOfRules(sim.id);
  const shown = sim.rules.ids.filter((rule) => scenarioOf(killers[rule]) === scenario);
  return (asked === undefined ? shown : [asked]).map((rule) => ({
    rule: `${sim.id}/${rule}`,
    protects: sim.rules.get(rule).protects,
    because: sim.rules.get(rule).because,
    lines: place(rule),
  }));
}

const furtherMax = 3;

/** What one is asked next: what else is said of the run, and what else the words find. */
function furtherOf(best: Findable, scenario: string, results: readonly Findable[]): string[] {
  const claims = ledger
    .filter((claim) => claim.scenario === scenario && claim.id !== best.name)
    .map(({ says, verdict, instead }) => `${says} ${verdict}${instead ? `: ${instead}` : '.'}`);
  const others = results
    .filter(({ kind, name }) => kind === 'scenario' && name !== scenario)
    .map(({ name, text }) => `${text} (${name})`);
  return [...claims, ...others].slice(0, furtherMax);
}

function print(
  said: {
    readonly question: string;
    readonly claim?: {
      readonly says: string;
      readonly verdict: string;
      readonly instead?: string | undefined;
    };
    readonly answer: string;
    readonly figures: readonly { readonly text: string; readonly measured: number | null }[];
    readonly rules: readonly RuleShown[];
    readonly run: string;
    readonly further: readonly string[];
  },
  { paint, print, program }: CommandIo,
): void {
  const { claim, figures, rules, further } = said;
  const title = claim === undefined ? said.question : `${claim.says} ${claim.verdict}.`;
  const instead = claim?.instead === undefined ? '' : `${claim.instead} `;
  const list = (head: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint.bold(head), ...lines.map((line) => wrapped(line, '  '))];
  const lines = [
    paint.bold(title),
    wrapped(`${instead}${said.answer}`, '  '),
    ...list('Figures', figures.map(measuredInWords)),
    ...list(
      'Rules',
      rules.map(({ rule, because, lines }) => `${rule}: ${because}${lines ? ` (${lines})` : ''}`),
    ),
    ...list('If asked further', further),
    '',
    `${program} ${said.run}`,
  ];
  print(`${lines.join('\n')}\n`);
}
