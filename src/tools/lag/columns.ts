/** Names of columns, however they are spelt: `LOG-END-OFFSET`, `log_end_offset` and `logEndOffset` are one. */

export type Column =
  | 'timestamp'
  | 'date'
  | 'group'
  | 'topic'
  | 'partition'
  | 'committed'
  | 'logEnd'
  | 'lag'
  | 'consumer'
  | 'host'
  | 'client'
  | 'status';

const spellings: Readonly<Record<Column, readonly string[]>> = {
  timestamp: [
    ...['timestamp', 'time', 'ts', 'at', 'datetime', 'sampledat', 'sampletime', 'when', 'zeit'],
    ...['timestampms', 'tsms', 'timems', 'atms', 'timestamps', 'epoch', 'epochms', 'epochseconds'],
    ...['timestampsec', 'timestampseconds', 'unixtime', 'unixtimestamp', 'clock', 'collectedat'],
    ...['timeseconds', 'timesec', 'seconds', 'secs', 'uhrzeit', 'observedat', 'timeofday'],
    ...['timestampus', 'timestampns', 'timestampmicros', 'timestampnanos', 'localtime', 'timeutc'],
  ],
  date: ['date', 'day', 'datum', 'sampledate'],
  group: ['group', 'groupid', 'groupname', 'consumergroup', 'consumergroupid', 'cg'],
  topic: ['topic', 'topicname'],
  partition: ['partition', 'partitionid', 'partitionnumber', 'part'],
  committed: [
    ...['committed', 'committedoffset', 'currentoffset', 'current', 'offset', 'consumeroffset'],
    ...['currentoffsets', 'groupcommittedoffset'],
    ...['groupoffset', 'commitoffset', 'consumercommitted', 'consumercurrentoffset', 'position'],
    ...['consumergroupoffset', 'consumed', 'lastcommittedoffset', 'commit', 'committedoffsets'],
  ],
  logEnd: [
    ...['logend', 'logendoffset', 'leo', 'endoffset', 'end', 'latestoffset', 'latest', 'logsize'],
    ...['highwatermark', 'hw', 'hwm', 'headoffset', 'head', 'brokeroffset', 'partitionoffset'],
    ...['topicoffset', 'producedoffset', 'produced', 'logendoffsets', 'topicpartitionoffset'],
  ],
  lag: ['lag', 'currentlag', 'consumerlag', 'messagesbehind', 'offsetlag', 'lagrecords'],
  consumer: ['consumerid', 'memberid', 'consumer', 'member', 'owner', 'consumerinstance'],
  host: ['host', 'consumerhost', 'clienthost'],
  client: ['clientid', 'client'],
  status: [],
};

const known = new Map(
  Object.entries(spellings).flatMap(([column, names]) =>
    names.map((name) => [name, column as Column]),
  ),
);

/** The column that a heading stands for; undefined for one that is of no use here. */
export const columnNamed = (heading: string): Column | undefined => known.get(plain(heading));

const plain = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]/g, '');
