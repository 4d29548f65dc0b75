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
  'est-black-friday-8x': {
    says: 'At 60% of capacity and five times the load expected, eight times the capacity is needed.',
    verdict: 'refuted',
    instead:
      'Three times carries the load at 100%, and five times keeps servers at 60%. Eight is 5 / 0.6, which divides by the share that is used, and leaves servers 38% busy.',
  },
  'est-spike-multipliers': {
    says: 'Social networks and games see spikes of 5 to 10 times, and Black Friday 10 to 20.',
    verdict: 'depends',
    instead:
      'On the shop: the same source gives 3 to 10 for Black Friday two answers earlier. The multiple has to be measured; the capacity is load x multiple / utilisation whatever it is.',
  },
  'est-powers-of-two': {
    says: '2^10 to 2^50 are about a thousand to a quadrillion.',
    verdict: 'confirmed',
  },
  'est-seconds-constants': {
    says: 'A day has about 100,000 seconds, a month 2.5 million, a year 30 million.',
    verdict: 'confirmed',
  },
  // Availability.
  'nines-redundancy-improves': {
    says: 'Copies in several zones raise the availability.',
    verdict: 'depends',
    instead:
      'On what they share: two independent copies of 99% are 99.99%; with 5% of the failures in common they are 99.94%, and common causes are the ceiling.',
  },
};
