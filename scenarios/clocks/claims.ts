/** What is said of clocks, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const clocksClaims: Claims = {
  'num-truetime-commit-wait': {
    says: 'TrueTime bounds the error of clocks to 1 to 7 ms, and Spanner waits it out at each commit.',
    verdict: 'confirmed',
    shownBy: 'clocks/commit-wait',
  },
  'q10-snowflake-unique': {
    says: 'Snowflake ids are unique without coordination, and sort by time.',
    verdict: 'depends',
    instead:
      'Unique if node ids are leased, which is coordination once for each start, and if a generator notices that its clock was put back, also across a restart. By time they sort only as far as the clocks of the generators agree.',
    shownBy: 'clocks/snowflake-fleet',
  },
};
