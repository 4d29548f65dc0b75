/** The exact probability that a group has too few machines. */
import { pow } from '../../../src/kernel/elementary.ts';
import type { Group } from './machines.ts';

/**
 * Sums over the number of machines that are up, zone by zone: the machines of a zone are binomial
 * if it is up, and all down otherwise. Exact for any size; O(machines²).
 */
export function quorumLost({ zones, needs }: Group, machineDown: number, zoneDown: number): number {
  let ways = [1];
  for (const machines of zones) {
    const ofZone = Array.from({ length: machines + 1 }, (_, up) => {
      const alive = (1 - zoneDown) * binomial(machines, up, 1 - machineDown);
      return alive + (up === 0 ? zoneDown : 0);
    });
    ways = convolved(ways, ofZone);
  }
  return ways.slice(0, needs).reduce((sum, probability) => sum + probability, 0);
}

function convolved(a: readonly number[], b: readonly number[]): number[] {
  const sums = Array.from({ length: a.length + b.length - 1 }, () => 0);
  for (const [i, x] of a.entries()) {
    for (const [j, y] of b.entries()) sums[i + j] = (sums[i + j] ?? 0) + x * y;
  }
  return sums;
}

function binomial(n: number, k: number, p: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways * pow(p, k) * pow(1 - p, n - k);
}
