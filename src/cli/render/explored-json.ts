/** What an exploration came to, as JSON. */

import type { Replay } from '../../explore/replay.ts';
import type { Step } from '../../explore/search.ts';
import { tokenOf } from '../../explore/story-token.ts';
import { stepInWords } from '../../explore/words.ts';
import { must } from '../../kernel/must.ts';
import { type Explored, isDone } from '../explored.ts';

export function exploredAsJson(explored: Explored) {
  const { model, search, report, replays, reachability } = explored;
  const {
    scenario,
    params,
    without,
    bounds,
    reach,
    properties = [],
    goals = [],
    clockRules,
  } = model;
  const words = (operation: object) =>
    scenario.operations?.inWords(operation) ?? JSON.stringify(operation);
  const { distinct, generated, depth, bytes } = report;
  const isComplete = isDone(explored);
  const told = (story: readonly Step[], replayed: Replay) => ({
    story: story.map((step) => {
      const [where, what] = stepInWords(step, words);
      return { where, what };
    }),
    ...('untimed' in replayed
      ? { untimed: replayed.untimed }
      : { token: tokenOf(model, replayed) }),
  });
  const breaches = search.breaches.map(({ property, message, story }) => ({
    property,
    message,
    ...told(story, must(replays.get(property), 'the replay of a breach')),
  }));
  const traps = reachability?.traps;
  return {
    schema: 'seedlab/explore/1',
    scenario: scenario.id,
    params,
    without,
    bounds: { ...bounds, reach },
    distinct,
    generated,
    depth,
    ended: report.ended,
    isComplete,
    awaits: search.awaited ?? null,
    bytes,
    properties: properties.map(({ id }) => ({
      id,
      verdict: breaches.some(({ property }) => property === id)
        ? 'broken'
        : isComplete
          ? 'holds'
          : 'open',
    })),
    goals: goals.map(({ id }) => ({ id, steps: search.reached.get(id)?.length ?? null })),
    // Every rule that depends on the clock, on or off.
    notJudged: clockRules,
    breaches,
    /** Undefined unless asked for and complete. */
    reachable: reachability && {
      goal: reachability.goal,
      fromEveryState: traps === undefined,
      ...(traps && { traps: traps.states, ...told(traps.story, traps.replayed) }),
    },
  };
}
