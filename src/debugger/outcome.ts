/** What a run came to, in lines: the answer first, then what decided it. */

import { expectationInWords } from '../check/figures.ts';
import { columns, wrapped } from '../draw/text.ts';
import { run } from '../lab/run.ts';
import type { Playback } from '../lab/session.ts';
import { inTime } from '../words/units.ts';

const width = 78;

/** The verdict takes the whole run, with what is checked only at its end. O(events). */
export function outcomeLines({ scenario, session }: Playback): string[] {
  const { at, untilMs, ...options } = session;
  const { verdict, story, invariants, goals, expectations } = run(scenario, options);
  const rows = [
    ...invariants.flatMap(({ id, violations: [violation] }) =>
      violation === undefined ? [] : [['BROKEN', `${id}: ${violation.message}`]],
    ),
    ...invariants.flatMap(({ id, unknown }) =>
      unknown === undefined ? [] : [['unknown', `${id}: ${unknown}`]],
    ),
    ...goals.map(({ id, reached, violated, atMs, says }) => {
      if (reached) return ['reached', `${id}, at ${inTime(atMs ?? 0, 6)}`];
      return [violated ? 'BROKEN' : 'open', `${id}, never: ${says}`];
    }),
    ...expectations.map((report) => {
      const { holds } = report;
      const mark = holds === null ? 'unknown' : holds ? 'ok' : 'BROKEN';
      return [mark, expectationInWords(report)];
    }),
  ];
  const kept = invariants.filter((one) => one.violations.length === 0).length;
  return [
    `The run is over. Verdict: ${verdict}.`,
    '',
    ...wrapped(scenario.asks, '', width).split('\n'),
    ...wrapped(story, '', width).split('\n'),
    '',
    ...columns([['holds', `${kept} of ${invariants.length} invariants`], ...rows]),
  ];
}
