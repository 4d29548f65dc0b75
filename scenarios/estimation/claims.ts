/** What people say about estimation, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const estimationClaims: Claims = {
  // Load.
  'top-qps-formula': {
    says: 'Requests a second are daily users times actions per user, divided by 86,400.',
    verdict: 'confirmed',
  },
  'est-qps-table': {
    says: 'With 10 actions a day, 1 M, 10 M, 100 M and 1 B users make about 115, 1,150, 11,500 and 115,000 requests a second.',
    verdict: 'confirmed',
  },
  'est-peak-3x': {
    says: 'The peak is about three times the average, and usually two to five times.',
    verdict: 'depends',
    instead:
      'It depends on how a day’s load is spread: a sine never exceeds 2, a day’s requests within 8 hours give 3, a tenth of them in the busiest hour gives 2.4. Chance alone gives no such factor.',
  },
  // A URL shortener.
  'q10-record-150-bytes': {
    says: 'A URL shortener’s record takes about 150 bytes, rounded up to 200.',
    verdict: 'confirmed',
  },
  'q10-storage-chain': {
    says: '100 M records of 200 bytes a day are 20 GB a day, 600 GB a month, 7.3 TB a year, 22 TB with replicas and 110 TB in five years.',
    verdict: 'confirmed',
  },
  'q10-qps-reads': {
    says: 'That is 1,150 writes and, at 100 reads per write, 115,000 reads a second; 3,500 and 350,000 at the peak.',
    verdict: 'confirmed',
  },
  'q10-500-byte-url-5x': {
    says: 'URLs of 500 bytes instead of 100 multiply the storage by five.',
    verdict: 'refuted',
    instead:
      'By 3.9, from 139 to 539 bytes of fields, or by 3 if the record was rounded up to 200: the other fields do not grow.',
  },
  'est-replication-3x': {
    says: 'Storage plans multiply by a replication factor of three and by three to five years.',
    verdict: 'confirmed',
  },
  'est-black-friday-8x': {
    says: 'At 60% of capacity and with five times the load expected, eight times the capacity is needed.',
    verdict: 'refuted',
    instead:
      'Three times carries the load at 100%, and five times keeps servers at 60%. Eight is 5 / 0.6, which divides by today’s utilisation instead of the target, and leaves servers 38% busy.',
  },
  'est-spike-multipliers': {
    says: 'Social networks and games see spikes of 5 to 10 times, and Black Friday 10 to 20.',
    verdict: 'depends',
    instead:
      'It depends on the shop: the same source gives 3 to 10 for Black Friday two answers earlier. The multiple has to be measured; the capacity is load x multiple / utilisation in any case.',
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
    says: 'Copies in several zones raise availability.',
    verdict: 'depends',
    instead:
      'It depends on what they share: two independent copies of 99% reach 99.99%; with 5% of the failures in common they reach 99.94%. Common causes are the ceiling.',
  },
  'est-chat-storage': {
    says: 'A billion messages of 200 bytes a day are 200 GB, 600 GB on three replicas, 219 TB a year, and 73 to 110 TB if text compresses two to three times.',
    verdict: 'confirmed',
  },
  'top-deps-multiply-downtime': {
    says: 'Every dependency on the critical path multiplies the downtime.',
    verdict: 'refuted',
    instead:
      'Availabilities multiply, and downtimes nearly add: three dependencies of 99.9% are down three times as long as one.',
  },
  'nines-two-deps-99-8': {
    says: 'Two services of 99.9% in a chain are up 99.8% of the time at best.',
    verdict: 'confirmed',
  },
  'nines-three-deps-99-7': {
    says: 'Three services of 99.9% in a chain are up 99.7% of the time.',
    verdict: 'confirmed',
  },
  'nines-9999-on-999-is-999': {
    says: 'A service of 99.99% on a database of 99.9% is up 99.9% of the time.',
    verdict: 'refuted',
    instead:
      'It is up 99.89%, the product, if every request needs the database; 99.9% is only an upper bound.',
  },
  'nines-cache-restores-9999': {
    says: 'A cache in front of a database of 99.9% restores 99.99%.',
    verdict: 'depends',
    instead:
      'It depends on the hit ratio: 90% of hits give 99.98%, 99% give 99.989%; only a cache that answers everything restores 99.99%.',
  },
  'nines-graceful-degradation': {
    says: 'Returning an old answer instead of an error raises availability.',
    verdict: 'confirmed',
  },
  'nines-table': {
    says: 'There is a table of downtimes per year, month and week for two to six nines.',
    verdict: 'confirmed',
  },
  'top-four-nines-52min': {
    says: '99.99% allows 52 minutes of outage a year.',
    verdict: 'confirmed',
  },
  'nines-budget-30-of-52': {
    says: 'After 30 of a yearly budget of 52 minutes about 22 are left.',
    verdict: 'confirmed',
  },
  'nines-90pct-budget-in-q1': {
    says: 'A quarter that spends 90% of a yearly budget calls for a freeze.',
    verdict: 'confirmed',
  },
  'nines-five-nines-needs-automation': {
    says: 'Five nines are out of reach with a person in the recovery.',
    verdict: 'depends',
    instead:
      'It depends on how often it fails: half an hour per failure fits five nines with at most 0.175 failures a year, one in 5.7 years.',
  },
  'lat-tcp-handshake-1-5-rtt': {
    says: 'A TCP handshake delays the client by 1.5 round trips.',
    verdict: 'refuted',
    instead:
      'By one: the client sends its request together with the third segment. After 1.5 round trips the server has received that segment.',
  },
  'lat-tls-handshake-250ms': {
    says: 'A TLS handshake costs 250 ms and one or two round trips.',
    verdict: 'refuted',
    instead:
      'It costs round trips, not milliseconds: at 150 ms, one of TLS 1.3 is 150 ms and two of TLS 1.2 are 300; within a datacentre they are 0.5 to 1 ms.',
  },
  'lat-tls12-two-tls13-one': {
    says: 'TLS 1.2 needs two round trips before data, TLS 1.3 one, and resumption with early data none.',
    verdict: 'confirmed',
  },
  'lat-150ms-rtt-vs-200ms-sla': {
    says: 'A round trip of 150 ms does not fit a deadline of 200 ms unless servers or data are near the user.',
    verdict: 'depends',
    instead:
      'It depends on the connection: a kept one takes 150 ms and leaves 50 ms for the work; a new one takes 450 to 600 ms before any work.',
  },
  'lat-speed-of-light-floor': {
    says: 'No engineering beats the speed of light between two regions.',
    verdict: 'confirmed',
  },
  'q1-total-440': {
    says: 'A cold miss across continents takes about 440 ms.',
    verdict: 'refuted',
    instead:
      'It takes 515 ms with TLS 1.3 and 665 with TLS 1.2: the 225 ms in the sum are TCP alone, by the same text, and one round trip is 150.',
  },
  'q1-tcp-225-cross': {
    says: 'TCP across continents takes about 225 ms.',
    verdict: 'refuted',
    instead:
      'It takes 150 ms, one round trip, until the client can send; 225 ms is when the server has received the third segment.',
  },
  'q1-hit-path-3ms': {
    says: 'A hit in a datacentre takes about 3 ms.',
    verdict: 'confirmed',
  },
  'q1-pooling-amortises': {
    says: 'Kept connections and resumed sessions spread the cost of handshakes over many requests.',
    verdict: 'confirmed',
  },
  'top-ram-ssd-thousandfold': {
    says: 'RAM is about a thousand times faster than an SSD.',
    verdict: 'confirmed',
  },
  'top-ssd-hdd-hundredfold': {
    says: 'An SSD is about a hundred times faster than a hard disk.',
    verdict: 'confirmed',
  },
  'lat-l2-14x-l1': {
    says: 'An L2 hit costs 14 times an L1 hit.',
    verdict: 'confirmed',
  },
  'lat-ram-200x-l1': {
    says: 'RAM costs 200 times an L1 hit.',
    verdict: 'confirmed',
  },
  'lat-ssd-1500x-ram': {
    says: 'A random SSD read costs 1,500 times a RAM read.',
    verdict: 'confirmed',
  },
  'lat-dc-vs-cross-300x': {
    says: 'A round trip within a datacentre is 300 times faster than one across continents.',
    verdict: 'confirmed',
  },
  'q1-ram-network-million': {
    says: 'The network across continents is a million times slower than RAM.',
    verdict: 'confirmed',
  },
  'lat-ram-1mb-3us': {
    says: '1 MB of RAM is read in 3 µs.',
    verdict: 'refuted',
    instead: 'That would be 333 GB/s. One core reads 10 to 20 GB/s, which takes 50 to 100 µs.',
  },
  'lat-ssd-1mb-1ms': {
    says: '1 MB of an SSD is read in 1 ms.',
    verdict: 'depends',
    instead:
      'It depends on the device: 1 ms means 1 GB/s, and the same source has NVMe at 3 GB/s, which takes 0.33 ms.',
  },
  'lat-hdd-1mb-20ms': {
    says: '1 MB of a hard disk is read in 20 ms.',
    verdict: 'refuted',
    instead: 'That would be 50 MB/s. A disk of 200 MB/s takes 5 ms, or 15 with a seek.',
  },
  'lat-sequential-disk-beats-random-ram': {
    says: 'A sequential NVMe read at 3 GB/s can be faster than random RAM access.',
    verdict: 'depends',
    instead:
      'It depends on the loads in flight: one at a time, RAM gives 0.64 GB/s; ten at a time, 6.4 GB/s.',
  },
  'q7-sequential-faster-than-random-ram': {
    says: 'Disks that read in order are often faster than RAM that is read at random.',
    verdict: 'depends',
    instead:
      'It depends on the disk and on the loads in flight: a hard disk of 200 MB/s is three times slower than RAM with one load at a time, 0.64 GB/s; an SSD of 1 GB/s is faster, but not than ten loads at a time.',
  },
  'mesh-latency-1-3ms': {
    says: 'Each mesh hop adds 1 to 3 ms.',
    verdict: 'depends',
    instead:
      'It depends on what a hop is: a call passes two proxies. Means add; percentiles do not.',
  },
  'mesh-sidecar-40mb': {
    says: 'An Envoy sidecar takes about 40 MB.',
    verdict: 'depends',
    instead:
      'It depends on version and configuration: Istio’s own load test of 1.24 has 60 MB, and two answers of the same source have 40 to 100 MB.',
  },
  'q17-mesh-5-15ms': {
    says: 'Five hops add 5 to 15 ms, and 200 sidecars take 8 to 20 GB.',
    verdict: 'confirmed',
  },
  'q16-cross-az-1-2ms': {
    says: 'Each call to another zone adds 1 to 2 ms.',
    verdict: 'confirmed',
  },
  'q10-62-7-codes': {
    says: 'Seven base62 characters give 3.5 trillion codes, 96 years at 100 M a day.',
    verdict: 'confirmed',
  },
  'q10-birthday-1-87m': {
    says: 'Random codes of seven characters first collide after about √N = 1.87 million codes.',
    verdict: 'refuted',
    instead:
      'After 2.35 million on average, √(πN/2), and 2.21 million at even odds; at √N the probability is 39%. It takes half an hour in any case.',
  },
  'q10-bloom-36-5b-few-gb': {
    says: 'A Bloom filter for 36.5 billion URLs takes a few GB.',
    verdict: 'refuted',
    instead:
      'It takes 43.7 GB at 1% false positives and 21.9 GB at 10%; in 4 GB 68% of the look-ups are wrong.',
  },
  'cx-amortised-growth-p99': {
    says: 'The copying of a growing array shows in the P99.',
    verdict: 'refuted',
    instead:
      'A doubling array copies itself 17 times in a million appends, 0.0017%, which shows only from P99.998 on.',
  },
  'cx-arraylist-doubles': {
    says: 'A Java ArrayList doubles when it is full.',
    verdict: 'refuted',
    instead:
      'It grows by half: 29 times up to a million instead of 17. That is less than three copied items per append, so appends are still O(1) on average.',
  },
  'cx-classes': {
    says: 'Hash look-ups are O(1), binary search O(log n), sorting O(n log n), all pairs O(n²).',
    verdict: 'confirmed',
  },
  'cx-pair-sum-hash': {
    says: 'A hash map makes a pair sum linear instead of quadratic.',
    verdict: 'confirmed',
  },
  'cx-nlogn-lower-bound': {
    says: 'No sort by comparison beats n log n.',
    verdict: 'confirmed',
  },
  'cx-quadratic-1m-minutes-100m-days': {
    says: 'A quadratic batch takes minutes for a million records and days for a hundred million.',
    verdict: 'refuted',
    instead:
      'A hundred times the data is 10,000 times the work: 17 minutes become 116 days, which is months.',
  },
  'q11-4x-headroom': {
    says: 'Going from 4 to 16 processors gives four times the headroom.',
    verdict: 'depends',
    instead:
      'It depends on the serial share: with 3% of it the throughput is three times as high, at 27% utilisation instead of 20%.',
  },
  'est-llm-30k-per-day': {
    says: 'A million calls a day at $0.03 per 1,000 tokens cost $30,000.',
    verdict: 'depends',
    instead: 'Only with exactly 1,000 tokens per call, a number that the claim does not state.',
  },
  'deploy-outage-cost-500k': {
    says: 'Three minutes of outage at 10 M requests a minute may cost more than $500,000.',
    verdict: 'depends',
    instead: 'It depends on the value of a request: with 30 million failures that is $0.0167 each.',
  },
};
