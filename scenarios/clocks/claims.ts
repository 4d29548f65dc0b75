/** What is said of clocks, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const clocksClaims: Claims = {
  'num-ntp-skew-not-causal': {
    says: 'Clocks that NTP keeps within 1 to 10 ms, or 10 to 200 ms across sites, are too wrong to order causes and effects.',
    verdict: 'depends',
    instead:
      'On how long a message takes: one that takes longer than what the two clocks differ by is never stamped before its cause, and of the others all are. Lamport, vector and hybrid clocks stamp none so.',
  },
  'num-truetime-commit-wait': {
    says: 'TrueTime bounds the error of clocks to 1 to 7 ms, and Spanner waits it out at each commit.',
    verdict: 'confirmed',
    shownBy: 'clocks/external-consistency',
  },
  'q10-snowflake-unique': {
    says: 'Snowflake ids are unique without coordination, and sort by time.',
    verdict: 'depends',
    instead:
      'Unique if node ids are leased, which is coordination once for each start, and if a generator notices that its clock was put back, also across a restart. By time they sort only as far as the clocks of the generators agree.',
    shownBy: 'clocks/snowflake-id',
  },
  'q10-snowflake-base62-7': {
    says: 'A snowflake in base62 gives the short codes of seven characters.',
    verdict: 'refuted',
    instead:
      'It takes 11 characters: 10 end at 62^10 = 8.4e17, which Twitter’s ids passed in 2017 and Discord’s in 2021. Seven hold 41.7 bits, less than a snowflake’s time and node alone.',
  },
  'q10-bloom-with-snowflake': {
    says: 'Snowflake ids with a Bloom filter that checks for collisions.',
    verdict: 'refuted',
    instead:
      'Ids that are unique by construction leave the filter nothing to find, and its false positives turn good ids away. What makes duplicates is a clock that is put back, or a node id that is used twice: watch those.',
  },
};
