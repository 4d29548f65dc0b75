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
      asks: 'How does a Raft cluster that has just started get its first leader, and how soon?',
      load: () => import('./first-election.ts'),
    },
    {
      id: 'raft/split-vote',
      asks: 'Why are Raft’s election timeouts random?',
      load: () => import('./split-vote.ts'),
    },
    {
      id: 'raft/split-vote-odds',
      asks: 'How likely is a split vote, given how far apart the timeouts are and how long a message takes?',
      load: () => import('./split-vote-odds.ts'),
    },
    {
      id: 'raft/figure-16',
      asks: 'How much randomness do election timeouts need, and how short may they be?',
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
      asks: 'A candidate asks for votes while it still writes down its own. From when on may it lead?',
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
      asks: 'A leader’s disk hangs, while its heartbeats go on. Does anybody notice?',
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
      asks: 'Logs have come apart in every way that they can. How does a new leader mend them?',
      load: () => import('./figure-7.ts'),
    },
    {
      id: 'raft/stale-tail',
      asks: 'A follower has entries that its leader never had. What may a heartbeat make of them?',
      load: () => import('./stale-tail.ts'),
    },
    {
      id: 'raft/longer-log',
      asks: 'A follower’s log is longer than its leader’s. Does it count as a copy of it?',
      load: () => import('./longer-log.ts'),
    },
    {
      id: 'raft/late-answer',
      asks: 'A leader gets answers to what it sent two terms ago. May it count them?',
      load: () => import('./late-answer.ts'),
    },
    {
      id: 'raft/deposed-mid-batch',
      asks: 'A leader collects requests before it appends them, and is deposed meanwhile. What becomes of them?',
      load: () => import('./deposed-mid-batch.ts'),
    },
    {
      id: 'raft/lost-entry',
      asks: 'When may a server say that it has an entry: when it has it, or when it is on its disk?',
      load: () => import('./lost-entry.ts'),
    },
    {
      id: 'raft/stored-late',
      asks: 'A disk says late that it has written up to an index. Of which entry does it speak?',
      load: () => import('./stored-late.ts'),
    },
    {
      id: 'raft/torn-record',
      asks: 'A server crashes while it writes a record, and half of it is on the disk. Has it the entry?',
      load: () => import('./torn-record.ts'),
    },
    {
      id: 'raft/new-leader-read',
      asks: 'A leader has just been elected. What may it answer to a read?',
      load: () => import('./new-leader-read.ts'),
    },
    {
      id: 'raft/deposed-leader-read',
      asks: 'A leader was deposed, and does not know it. What does it answer to a read?',
      load: () => import('./deposed-leader-read.ts'),
    },
    {
      id: 'raft/stale-confirmation',
      asks: 'A leader reads by ReadIndex. Which answers confirm that it still leads?',
      load: () => import('./stale-confirmation.ts'),
    },
    {
      id: 'raft/follower-read',
      asks: 'May a follower answer a read, if the leader has told it how far the log is committed?',
      load: () => import('./follower-read.ts'),
    },
    {
      id: 'raft/lease-start',
      asks: 'From when on does a leader’s lease run: from its heartbeat, or from the answer to it?',
      load: () => import('./lease-start.ts'),
    },
    {
      id: 'raft/lease-transfer',
      asks: 'A leader hands over before its lease is over. May it go on to answer reads?',
      load: () => import('./lease-transfer.ts'),
    },
    {
      id: 'raft/retried-request',
      asks: 'The answer to a request is lost, and the client sends the request again. Is it done twice?',
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
      asks: 'The link between the leader and one follower breaks, all others work. Does the cluster get along?',
      load: () => import('./half-broken-link.ts'),
    },
    {
      id: 'raft/one-follower-leader',
      asks: 'A leader is left with one follower of three. Do the others get a leader that works?',
      load: () => import('./one-follower-leader.ts'),
    },
    {
      id: 'raft/pre-vote-deadlock',
      asks: 'One server has the later term, the other the longer log. Do they elect a leader?',
      load: () => import('./pre-vote-deadlock.ts'),
    },
    {
      id: 'raft/disruptive-server',
      asks: 'A server was removed from the cluster and has not heard of it. What harm does it do?',
      load: () => import('./disruptive-server.ts'),
    },
    {
      id: 'raft/transfer-to-laggard',
      asks: 'The leader shall hand over to a server whose log is behind. Does that server come to lead?',
      load: () => import('./transfer-to-laggard.ts'),
    },
    {
      id: 'raft/transfer-to-dead',
      asks: 'The leader shall hand over to a server that is dead. Does it take requests again?',
      load: () => import('./transfer-to-dead.ts'),
    },
    {
      id: 'raft/figure-10',
      asks: 'Three servers become five. Why not let each switch to the new configuration at once?',
      load: () => import('./figure-10.ts'),
    },
    {
      id: 'raft/late-configuration',
      asks: 'When does a server begin to use a new configuration: when it has it, or when it is committed?',
      load: () => import('./late-configuration.ts'),
    },
    {
      id: 'raft/two-changes',
      asks: 'May a leader start a change of membership before the one before it is committed?',
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
      asks: 'A server takes a snapshot while a change of membership is under way. Which configuration goes into it?',
      load: () => import('./snapshot-of-change.ts'),
    },
    {
      id: 'raft/leader-outside',
      asks: 'A leader is about to leave the cluster. Does its own log count towards a majority?',
      load: () => import('./leader-outside.ts'),
    },
    {
      id: 'raft/removed-leader',
      asks: 'The leader itself is removed from the cluster. Who leads then?',
      load: () => import('./removed-leader.ts'),
    },
    {
      id: 'raft/unaware-voter',
      asks: 'A server has a vote, but does not know it yet. May it use it?',
      load: () => import('./unaware-voter.ts'),
    },
    {
      id: 'raft/missed-entry',
      asks: 'A follower missed an entry, and gets the next. How does it know?',
      load: () => import('./missed-entry.ts'),
    },
    {
      id: 'raft/snapshot-over-log',
      asks: 'A follower gets a snapshot that its log contradicts. What stays of the log?',
      load: () => import('./snapshot-over-log.ts'),
    },
    {
      id: 'raft/snapshot-crash',
      asks: 'A server crashes between writing a snapshot and cutting off its log. What may be missing?',
      load: () => import('./snapshot-crash.ts'),
    },
    {
      id: 'raft/snapshot-without-it',
      asks: 'A new server is sent a snapshot that does not name it. May it install it?',
      load: () => import('./snapshot-without-it.ts'),
    },
    {
      id: 'raft/failover',
      asks: 'How is the time without a leader distributed, over many crashes of leaders?',
      load: () => import('./failover.ts'),
    },
    {
      id: 'raft/lose-servers',
      asks: 'How many of its servers can a cluster lose, and still commit?',
      load: () => import('./lose-servers.ts'),
    },
    {
      id: 'raft/isolated-tail',
      asks: 'A leader is cut off while clients go on to write to it. What becomes of these writes?',
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
      asks: 'What does a fifth server cost, and what does it bring?',
      load: () => import('./fifth-server.ts'),
    },
    {
      id: 'raft/regions',
      asks: 'Servers and clients are on three continents, and the leader is in America. How long does a write take from each?',
      load: () => import('./regions.ts'),
    },
    {
      id: 'raft/pipelining',
      asks: 'Does the round trip to the followers limit how many writes a leader commits in a second?',
      load: () => import('./pipelining.ts'),
    },
    {
      id: 'raft/late-messages',
      asks: 'Messages arrive when their receiver has led again, or has crashed. Is anything lost or out of date?',
      load: () => import('./late-messages.ts'),
    },
    {
      id: 'raft/churn',
      asks: 'Servers come and go while faults strike and clients write. Is anything lost?',
      load: () => import('./churn.ts'),
    },
    {
      id: 'raft/leaseholder',
      asks: 'The leaseholder of a range moves from America to Europe. For whom are strong reads and writes fast before, and for whom after?',
      load: () => import('./leaseholder.ts'),
    },
    {
      id: 'raft/follower-staleness',
      asks: 'A user writes in America, and reads from the follower in Europe a little later. How often is the own write missing, and when is it never?',
      load: () => import('./follower-staleness.ts'),
    },
    {
      id: 'raft/region-loss',
      asks: 'The region of the leader is lost. Do the others go on, and is an acknowledged write still there?',
      load: () => import('./region-loss.ts'),
    },
    {
      id: 'raft/consistency-levels',
      asks: 'Clients read from the leaseholder, from their own follower or from any server. Which consistency models does what they see keep?',
      load: () => import('./consistency-levels.ts'),
    },
    {
      id: 'raft/cross-range-transfer',
      asks: 'Payer and payee are in ranges that are led on two continents. How many times does a transfer cross the ocean, and how long does it take?',
      load: () => import('./cross-range-transfer.ts'),
    },
    {
      id: 'raft/ranges',
      asks: 'A key space is split into ranges, each a Raft group, and their leaders are spread over three machines. How is the load spread, and which ranges stall if a machine dies?',
      load: () => import('./ranges.ts'),
    },
    {
      id: 'raft/group-throughput',
      asks: 'Three machines hold 1, 8 or 64 Raft groups, and a client of each writes one after another. How many writes a second go through, and what ends the growth?',
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
