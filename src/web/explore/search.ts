/** Tries every order of events in the page's worker. */

import { modelOf } from '../../explore/of-scenario.ts';
import { replay } from '../../explore/replay.ts';
import { StagedSearch } from '../../explore/stages.ts';
import { tokenOf } from '../../explore/story-token.ts';
import { parseRules } from '../../lab/catalogue.ts';
import { parseAssignments } from '../../lab/params.ts';
import { messageOf } from '../trouble.ts';
import { scenarioNamed } from '../wings.ts';

export interface SearchWanted {
  readonly scenario: string;
  readonly assignments: readonly string[];
  readonly without: readonly string[];
  readonly statesMax: number;
}

export interface FoundStory {
  readonly property: string;
  readonly message: string;
  readonly steps: number;
  /** Undefined if the order cannot be had in the timed world. */
  readonly token: string | undefined;
}

export type SearchNews =
  | { readonly kind: 'progress'; readonly distinct: number; readonly depth: number }
  | {
      readonly kind: 'over';
      readonly distinct: number;
      readonly generated: number;
      readonly depth: number;
      readonly ended: string;
      readonly found: readonly FoundStory[];
    }
  | { readonly kind: 'error'; readonly text: string };

const statesEachTurn = 5_000;

export async function search(data: SearchWanted, tell: (news: SearchNews) => void): Promise<void> {
  try {
    const scenario = await scenarioNamed(data.scenario);
    const rules = parseRules(scenario.sim.rules, data.without);
    const set =
      data.assignments.length === 0 ? {} : parseAssignments(scenario.params, data.assignments);
    const model = modelOf(scenario, { params: set, without: rules });
    const searched = new StagedSearch(model, {
      stopAt: true,
      limits: { statesMax: data.statesMax },
    });
    while (searched.advance(statesEachTurn)) {
      const { distinct, depth } = searched.report();
      tell({ kind: 'progress', distinct, depth });
    }
    const { distinct, generated, depth, ended } = searched.report();
    const found = searched.breaches.map((breach) => ({
      property: breach.property,
      message: breach.message,
      steps: breach.story.length,
      token: tokenOf(model, replay(model, breach)),
    }));
    tell({ kind: 'over', distinct, generated, depth, ended, found });
  } catch (error) {
    tell({ kind: 'error', text: messageOf(error) });
  }
}
