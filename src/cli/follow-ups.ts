/** What is asked next, after an answer. */
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import type { Findable } from '../lab/find/find.ts';
import { type Part, subjectOf, wingOf } from './answer-subject.ts';

export interface FollowUp {
  readonly question: string;
  /** Without the program. */
  readonly command: string;
}

const followUpsMax = 2;

/** Of a question that asks several things, what speaks of those that these scenarios leave open. */
async function otherParts(parts: readonly Part[], ids: readonly string[]): Promise<Findable[]> {
  const best = parts.flatMap(({ found }) => found.find(asksSomething) ?? []);
  const subjects = await Promise.all(best.map(subjectOf));
  return best.filter(
    (_, place) => !subjects[place]?.answering.some(({ scenario }) => ids.includes(scenario)),
  );
}

const asksSomething = ({ kind }: Findable): boolean => kind === 'scenario' || kind === 'question';

/** What is asked next: the rest of the question, what else is said of the runs, then what is near. */
export async function followUps(
  best: Findable,
  ids: readonly string[],
  parts: readonly Part[],
  near: readonly Findable[],
): Promise<FollowUp[]> {
  const rest = await otherParts(parts, ids);
  const claims = ledger
    .filter(
      ({ id, scenario, verdict }) =>
        ids.includes(scenario) && id !== best.name && verdict !== 'confirmed',
    )
    .map(({ id, says }) => ({ question: `Is it true? ${says}`, command: `answer ${id}` }));
  const asIs = ({ name, text }: Findable): FollowUp => ({
    question: text,
    command: `answer ${name}`,
  });
  const wing = wingOf(ids[0] ?? '');
  const others = near.filter(({ kind, name }) => kind === 'scenario' && !ids.includes(name));
  const isOfWing = ({ name }: Findable) => wingOf(name) === wing;
  // A word in common may mean something else in another wing.
  const neighbours = [...others.filter(isOfWing), ...others.filter((one) => !isOfWing(one))].map(
    asIs,
  );
  const entries = catalogue.wings.find(({ id }) => id === wing)?.scenarios ?? [];
  const after = entries
    .slice(entries.findIndex(({ id }) => id === ids[0]) + 1)
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, asks }) => ({ question: asks, command: `answer ${id}` }));
  const all = [...rest.slice(0, 1).map(asIs), ...claims.slice(0, 1), ...neighbours, ...after];
  const seen = new Set<string>();
  return all
    .filter(({ command }) => !seen.has(command) && seen.add(command))
    .slice(0, followUpsMax);
}
