/** What queueing theory says of stations (Erlang 1917; Little 1961). `load` is arrival rate x service time. */

/** Erlang B: the share of arrivals that are turned away by `servers` without a queue. O(servers). */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that have to wait for one of `servers`. For load < servers. */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}
