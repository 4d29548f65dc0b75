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

/** Of what is found, that which asks something that these scenarios leave open. */
async function leftOpen(found: readonly Findable[], ids: readonly string[]): Promise<Findable[]> {
  const asking = found.filter(asksSomething);
  const subjects = await Promise.all(asking.map(subjectOf));
  return asking.filter(
    (_, place) => !subjects[place]?.answering.some(({ scenario }) => ids.includes(scenario)),
  );
}

const asksSomething = ({ kind }: Findable): boolean => kind === 'scenario' || kind === 'question';

const openMax = 5;

/** What is asked next: the rest of the question, what else speaks of it, what else is said of the runs, what is near. */
export async function followUps({
  best,
  ids,
  parts,
  results,
  near,
}: {
  readonly best: Findable;
  readonly ids: readonly string[];
  readonly parts: readonly Part[];
  readonly results: readonly Findable[];
  readonly near: readonly Findable[];
}): Promise<FollowUp[]> {
  const bestOfParts = parts.flatMap(({ found }) => found.find(asksSomething) ?? []);
  const rest = await leftOpen(bestOfParts, ids);
  const alike = await leftOpen(results.slice(1, openMax), ids);
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
  // A word in common may mean something else in another wing.
  const neighbours = near
    .filter(({ kind, name }) => kind === 'scenario' && !ids.includes(name))
    .filter(({ name }) => wingOf(name) === wing)
    .map(asIs);
  const entries = catalogue.wings.find(({ id }) => id === wing)?.scenarios ?? [];
  const after = entries
    .slice(entries.findIndex(({ id }) => id === ids[0]) + 1)
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, asks }) => ({ question: asks, command: `answer ${id}` }));
  const of = (found: readonly Findable[]) => found.slice(0, 1).map(asIs);
  const all = [...of(rest), ...of(alike), ...claims.slice(0, 1), ...neighbours, ...after];
  const seen = new Set<string>();
  return all
    .filter(({ command }) => !seen.has(command) && seen.add(command))
    .slice(0, followUpsMax);
}
