/** The assignors of a group, by their names in partition.assignment.strategy. */
import type { Assignor } from './assignment.ts';
import { rangeAssignor } from './range.ts';
import { roundRobinAssignor } from './round-robin.ts';
import { stickyAssignor } from './sticky.ts';

export const assignorNames = ['range', 'round-robin', 'sticky'] as const;

export const assignors: Readonly<Record<(typeof assignorNames)[number], Assignor>> = {
  range: rangeAssignor,
  'round-robin': roundRobinAssignor,
  sticky: stickyAssignor,
};
