/** What people say about clocks, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const clocksClaims: Claims = {
  'num-ntp-skew-not-causal': {
    says: 'Clocks that NTP keeps within 1 to 10 ms, or 10 to 200 ms across sites, are too inaccurate to order causes and effects.',
    verdict: 'depends',
    instead:
      'It depends on the message delay: a message that takes longer than the two clocks differ is never stamped before its cause, and every faster one is. Lamport, vector and hybrid clocks never stamp a message before its cause.',
  },
  'num-truetime-commit-wait': {
    says: 'TrueTime bounds the clock error to 1 to 7 ms, and Spanner waits it out at each commit.',
    verdict: 'confirmed',
    shownBy: 'clocks/external-consistency',
  },
  'q10-snowflake-unique': {
    says: 'Snowflake ids are unique without coordination, and sort by time.',
    verdict: 'depends',
    instead:
      'They are unique if node ids are leased, which is coordination once per start, and if a generator notices that its clock was put back, even across a restart. They sort by time only as far as the generators’ clocks agree.',
    shownBy: 'clocks/snowflake-id',
  },
  'q10-pregenerated-unique': {
    says: 'Keys from a pool that was made beforehand are unique without checks.',
    verdict: 'depends',
    instead:
      'They are if the pool’s disk has a batch as taken before it is handed out. A pool that reads a batch and marks it afterwards gives it to two servers. A restart wastes keys and doubles none.',
  },
  'q10-snowflake-base62-7': {
    says: 'A snowflake in base62 gives short codes of seven characters.',
    verdict: 'refuted',
    instead:
      'It takes 11 characters: 10 end at 62^10 = 8.4e17, which Twitter’s ids passed in 2017 and Discord’s in 2021. Seven characters hold 41.7 bits, less than a snowflake’s time and node alone.',
  },
  'q10-bloom-with-snowflake': {
    says: 'Use snowflake ids with a Bloom filter that checks for collisions.',
    verdict: 'refuted',
    instead:
      'Ids that are unique by construction leave nothing for the filter to find, and its false positives reject good ids. Duplicates come from a clock that is put back or a node id that is used twice: watch for those.',
  },
};
