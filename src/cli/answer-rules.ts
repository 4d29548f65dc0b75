/** The rules that an answer names: with their lines, and what happened in a run without each. */
import { rollup } from 'd3-array';
import { catalogue } from '../../scenarios/index.ts';
import { placesOfRules } from '../host/source.ts';
import { rulesShownBy, type Wing } from '../lab/catalogue.ts';
import type { Findable } from '../lab/find/find.ts';
import { type Proof, proofOf } from '../lab/proof.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { commandFor } from './request.ts';

export interface AnswerRule {
  readonly rule: string;
  readonly protects: string;
  readonly because: string;
  /** `file:line` of where it stands. */
  readonly lines: string | undefined;
  /** What happened in a run without it; undefined if no run is known that needs it. */
  readonly without: string | undefined;
  /** That run, without the program; undefined also where a plan of its own makes it long. */
  readonly run: string | undefined;
}

/** What a run made of its rules. */
export interface RulesInRun {
  readonly scenario: AnyScenario;
  /** The rules that its notes name as what decided, as often as they do; empty if none did. */
  readonly decided: readonly string[];
  /** The rules whose line was reached. */
  readonly reached: ReadonlySet<string>;
}

const rulesMax = 2;
/** So far down the results a rule is what the words speak of. */
const spokenOfMax = 8;

/**
 * At most two: what the words speak of, then what was asked for; if there is neither, the rules that decided in the
 * runs, or that they reached.
 */
export async function rulesOf(
  performed: readonly RulesInRun[],
  asked: readonly string[],
  results: readonly Findable[],
): Promise<AnswerRule[]> {
  const wings = performed.map(({ scenario }) => `${scenario.sim.id}/`);
  // What the words speak of comes first, if it is a rule of these scenarios' wings.
  const spokenOf = results
    .slice(0, spokenOfMax)
    .filter(({ kind, name }) => kind === 'rule' && wings.some((wing) => name.startsWith(wing)))
    .map(({ name }) => name);
  const shown = [...new Set([...spokenOf, ...asked])];
  const chosen =
    [shown, performed.flatMap(decidingIn), performed.flatMap(reachedIn)].find(
      ({ length }) => length > 0,
    ) ?? [];
  return Promise.all(
    chosen.slice(0, rulesMax).map(async (name) => {
      const [sim = '', rule = ''] = name.split('/');
      return ruleOf(await catalogue.wing(sim), rule);
    }),
  );
}

/** The most frequent first. */
function decidingIn({ scenario, decided }: RulesInRun): string[] {
  const counts = rollup(
    decided.filter((rule) => rule !== ''),
    (rules) => rules.length,
    (rule) => rule,
  );
  return [...counts].sort(([, a], [, b]) => b - a).map(([rule]) => `${scenario.sim.id}/${rule}`);
}

const reachedIn = ({ scenario, reached }: RulesInRun): string[] =>
  [...reached].map((rule) => `${scenario.sim.id}/${rule}`);

/** What these scenarios fail without. */
export async function rulesOfAll(ids: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    ids.map(async (id) => {
      const wing = await catalogue.wing(id.split('/')[0] ?? '');
      return rulesShownBy(wing, id).map((rule) => `${wing.sim.id}/${rule}`);
    }),
  );
  // One of each scenario before the second of any.
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list[place] ?? []),
  ).flat();
}

async function ruleOf(wing: Wing, rule: string): Promise<AnswerRule> {
  const { sim } = wing;
  const { protects, because } = sim.rules.get(rule);
  const proof = await proofOf(catalogue, wing, rule);
  const without = proof.status === 'killed' ? proof.message : undefined;
  const lines = placesOfRules(sim.id)(rule);
  const name = `${sim.id}/${rule}`;
  return { rule: name, protects, because, lines, without, run: runWithout(rule, proof) };
}

function runWithout(rule: string, proof: Proof): string | undefined {
  if (proof.status !== 'killed' || proof.plan !== undefined) return undefined;
  const { scenario, seed, params } = proof;
  return commandFor('', { scenario, seed, params: { ...params }, without: [rule] }).trim();
}
