/**
 * Stages: a search goes on from where a goal is reached or a property broken, with its bounds anew, and tells
 * the whole story of what it finds.
 */
import { expect, test } from 'vitest';
import { openBounds, type Stage } from '../../src/check/exploration.ts';
import type { Model } from '../../src/explore/model.ts';
import { StagedSearch } from '../../src/explore/stages.ts';
import type { Actor } from '../../src/world/actor.ts';

/** Counts how often its timer runs out, and tells itself and another of it. */
interface Counting {
  ticks: number;
  echoes: number;
}

const counter: Actor<Counting, 'tick', 'tick', never> = {
  kind: 'counter',
  start(context) {
    context.setTimer('tick', 1);
    return { ticks: 0, echoes: 0 };
  },
  receive(state) {
    state.echoes += 1;
  },
  timeout(state, _timer, context) {
    state.ticks += 1;
    context.setTimer('tick', 1);
    context.send('a', 'tick');
    context.send('b', 'tick');
  },
};

const ofA = (state: unknown) => state as Counting;

const model: Model = {
  nodes: [
    { id: 'a', actor: counter },
    { id: 'b', actor: { ...counter, start: () => ({ ticks: 0, echoes: 0 }) } },
  ],
  bounds: { ...openBounds, timeouts: { tick: 2 } },
  properties: [2, 4].map((count) => ({
    id: `below-${count}`,
    says: `fewer than ${count} ticks`,
    of: 'node',
    check: ({ state }) => (ofA(state).ticks < count ? undefined : `${count} ticks`),
  })),
  goals: [{ id: 'ticked', says: 'a tick', holds: ({ nodes: [a] }) => ofA(a?.state).ticks > 0 }],
};

function searched(stages: readonly Stage[], stopAt?: string) {
  const search = new StagedSearch(model, { stages, stopAt });
  search.finish();
  return search;
}

const lengths = ({ breaches }: StagedSearch) =>
  breaches.map(({ property, story }) => [property, story.length]);

test('without stages the bounds end before the fourth tick', () => {
  expect(lengths(searched([]))).toEqual([['below-2', 2]]);
});

test('from where a property is broken to what comes of it', () => {
  const search = searched([{ goal: 'below-2', keepsMessages: true }], 'below-4');
  expect(search.awaited).toBeUndefined();
  expect(lengths(search)).toEqual([
    ['below-2', 2],
    ['below-4', 4],
  ]);
});

test('a property that holds is awaited, like a goal that is not reached', () => {
  const search = searched([{ goal: 'below-4', keepsMessages: true }]);
  expect(search.awaited).toBe('below-4');
  expect(search.report().ended).toBe('complete');
});

test.each([
  [true, ['a', 'b']],
  [false, ['a']],
])('messages kept: %s; what a node sends to itself is never lost', (keepsMessages, under) => {
  const { space, search } = searched([{ goal: 'ticked', keepsMessages }], 'below-2');
  const begins = space.state(search.rowOf(0));
  expect(begins.messages.map(({ to }) => to)).toEqual(under);
});
