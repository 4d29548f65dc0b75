/** Goal: the closed forms agree with counting by hand and with published figures. */
import { expect, test } from 'vitest';
import { overlapMs, renewalsUntilLost, splitShare } from '../../../sims/locks/formulas.ts';

/** All ways in which each node goes to one client, one by one. */
function splitShareByCounting(clients: number, nodes: number): number {
  let split = 0;
  for (let way = 0; way < clients ** nodes; way++) {
    const granted = new Array<number>(clients).fill(0);
    for (let node = 0, rest = way; node < nodes; node++, rest = Math.floor(rest / clients)) {
      granted[rest % clients] = (granted[rest % clients] ?? 0) + 1;
    }
    if (granted.every((count) => count <= nodes / 2)) split += 1;
  }
  return split / clients ** nodes;
}

test('two clients cannot split five nodes; three do in 90 of 243 ways', () => {
  expect(splitShare(2, 5)).toBe(0);
  expect(splitShare(3, 5)).toBeCloseTo(90 / 243, 12);
  expect(splitShare(10, 5)).toBeCloseTo(splitShareByCounting(10, 5), 12);
});

test.each([2, 3, 4, 5, 6])('%i clients, counted', (clients) => {
  for (const nodes of [1, 3, 5, 7]) {
    expect(splitShare(clients, nodes)).toBeCloseTo(splitShareByCounting(clients, nodes), 12);
  }
});

test('two losses in a row at a loss of one half take 6 renewals, with a variance of 22', () => {
  // The textbook case of two heads in a row.
  const { mean, deviation } = renewalsUntilLost(0.5, 2);
  expect(mean).toBeCloseTo(6, 12);
  expect(deviation ** 2).toBeCloseTo(22, 12);
  expect(renewalsUntilLost(0.3, 1).mean).toBeCloseTo(1 / 0.3, 12);
});

test('an overlap is the work beyond the lock, and no more than the work of the second', () => {
  expect(overlapMs(35, 30, 35)).toBe(5);
  expect(overlapMs(29, 30, 35)).toBe(0);
  expect(overlapMs(90, 30, 6)).toBe(6);
});
