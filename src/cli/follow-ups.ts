/** What is asked next, after an answer. */
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import type { Findable } from '../lab/find/find.ts';
import { asksSomething, isAmong, type Part, subjectOf, wingOf } from './answer-subject.ts';

export interface FollowUp {
  readonly question: string;
  /** Without the program. */
  readonly command: string;
}

const followUpsMax = 2;

/** Of what is found, that which asks something of which these scenarios answer nothing, or not all. */
async function leftOpen(
  found: readonly Findable[],
  ids: readonly string[],
  how: 'every' | 'some',
): Promise<Findable[]> {
  const asking = found.filter(asksSomething);
  const subjects = await Promise.all(asking.map(subjectOf));
  return asking.filter((_, place) =>
    subjects[place]?.answering[how](({ scenario }) => !ids.includes(scenario)),
  );
}

const openMax = 4;

/** What is asked next: the rest of the question, what else speaks of it, what else is said of the runs, what comes after. */
export async function followUps({
  best,
  ids,
  parts,
  results,
}: {
  readonly best: Findable;
  readonly ids: readonly string[];
  readonly parts: readonly Part[];
  readonly results: readonly Findable[];
}): Promise<FollowUp[]> {
  const bestOfParts = parts.flatMap(({ found }) => found.find(asksSomething) ?? []);
  const rest = await leftOpen(bestOfParts, ids, 'every');
  // A word in common may mean something else in another wing.
  const near = results.slice(1, openMax).filter(isAmong([best]));
  const alike = await leftOpen(near, ids, 'some');
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
  const entries = catalogue.wings.find(({ id }) => id === wing)?.scenarios ?? [];
  const place = entries.findIndex(({ id }) => id === ids[0]);
  const after = [...entries.slice(place + 1), ...entries.slice(0, place)]
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, asks }) => ({ question: asks, command: `answer ${id}` }));
  const of = (found: readonly Findable[]) => found.slice(0, 1).map(asIs);
  const all = [...of(rest), ...of(alike), ...claims.slice(0, 1), ...after];
  const seen = new Set<string>();
  return all
    .filter(({ command }) => !seen.has(command) && seen.add(command))
    .slice(0, followUpsMax);
}
