/** What is said of functions and of the limits of AWS, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const serverlessClaims: Claims = {
  'aws-lambda-concurrency-1000': {
    says: 'An account has 1,000 concurrent executions by default: 5,000 requests a second of 200 ms.',
    verdict: 'confirmed',
  },
  'aws-lambda-burst-500-3000': {
    says: 'A burst of 500 to 3,000 executions, by region, may start at once, and no more.',
    verdict: 'refuted',
    instead:
      'Since November 2023 each function may start 1,000 in 10 s, refilled all the time and not saved up, in every region: of 3,000 at once 2,000 are throttled.',
  },
  'aws-lambda-cold-starts': {
    says: 'A cold start takes 50 to 100 ms in Go and Rust, 100 to 300 ms in Python and Node, 3 to 10 s in Java.',
    verdict: 'depends',
    instead:
      'On the application: a function that does nothing starts in 14 ms in Rust, 42 in Go, 86 in Python, 139 in Node and 277 in Java 21 (published, 2024 and 2026). Seconds are frameworks.',
  },
  'aws-s3-multipart-10000': {
    says: 'An object of 5 TB comes in at most 10,000 parts, of at least 500 MB.',
    verdict: 'confirmed',
  },
  'aws-s3-small-ia-objects': {
    says: 'Objects below 128 KB are dearer in Infrequent Access than in Standard.',
    verdict: 'refuted',
    instead:
      'Below 69.6 KB, which is 128 KB x $0.0125 / $0.023: larger ones are cheaper in spite of the minimum charge.',
  },
  'aws-rds-failover-60-120': {
    says: 'A database in several zones fails over in 60 to 120 seconds.',
    verdict: 'depends',
    instead:
      'On the budget: 99.99% leaves room for 26 failovers of two minutes a year, 99.999% for two or three.',
  },
};
