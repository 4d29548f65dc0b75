/**
 * The explorer beside a search that copies whole states and keeps their texts, over the same states: which
 * is checked first. All times are CPU times.
 */
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import type { Model } from '../../../src/explore/model.ts';
import { modelOf } from '../../../src/explore/of-scenario.ts';
import { keyOf } from '../../../src/explore/plain.ts';
import { Search } from '../../../src/explore/search.ts';
import { twoPhaseCommit } from '../../support/explored-models.ts';
import { type Figure, median } from '../measure.ts';
import { NaiveSearch } from '../naive-search.ts';

const rounds = 3;

function cpuMs(action: () => void): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Without what only one of them does. */
const bare = ({ ghost: _ghost, properties: _properties, goals: _goals, ...model }: Model): Model =>
  model;

const raft = (electionTimeout: number): Model =>
  bare(
    modelOf(randomFaults, {
      operations: [],
      bounds: { timeouts: { electionTimeout, batchTimeout: 0 } },
    }),
  );

function sameStates(model: Model, textOf: (value: unknown) => string): void {
  const naive = new NaiveSearch(model, textOf);
  while (naive.advance(1_000));
  const { distinct, generated } = new Search(model).finish();
  if (naive.seen.size !== distinct || naive.generated !== generated) {
    throw new Error(
      `${naive.seen.size} states of ${naive.generated} by copying, ${distinct} of ${generated} by the explorer`,
    );
  }
}

/** Generated states a CPU second of both, in turn: the slow one expands a part of the states. */
function compared(model: Model, textOf: (value: unknown) => string, naiveStates: number) {
  const rates: [explorer: number, naive: number][] = [];
  let bytes = 0;
  let distinct = 0;
  for (let round = 0; round < rounds; round++) {
    const search = new Search(model);
    const ms = cpuMs(() => search.finish());
    const naive = new NaiveSearch(model, textOf);
    const naiveMs = cpuMs(() => naive.advance(naiveStates));
    rates.push([search.generated / ms, naive.generated / naiveMs]);
    ({ bytes, distinct } = search.report());
  }
  const ratio = median(rates.map(([explorer, naive]) => explorer / naive));
  const [explorer, naive] = [0, 1].map((which) =>
    median(rates.map((rate) => rate[which] as number)),
  );
  return {
    ratio,
    explorer: explorer as number,
    naive: naive as number,
    bytes: bytes / distinct,
    distinct,
  };
}

/** With names in one order, since JSON texts tell orders apart. */
const commit = (resourceManagers: number): Model => ({
  ...bare(twoPhaseCommit(resourceManagers)),
  canonical: {
    state(state: { prepared?: object }) {
      if (state.prepared === undefined) return;
      state.prepared = Object.fromEntries(Object.entries(state.prepared).sort());
    },
  },
});

const thousands = (perMs: number): string => `${perMs.toFixed(0)}k`;

export const exploreFigures: Readonly<Record<string, () => Figure>> = {
  'explore/raft'() {
    sameStates(raft(1), keyOf);
    const { ratio, explorer, naive, bytes, distinct } = compared(raft(2), keyOf, 3_000);
    return {
      ratio,
      reference: 'a search that copies and hashes whole states',
      meaning: 'generated states a CPU second, three Raft servers and two election timeouts',
      detail: `${thousands(explorer)} against ${thousands(naive)} a second; ${bytes.toFixed(0)} bytes a distinct state for rows, parents and set together, ${distinct} states`,
      atLeast: 20,
    };
  },
  'explore/two-phase-commit'() {
    sameStates(commit(3), JSON.stringify);
    const { ratio, explorer, naive, bytes, distinct } = compared(commit(7), JSON.stringify, 10_000);
    return {
      ratio,
      reference: 'a search that keeps JSON texts of whole states',
      meaning: 'generated states a CPU second, two-phase commit with seven resource managers',
      detail: `${thousands(explorer)} against ${thousands(naive)} a second; ${bytes.toFixed(0)} bytes a distinct state for rows, parents and set together, ${distinct} states`,
      atLeast: 3,
    };
  },
};
