/** A search that found nothing, and how much it went through: what never happened is named. */

import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { parseAssignments } from '../../lab/params.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { coverable } from '../../lab/sweep/coverage.ts';
import { inPlace } from '../../lab/sweep/report.ts';
import { type Case, outcomes, type Tally } from '../../lab/sweep/tally.ts';
import type { Job } from '../../lab/sweep/work.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import type { CommandIo } from '../io.ts';

export interface Search {
  readonly scenario: AnyScenario;
  readonly job: Job;
  readonly tally: Tally;
  readonly isComplete: boolean;
  /** The rule that was hunted, where a run is known that needs it. */
  readonly knownRule: string | undefined;
}

export interface CoveredSection {
  readonly what: 'faults' | 'operations' | 'moves' | 'goals' | 'asked' | 'decided';
  readonly title: string;
  /** In how many runs each was seen. */
  readonly seen: readonly (readonly [name: string, runs: number])[];
  readonly never: readonly string[];
}

const titles = {
  faults: 'faults that struck',
  operations: 'operations that were carried out',
  moves: 'moves that charts made',
  goals: 'goals that were reached',
  asked: 'rules whose line was reached',
  decided: 'rules that decided an event',
} as const;

/** What runs went through, and what they could have gone through. */
export function coverageOf(
  scenario: AnyScenario,
  tally: Tally,
  { set, samples, planFile }: Pick<Job, 'set' | 'samples' | 'planFile'>,
): CoveredSection[] {
  const { coverage } = tally;
  const params = parseAssignments(scenario.params, set, samples);
  const possible = coverable(scenario, params, planFile?.plan);
  const goals = new Map(inPlace(tally.goals).map(([id, { good }]) => [id, good]));
  const section = (
    what: CoveredSection['what'],
    counts: ReadonlyMap<string, number>,
    all: readonly string[],
  ): CoveredSection => {
    const others = [...counts.keys()].filter((name) => !all.includes(name)).sort();
    const names = [...new Set([...all, ...others])];
    const seen = names.flatMap((name) => {
      const runs = counts.get(name) ?? 0;
      return runs === 0 ? [] : [[name, runs] as const];
    });
    const never = names.filter((name) => (counts.get(name) ?? 0) === 0);
    return { what, title: titles[what], seen, never };
  };
  return [
    section('faults', coverage.faults, possible.faults),
    section('operations', coverage.operations, possible.operations),
    section('moves', coverage.moves, possible.moves),
    section('goals', goals, [...goals.keys()]),
    section('asked', coverage.asked, possible.asked),
    section('decided', coverage.decided, possible.decided),
  ];
}

export function searchAsText(
  search: Search,
  commandFor: (run: Case) => string,
  { paint, program }: Pick<CommandIo, 'paint' | 'program'>,
): string {
  const { scenario, job, tally, isComplete, knownRule } = search;
  const { runs, coverage } = tally;
  const hunted = job.hunt?.property ?? 'any invariant, goal or expectation';
  const rows = [
    [paint.dim('hunted'), `a run that breaks ${hunted}`],
    [
      paint.dim('seeds'),
      `${job.seeds.text}${job.swarm ? ', each parameter drawn in half of the runs' : ''}`,
    ],
    [paint.dim('rules off'), job.without.length === 0 ? 'none' : job.without.join(' ')],
  ];
  const sections = coverageOf(scenario, tally, job).filter(
    ({ seen, never }) => seen.length + never.length > 0,
  );
  return [
    paint.bold(scenario.id),
    wrapped(scenario.asks),
    '',
    ...columns(rows),
    '',
    ...sections.flatMap(({ title, seen, never }) => [
      `${paint.bold(title)}  ${paint.dim(`in how many of ${counted(coverage.runs, 'run')}`)}`,
      ...columns(
        seen.map(([name, count]) => [inDigits(count), name]),
        '  ',
      ),
      ...(never.length === 0 ? [] : [`  ${paint.yellow('never')}  ${never.join(', ')}`]),
      '',
    ]),
    ...lostLines(tally, commandFor, paint),
    `${paint.bold('NOTHING FOUND')}  in ${counted(runs, 'run')}${isComplete ? '' : '; stopped before every seed was run'}`,
    ...(knownRule === undefined
      ? []
      : [`A run that needs the rule is known: ${program} describe ${knownRule}`]),
  ].join('\n');
}

/** Runs that broke nothing that was hunted, but did not pass either. */
function lostLines(tally: Tally, commandFor: (run: Case) => string, paint: Paint): string[] {
  const lines = outcomes.flatMap((outcome) => {
    const count = tally.outcomes[outcome];
    const [first] = tally.cases.filter((run) => run.outcome === outcome);
    if (first === undefined) return [];
    return [
      `  ${paint.red(outcome)}  ${inDigits(count)}, first seed ${first.seed}: ${first.why}`,
      `    ${commandFor(first)}`,
    ];
  });
  return lines.length === 0 ? [] : [paint.bold('not passed'), ...lines, ''];
}
