/** The scenarios of Raft, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const raftWing: WingEntry = {
  id: 'raft',
  title: 'Raft: elections, the replicated log, clients, membership',
  scenarios: [
    {
      id: 'raft/leader-crash',
      asks: 'How long is a Raft cluster without a leader after its leader dies?',
      load: () => import('./leader-crash.ts'),
    },
    {
      id: 'raft/first-election',
      asks: 'How does a newly started Raft cluster get its first leader, and how soon?',
      load: () => import('./first-election.ts'),
    },
    {
      id: 'raft/split-vote',
      asks: 'Why are Raft’s election timeouts random?',
      load: () => import('./split-vote.ts'),
    },
    {
      id: 'raft/split-vote-odds',
      asks: 'How likely is a split vote, given the spread of the timeouts and the latency?',
      load: () => import('./split-vote-odds.ts'),
    },
    {
      id: 'raft/figure-16',
      asks: 'How much randomness do election timeouts need, and how short can they be?',
      load: () => import('./figure-16.ts'),
    },
    {
      id: 'raft/availsim',
      asks: 'How long does it take to elect a leader across a continent?',
      load: () => import('./availsim.ts'),
    },
    {
      id: 'raft/minority-partition',
      asks: 'A leader is cut off with a minority of the servers. Can it stay in charge?',
      load: () => import('./minority-partition.ts'),
    },
    {
      id: 'raft/lost-vote',
      asks: 'Why must a Raft server write its term and its vote to disk before it answers?',
      load: () => import('./lost-vote.ts'),
    },
    {
      id: 'raft/lost-ballot',
      asks: 'A candidate asks for votes while it is still writing its own ballot. When may it start to lead?',
      load: () => import('./lost-ballot.ts'),
    },
    {
      id: 'raft/late-votes',
      asks: 'A candidate crashes and stands again in the same term. Do the votes for its first candidacy count?',
      load: () => import('./late-votes.ts'),
    },
    {
      id: 'raft/stale-log',
      asks: 'Can a server that misses a committed entry be elected?',
      load: () => import('./stale-log.ts'),
    },
    {
      id: 'raft/deaf-leader',
      asks: 'A deposed leader can send, but hears nothing. Can it keep the others leaderless?',
      load: () => import('./deaf-leader.ts'),
    },
    {
      id: 'raft/hung-disk',
      asks: 'A leader’s disk hangs while its heartbeats continue. Do clients or followers notice?',
      load: () => import('./hung-disk.ts'),
    },
    {
      id: 'raft/random-faults',
      asks: 'Do random crashes, partitions, bad disks and late messages ever break an election?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'raft/storm',
      asks: 'Do crashes, partitions, bad disks and late messages ever lose or garble what clients were told?',
      load: () => import('./storm.ts'),
    },
    {
      id: 'raft/figure-8',
      asks: 'An entry of an earlier term is on a majority of the servers. Is it committed?',
      load: () => import('./figure-8.ts'),
    },
    {
      id: 'raft/figure-7',
      asks: 'Logs have diverged in every possible way. How does a new leader repair them?',
      load: () => import('./figure-7.ts'),
    },
    {
      id: 'raft/stale-tail',
      asks: 'A follower has entries that its leader never had. How far may a heartbeat make it apply them?',
      load: () => import('./stale-tail.ts'),
    },
    {
      id: 'raft/longer-log',
      asks: 'A follower’s log is longer than its leader’s. Does it count as a copy?',
      load: () => import('./longer-log.ts'),
    },
    {
      id: 'raft/late-answer',
      asks: 'A leader gets answers to messages that it sent two terms ago. May it count them?',
      load: () => import('./late-answer.ts'),
    },
    {
      id: 'raft/deposed-mid-batch',
      asks: 'A leader collects requests before it appends them, and is deposed in the meantime. What happens to the requests?',
      load: () => import('./deposed-mid-batch.ts'),
    },
    {
      id: 'raft/lost-entry',
      asks: 'When may a server acknowledge an entry: when it has it, or when it is on its disk?',
      load: () => import('./lost-entry.ts'),
    },
    {
      id: 'raft/stored-late',
      asks: 'A disk reports late that it has written up to an index. Which entry does that acknowledge?',
      load: () => import('./stored-late.ts'),
    },
    {
      id: 'raft/torn-record',
      asks: 'A server crashes while it writes a record, and half of it is on the disk. Does the server have the entry?',
      load: () => import('./torn-record.ts'),
    },
    {
      id: 'raft/new-leader-read',
      asks: 'A leader has just been elected. How may it answer a read?',
      load: () => import('./new-leader-read.ts'),
    },
    {
      id: 'raft/deposed-leader-read',
      asks: 'A leader was deposed and does not know it. How does it answer a read?',
      load: () => import('./deposed-leader-read.ts'),
    },
    {
      id: 'raft/stale-confirmation',
      asks: 'A leader reads by ReadIndex. Which answers confirm that it still leads?',
      load: () => import('./stale-confirmation.ts'),
    },
    {
      id: 'raft/follower-read',
      asks: 'The leader has told a follower how far the log is committed. May the follower answer a read?',
      load: () => import('./follower-read.ts'),
    },
    {
      id: 'raft/lease-start',
      asks: 'When does a leader’s lease start: with its heartbeat, or with the answer to it?',
      load: () => import('./lease-start.ts'),
    },
    {
      id: 'raft/lease-transfer',
      asks: 'A leader transfers leadership before its lease is over. May it go on answering reads?',
      load: () => import('./lease-transfer.ts'),
    },
    {
      id: 'raft/retried-request',
      asks: 'The answer to a request is lost, and the client sends the request again. Is it executed twice?',
      load: () => import('./retried-request.ts'),
    },
    {
      id: 'raft/isolated-leader',
      asks: 'A leader loses touch with the other servers, but not with its clients. How long do they wait?',
      load: () => import('./isolated-leader.ts'),
    },
    {
      id: 'raft/rejoining-server',
      asks: 'A server was cut off for a while and comes back. Does the leader survive its return?',
      load: () => import('./rejoining-server.ts'),
    },
    {
      id: 'raft/half-broken-link',
      asks: 'The link between the leader and one follower breaks; all other links work. Does the cluster cope?',
      load: () => import('./half-broken-link.ts'),
    },
    {
      id: 'raft/one-follower-leader',
      asks: 'A leader is left with one follower of three. Do the others get a leader that works?',
      load: () => import('./one-follower-leader.ts'),
    },
    {
      id: 'raft/pre-vote-deadlock',
      asks: 'One server has the later term, the other the longer log. Can they elect a leader?',
      load: () => import('./pre-vote-deadlock.ts'),
    },
    {
      id: 'raft/disruptive-server',
      asks: 'A server was removed from the cluster and does not know it. What harm does it do?',
      load: () => import('./disruptive-server.ts'),
    },
    {
      id: 'raft/transfer-to-laggard',
      asks: 'The leader is asked to transfer leadership to a server whose log is behind. Does that server become leader?',
      load: () => import('./transfer-to-laggard.ts'),
    },
    {
      id: 'raft/transfer-to-dead',
      asks: 'The leader is asked to transfer leadership to a server that is down. Does it accept requests again?',
      load: () => import('./transfer-to-dead.ts'),
    },
    {
      id: 'raft/figure-10',
      asks: 'A cluster grows from three servers to five. Why not let each server switch to the new configuration at once?',
      load: () => import('./figure-10.ts'),
    },
    {
      id: 'raft/late-configuration',
      asks: 'When does a server start to use a new configuration: when it has it, or when it is committed?',
      load: () => import('./late-configuration.ts'),
    },
    {
      id: 'raft/two-changes',
      asks: 'May a leader start a change of membership before the previous one is committed?',
      load: () => import('./two-changes.ts'),
    },
    {
      id: 'raft/several-at-once',
      asks: 'Servers are added without a joint configuration. Why only one at a time?',
      load: () => import('./several-at-once.ts'),
    },
    {
      id: 'raft/single-server-bug',
      asks: 'A new leader changes the membership at once. What was wrong with that, until 2015?',
      load: () => import('./single-server-bug.ts'),
    },
    {
      id: 'raft/truncated-change',
      asks: 'A change of membership is truncated from the log. Which configuration counts then?',
      load: () => import('./truncated-change.ts'),
    },
    {
      id: 'raft/snapshot-of-change',
      asks: 'A server takes a snapshot while a change of membership is in progress. Which configuration belongs in it?',
      load: () => import('./snapshot-of-change.ts'),
    },
    {
      id: 'raft/leader-outside',
      asks: 'A leader is about to leave the cluster. Does its own log count towards a majority?',
      load: () => import('./leader-outside.ts'),
    },
    {
      id: 'raft/removed-leader',
      asks: 'The leader itself is removed from the cluster. Which server leads then?',
      load: () => import('./removed-leader.ts'),
    },
    {
      id: 'raft/unaware-voter',
      asks: 'A server has a vote, but does not know it yet. May it vote?',
      load: () => import('./unaware-voter.ts'),
    },
    {
      id: 'raft/missed-entry',
      asks: 'A follower missed an entry and gets the next one. How does it know?',
      load: () => import('./missed-entry.ts'),
    },
    {
      id: 'raft/snapshot-over-log',
      asks: 'A follower gets a snapshot that its log contradicts. What remains of the log?',
      load: () => import('./snapshot-over-log.ts'),
    },
    {
      id: 'raft/snapshot-crash',
      asks: 'A server crashes between writing a snapshot and compacting its log. What may be missing?',
      load: () => import('./snapshot-crash.ts'),
    },
    {
      id: 'raft/snapshot-without-it',
      asks: 'A new server gets a snapshot that does not list it as a member. May it install the snapshot?',
      load: () => import('./snapshot-without-it.ts'),
    },
    {
      id: 'raft/failover',
      asks: 'The leader crashes many times. How is the time without a leader distributed?',
      load: () => import('./failover.ts'),
    },
    {
      id: 'raft/lose-servers',
      asks: 'How many servers can a cluster lose and still commit?',
      load: () => import('./lose-servers.ts'),
    },
    {
      id: 'raft/isolated-tail',
      asks: 'A leader is cut off while clients go on writing to it. What happens to these writes?',
      load: () => import('./isolated-tail.ts'),
    },
    {
      id: 'raft/stale-read',
      asks: 'A leader is cut off and another elected. Does the old one answer reads with old values?',
      load: () => import('./stale-read.ts'),
    },
    {
      id: 'raft/heartbeat-interval',
      asks: 'How often must a leader send heartbeats, given the election timeout?',
      load: () => import('./heartbeat-interval.ts'),
    },
    {
      id: 'raft/rolling-restart',
      asks: 'Every server is restarted in turn, under load. What do the clients notice?',
      load: () => import('./rolling-restart.ts'),
    },
    {
      id: 'raft/even-sizes',
      asks: 'Must a cluster have an odd number of servers?',
      load: () => import('./even-sizes.ts'),
    },
    {
      id: 'raft/fifth-server',
      asks: 'What does a fifth server cost, and what does it gain?',
      load: () => import('./fifth-server.ts'),
    },
    {
      id: 'raft/regions',
      asks: 'Servers and clients are on three continents, and the leader is in America. How long does a write take from each continent?',
      load: () => import('./regions.ts'),
    },
    {
      id: 'raft/pipelining',
      asks: 'Does the round trip to the followers limit how many writes a leader commits per second?',
      load: () => import('./pipelining.ts'),
    },
    {
      id: 'raft/late-messages',
      asks: 'Messages arrive after their receiver has been re-elected or has crashed. Is anything lost or out of date?',
      load: () => import('./late-messages.ts'),
    },
    {
      id: 'raft/churn',
      asks: 'Servers join and leave while faults occur and clients write. Is anything lost?',
      load: () => import('./churn.ts'),
    },
    {
      id: 'raft/leaseholder',
      asks: 'A range’s leaseholder moves from America to Europe. For which clients are strong reads and writes fast before the move, and for which after?',
      load: () => import('./leaseholder.ts'),
    },
    {
      id: 'raft/follower-staleness',
      asks: 'A user writes in America, and a little later reads from the follower in Europe. How often does the read miss the user’s own write, and after how long never?',
      load: () => import('./follower-staleness.ts'),
    },
    {
      id: 'raft/region-loss',
      asks: 'The leader’s region is lost. Do the other regions go on, and is an acknowledged write still there?',
      load: () => import('./region-loss.ts'),
    },
    {
      id: 'raft/consistency-levels',
      asks: 'Clients read from the leaseholder, from their own follower or from any server. Which consistency models does their history keep?',
      load: () => import('./consistency-levels.ts'),
    },
    {
      id: 'raft/cross-range-transfer',
      asks: 'The payer’s and the payee’s ranges are led on two continents. How many times does a transfer cross the ocean, and how long does it take?',
      load: () => import('./cross-range-transfer.ts'),
    },
    {
      id: 'raft/ranges',
      asks: 'A key space is split into ranges, each a Raft group, and their leaders are spread over three machines. How is the load spread, and which ranges stall if a machine crashes?',
      load: () => import('./ranges.ts'),
    },
    {
      id: 'raft/group-throughput',
      asks: 'Three machines hold 1, 8 or 64 Raft groups, and one client per group writes sequentially. How many writes per second go through, and what limits the growth?',
      load: () => import('./group-throughput.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/raft/raft.ts')).raft,
    killers: (await import('./killers.ts')).raftKillers,
    explorations: (await import('./explorations.ts')).raftExplorations,
    stories: (await import('./exploration-stories.ts')).raftStories,
  }),
};
