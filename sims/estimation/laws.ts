/** What an estimate is held to, once it is seen what comes. */
export const estimationLaws = {
  'capacity-covers-the-load': 'what was provisioned covers the load that comes',
  'queue-stays-short': 'requests wait no longer than was promised',
  'survivors-below-capacity': 'after the loss of a node the others can carry its load',
  'no-shard-over-capacity': 'no shard gets more than it was sized for',
  'database-below-capacity': 'what the cache lets through is no more than the database can do',
  'availability-as-promised': 'the system is up as often as was promised',
  'data-fits-the-disks': 'the data fits the disks that were bought',
  'link-not-overrun': 'no more bytes are sent than the link carries',
  'deadline-kept': 'as many requests are in time as were promised',
  'p99-is-a-p99': 'the P99 that is reported is exceeded by one request in a hundred',
} as const;

export type EstimationLaw = keyof typeof estimationLaws;
