/** What is measured in a farm of queues. */
import { type FarmTotals, spans } from '../../sims/traffic/balancing/farm.ts';
import { pow } from '../../src/kernel/elementary.ts';

interface Farm {
  readonly hosts: number;
  readonly load: number;
  readonly until: number;
}

/** By Little's law from the mean number of requests in the farm, as a multiple of the mean work. */
export function meanTime({ areas }: FarmTotals, { hosts, load, until }: Farm): number {
  return areas.reduce((sum, area) => sum + area, 0) / (hosts * load * until);
}

/**
 * The standard deviation of that mean if requests choose among queues, which forget their state
 * within about one span.
 */
export function deviationOf({ areas }: FarmTotals, { hosts, load, until }: Farm): number {
  const mean = areas.reduce((sum, area) => sum + area, 0) / spans;
  const squares = areas.reduce((sum, area) => sum + pow(area - mean, 2), 0);
  return Math.sqrt((squares * spans) / (spans - 1)) / (hosts * load * until);
}
