/** The laws of an estimate, compared with the simulation. */
export const estimationLaws = {
  'capacity-covers-the-load': 'the provisioned capacity covers the load that arrives',
  'queue-stays-short': 'requests wait no longer than promised',
  'survivors-below-capacity': 'after the loss of a node the others can carry its load',
  'no-shard-over-capacity':
    'a shard is sized for the most popular key and an even share of the others, at least',
  'database-below-capacity':
    'the reads that the cache lets through do not exceed the database’s capacity',
  'availability-as-promised': 'the system is up as often as promised',
  'data-fits-the-disks': 'the data fits on the disks that were bought',
  'link-not-overrun': 'no more bytes are sent than the link carries',
  'deadline-kept': 'as many requests are in time as promised',
  'p99-is-a-p99': 'one request in a hundred exceeds the reported P99',
} as const;

export type EstimationLaw = keyof typeof estimationLaws;
