/** What is said of estimation, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const estimationClaims: Claims = {
  // Load.
  'top-qps-formula': {
    says: 'Requests a second are daily users times actions of each, divided by 86,400.',
    verdict: 'confirmed',
  },
  'est-qps-table': {
    says: 'With 10 actions a day 1 M, 10 M, 100 M and 1 B users make about 115, 1,150, 11,500 and 115,000 requests a second.',
    verdict: 'confirmed',
  },
  'est-peak-3x': {
    says: 'The peak is about three times the average, normally two to five times.',
    verdict: 'depends',
    instead:
      'On how a day’s load is spread: a sine never gets above 2, a day’s requests within 8 hours are 3, a tenth of them in the busiest hour is 2.4. Chance makes no such factor.',
  },
  // A URL shortener.
  'q10-record-150-bytes': {
    says: 'A record of a URL shortener takes about 150 bytes, rounded up to 200.',
    verdict: 'confirmed',
  },
  'q10-storage-chain': {
    says: '100 M records of 200 bytes a day are 20 GB a day, 600 GB a month, 7.3 TB a year, 22 TB with replicas and 110 TB in five years.',
    verdict: 'confirmed',
  },
  'q10-qps-reads': {
    says: 'That is 1,150 writes and, at 100 reads a write, 115,000 reads a second; 3,500 and 350,000 at the peak.',
    verdict: 'confirmed',
  },
  'q10-500-byte-url-5x': {
    says: 'URLs of 500 bytes instead of 100 multiply the storage by five.',
    verdict: 'refuted',
    instead:
      'By 3.9, from 139 to 539 bytes of fields; by 3 if the record was rounded up to 200. The other fields do not grow.',
  },
  'est-replication-3x': {
    says: 'Storage plans multiply by a replication factor of three and by three to five years.',
    verdict: 'confirmed',
  },
};
