/** The rules of clocks that are corrected by time servers. */

const ntp = 'RFC 5905';

export const ntpRules = {
  'slew-not-step': {
    protects: 'time-goes-forward',
    source: `${ntp} §11.3, Clock Discipline Algorithm`,
    because: 'a clock that is put back at once shows the same time twice',
  },
  'interval-contains-truth': {
    protects: 'time-in-interval',
    source: 'Corbett et al., Spanner, OSDI 2012, §3, bound from worst-case drift',
    because: 'the bound is soon too small, because a clock drifts between synchronisations',
  },
  'shortest-round-trip': {
    protects: 'offset-within-filter',
    source: `${ntp} §10, Clock Filter Algorithm`,
    because:
      'a message that waited in a queue on one way makes the estimate wrong by half of that wait',
  },
  'most-intervals-agree': {
    protects: 'time-in-interval',
    source: `${ntp} §11.2.1, Selection Algorithm`,
    because: 'one server with a wrong time pulls the mean of all servers with it',
  },
  'monotonic-for-durations': {
    protects: 'timeout-is-on-time',
    source: 'POSIX.1-2017, clock_gettime, CLOCK_MONOTONIC',
    because:
      'a timeout by the time of day ends at once, or never, when the time of day is corrected',
  },
} as const;

type NtpRule = keyof typeof ntpRules;
export type NtpRules = Readonly<Record<NtpRule, boolean>>;
