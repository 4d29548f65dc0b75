/** What queueing theory says of stations (Erlang 1917; Little 1961). `load` is arrival rate x service time. */
import { exp } from '../kernel/elementary.ts';

/** Erlang B: the share of arrivals that are turned away by `servers` without a queue. O(servers). */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that have to wait for one of `servers` (Kleinrock 1975, §3.4): all, at a load of `servers` and more. */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/**
 * P(stay > t), t in service times, of an M/M/c station with room for all: an exponential time, and with the
 * probability C before it an exponential wait of the rate c - load.
 */
export function stayTail(servers: number, load: number, t: number): number {
  const spare = servers - 1 - load;
  const waits = Math.abs(spare) < 1e-9 ? t : (1 - exp(-spare * t)) / spare;
  return Math.min(1, exp(-t) * (1 + erlangC(servers, load) * waits));
}
