/** How available a service is whose machines fail independently. */
import { pow } from '../../../src/kernel/elementary.ts';

/** A balancer and at least one of its hosts are up. */
export const siteAvailability = (host: number, hosts: number, balancer: number): number =>
  balancer * (1 - pow(1 - host, hosts));

/**
 * The standard deviation of a measured availability. A machine forgets its state as exp(-t /
 * (repair time x its availability)), and several machines together forget no more slowly: the
 * variance is at most 2 A (1 - A) x that time / the observed time. `repairMs` may be too long.
 */
export const availabilityDeviation = (
  availability: number,
  { repairMs, untilMs }: { repairMs: number; untilMs: number },
): number => Math.sqrt((2 * availability * (1 - availability) * repairMs) / untilMs);
