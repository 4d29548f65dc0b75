/** The rules of clocks that are put right by others. */

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
    because:
      'a clock drifts between synchronisations: a bound that does not grow with their age is soon too small',
  },
  'shortest-round-trip': {
    protects: 'offset-within-filter',
    source: `${ntp} §10, Clock Filter Algorithm`,
    because: 'a message that waited in a queue on one way makes an estimate wrong by half of that',
  },
  'most-intervals-agree': {
    protects: 'time-in-interval',
    source: `${ntp} §11.2.1, Selection Algorithm`,
    because: 'one server that tells a wrong time pulls the mean of all with it',
  },
  'monotonic-for-durations': {
    protects: 'timeout-is-on-time',
    source: 'POSIX.1-2017, clock_gettime, CLOCK_MONOTONIC',
    because:
      'a timeout that looks at the time of day ends at once, or never, when that is put right',
  },
} as const;

type NtpRule = keyof typeof ntpRules;
export type NtpRules = Readonly<Record<NtpRule, boolean>>;
