/** Names of columns, however they are spelt: `LOG-END-OFFSET`, `log_end_offset` and `logEndOffset` are one. */

export type Column =
  | 'timestamp'
  | 'group'
  | 'topic'
  | 'partition'
  | 'committed'
  | 'logEnd'
  | 'lag'
  | 'consumer'
  | 'host'
  | 'client';

const spellings: Readonly<Record<Column, readonly string[]>> = {
  timestamp: [
    ...['timestamp', 'time', 'ts', 'at', 'date', 'datetime', 'sampledat', 'sampletime', 'when'],
    ...['timestampms', 'tsms', 'timems', 'atms', 'timestamps', 'epoch', 'epochms', 'epochseconds'],
    ...['timestampsec', 'timestampseconds', 'unixtime', 'unixtimestamp', 'clock', 'collectedat'],
    ...['timeseconds', 'timesec', 'seconds', 'secs'],
  ],
  group: ['group', 'groupid', 'groupname', 'consumergroup', 'consumergroupid', 'cg'],
  topic: ['topic', 'topicname'],
  partition: ['partition', 'partitionid', 'partitionnumber', 'part'],
  committed: [
    ...['committed', 'committedoffset', 'currentoffset', 'current', 'offset', 'consumeroffset'],
    ...['groupoffset', 'commitoffset', 'consumercommitted', 'consumercurrentoffset', 'position'],
    ...['consumergroupoffset', 'consumed', 'lastcommittedoffset', 'commit', 'committedoffsets'],
  ],
  logEnd: [
    ...['logend', 'logendoffset', 'leo', 'endoffset', 'end', 'latestoffset', 'latest', 'logsize'],
    ...['highwatermark', 'hw', 'hwm', 'headoffset', 'head', 'brokeroffset', 'partitionoffset'],
    ...['topicoffset', 'producedoffset', 'produced', 'logendoffsets', 'topicpartitionoffset'],
  ],
  lag: ['lag', 'currentlag', 'consumerlag', 'messagesbehind', 'totallag'],
  consumer: ['consumerid', 'memberid', 'consumer', 'member', 'owner', 'consumerinstance'],
  host: ['host', 'consumerhost', 'clienthost'],
  client: ['clientid', 'client'],
};

const known = new Map(
  Object.entries(spellings).flatMap(([column, names]) =>
    names.map((name) => [name, column as Column]),
  ),
);

/** The column that a heading stands for; undefined for one that is of no use here. */
export const columnNamed = (heading: string): Column | undefined => known.get(plain(heading));

const plain = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]/g, '');

/** How many ms a number under this heading counts for, where the heading says so. */
export function unitOf(heading: string): number | undefined {
  const name = heading.toLowerCase();
  if (/(^|[^a-z])(ms|millis|milliseconds)$|[a-z]Ms$/.test(name) || /Ms$/.test(heading)) return 1;
  if (/(^|[^a-z])(s|sec|secs|seconds)$/.test(name)) return 1000;
  return undefined;
}
