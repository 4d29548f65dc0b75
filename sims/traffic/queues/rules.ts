/** The rules of queues and pools. */

export const queueRules = {
  'clock-starts-at-arrival': {
    protects: 'littles-law',
    source: 'Little, A Proof for the Queuing Formula L = λW, Operations Research 1961',
    because: 'a time measured from the beginning of work says nothing of the wait before it',
  },
  'one-line-for-all': {
    protects: 'no-server-idles-while-work-waits',
    source: 'Kleinrock, Queueing Systems II 1976, §5.1 Resource sharing',
    because:
      'a request waits behind a long one in its own line while the server next to it is idle',
  },
  'line-is-bounded': {
    protects: 'line-has-an-end',
    source: 'Erlang, Solution of Some Problems in the Theory of Probabilities, 1917',
    because: 'under overload a line without a bound grows as long as the overload lasts',
  },
  'pool-waits-have-a-limit': {
    protects: 'waits-have-an-end',
    source: 'HikariCP documentation, connectionTimeout',
    because:
      'a request waits as long as the queue is, and its caller hears of the overload only after its own timeout',
  },
  'scale-the-busiest': {
    protects: 'servers-go-to-the-bottleneck',
    source:
      'Denning and Buzen, The Operational Analysis of Queueing Network Models, 1978, §Bottleneck',
    because: 'servers added anywhere but at the bottleneck wait for it with the others',
  },
  'one-pool-for-the-process': {
    protects: 'database-has-room',
    source: 'HikariCP documentation, About Pool Sizing',
    because: 'each pool opens its own connections, together more than the maximum of the database',
  },
  'release-at-commit': {
    protects: 'idle-clients-hold-nothing',
    source: 'PgBouncer documentation, pool_mode, transaction',
    because: 'a thinking client keeps a connection from one that has work for it',
  },
} as const;

type QueueRule = keyof typeof queueRules;
export type QueueRules = Readonly<Record<QueueRule, boolean>>;
