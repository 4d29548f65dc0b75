/** What looks like lag, and cannot be judged: refused by its name, with what to use instead. */

interface Refused {
  readonly pattern: RegExp;
  readonly why: string;
}

const headers: readonly Refused[] = [
  {
    // GROUP  CONSUMER-ID  HOST  CLIENT-ID  #PARTITIONS
    pattern: /^\s*(GROUP\s+)?CONSUMER-ID\s.*#PARTITIONS\b/,
    why: 'it begins a table of --describe --members, which has no offsets: use --describe alone',
  },
  {
    // GROUP  COORDINATOR (ID)  ASSIGNMENT-STRATEGY  STATE  #MEMBERS
    pattern: /^\s*(GROUP\s+)?COORDINATOR \(ID\)\s.*\bSTATE\b/,
    why: 'it begins a table of --describe --state, which has no offsets: use --describe alone',
  },
  {
    // - cluster: lkc-1
    pattern: /^\s*- [\w-]+: /,
    why: 'it begins a list in YAML, which is not read: use --output json',
  },
];

/** Tables of Kafka 0.8 and 0.9, whose offsets were in ZooKeeper. */
const oldFormats: readonly Refused[] = [
  {
    pattern: /^\s*Group\s+Topic\s+Pid\s+Offset\s+logSize\s+Lag\s+Owner\s*$/i,
    why: 'This is what ConsumerOffsetChecker of Kafka 0.8 prints',
  },
  {
    pattern:
      /^\s*GROUP,\s+TOPIC,\s+PARTITION,\s+CURRENT OFFSET,\s+LOG END OFFSET,\s+LAG,\s+OWNER\s*$/,
    why: 'This is what kafka-consumer-groups of Kafka 0.9 prints',
  },
  {
    pattern: /kafka-consumer-groups(\.sh|\.bat)?\b.*--zookeeper\b/,
    why: 'This is what kafka-consumer-groups --zookeeper printed, before Kafka 2.0',
  },
  {
    pattern: /will only show information about consumers that use ZooKeeper/i,
    why: 'This is what kafka-consumer-groups --zookeeper printed, before Kafka 2.0',
  },
  {
    pattern: /ConsumerOffsetChecker\b/,
    why: 'This is what ConsumerOffsetChecker of Kafka 0.8 prints',
  },
];

/** Undefined for a line that does not begin a table of another kind. */
export const refusedHeader = (line: string): string | undefined =>
  headers.find(({ pattern }) => pattern.test(line))?.why;

/** A sentence; undefined for a line of a format that is still in use. */
export function refusedFormat(line: string): string | undefined {
  const why = oldFormats.find(({ pattern }) => pattern.test(line))?.why;
  return why === undefined
    ? undefined
    : `${why}: it is not read. Use kafka-consumer-groups --bootstrap-server … --describe of Kafka 0.10 or newer.`;
}
