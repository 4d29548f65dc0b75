/**
 * The rules of Raft, each with the property that fails without it. Sections and figures are those
 * of the extended paper (Ongaro and Ousterhout 2014) unless another source is named.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const raftRules = defineRules('raft', {
  // Elections.
  'one-vote-per-term': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, RequestVote receiver 2',
    because: 'a server could vote twice in a term, and help two candidates to a majority',
  },
  'persist-term-and-vote': {
    protects: 'election-safety',
    source: 'Raft Figure 2, Persistent state on all servers',
    because:
      'a restarted server would not know that it has voted, and would vote again in the same term',
  },
  'count-distinct-voters': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, Rules for Candidates',
    because:
      'a duplicate vote, or one from an earlier term, would replace the votes of servers that did not vote',
  },
  'candidate-votes-for-itself': {
    protects: 'election-safety',
    source: 'Raft §5.2; Figure 2, Rules for Candidates',
    because:
      'a candidate that counts its own vote without recording it could later give it to another candidate',
  },
  'lead-on-durable-ballot': {
    protects: 'counts-durable-ballots',
    source: 'Raft Figure 2, Persistent state on all servers; dissertation, §3.8',
    because:
      'a leader that lost its ballot in a crash could be elected again in the same term, and append other entries in it',
  },
  'count-grants-for-this-candidacy': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.1; Figure 2, Persistent state on all servers',
    because:
      'a candidate that lost entries in a crash would be elected by votes for its earlier log',
  },
  'up-to-date-log': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.1; Figure 2, RequestVote receiver 2',
    because: 'a server that misses a committed entry could lead, and overwrite it everywhere',
  },
  'compare-last-term-first': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.1',
    because: 'a long log of an old term would beat a short one with the committed entry',
  },
  'reject-stale-term': {
    protects: 'leader-with-majority',
    source: 'Raft §5.1; Figure 2, RequestVote and AppendEntries receiver 1',
    because: 'a deposed leader that hears nothing would keep the others without a leader',
  },
  'randomize-election-timeout': {
    protects: 'leader-with-majority',
    source: 'Raft §5.2 and §9.3',
    because: 'servers that time out together split the vote, and do so again in every term',
  },

  // The log.
  'commit-only-current-term': {
    protects: 'leader-completeness',
    source: 'Raft §5.4.2, Figure 8',
    because:
      'an entry of an earlier term would count as committed, and could still be overwritten by a later leader',
  },
  'check-previous-entry': {
    protects: 'log-matching',
    source: 'Raft §5.3; Figure 2, AppendEntries receiver 2',
    because: 'entries would follow different entries than they do in the leader’s log',
  },
  'truncate-on-conflict': {
    protects: 'log-matching',
    source: 'Raft §5.3, Figure 7; Figure 2, AppendEntries receiver 3',
    because: 'entries that no leader committed would stay, and others would be appended after them',
  },
  'truncate-only-on-conflict': {
    protects: 'leader-completeness',
    source: 'Raft Figure 2, AppendEntries receiver 3 and 4',
    because: 'a late copy of an earlier message would truncate entries that count as replicated',
  },
  'commit-what-agrees': {
    protects: 'state-machine-safety',
    source: 'Raft Figure 2, AppendEntries receiver 5',
    because: 'a follower would apply its own entries that the leader is about to overwrite',
  },
  'match-what-was-sent': {
    protects: 'leader-completeness',
    source: 'Raft §5.3; Figure 2, matchIndex',
    because: 'entries that only this follower has would count as replicated',
  },
  'ignore-stale-replies': {
    protects: 'leader-completeness',
    source: 'Ongaro’s TLA+ specification of Raft (raft.tla), DropStaleResponse',
    because:
      'an answer of an earlier term would count for entries that may have been truncated since',
  },
  'append-only-while-leading': {
    protects: 'log-matching',
    source: 'Raft §5.3, Figure 3, Leader Append-Only',
    because:
      'a leader that was deposed in the meantime would append entries in another leader’s term',
  },
  'durable-before-acknowledged': {
    protects: 'leader-completeness',
    source: 'Raft Figure 2, Persistent state on all servers',
    because: 'a restarted server would have lost entries that others rely on',
  },
  'stored-in-this-term': {
    protects: 'leader-completeness',
    source: 'etcd-io/etcd#1809; etcd raft, newStorageAppendRespMsg in rawnode.go',
    because:
      'a late disk report would acknowledge another entry of that index, whose write is still pending',
  },
  'drop-torn-record': {
    protects: 'leader-completeness',
    source: 'Raft Figure 2, Persistent state on all servers; Pillai et al., OSDI 2014, §4',
    because: 'a half-written record would count as stored, and be gone after the next restart',
  },

  // Clients.
  'answer-retries-from-session': {
    protects: 'linearizable',
    source: 'Raft §8; dissertation, §6.3',
    because: 'a request whose answer was lost would be executed again when it is retried',
  },
  'read-after-own-commit': {
    protects: 'linearizable',
    source: 'Raft §8; dissertation, §6.4',
    because: 'a new leader would answer before it knows which of its entries are committed',
  },
  'read-confirms-leadership': {
    protects: 'linearizable',
    source: 'Raft §8; dissertation, §6.4',
    because: 'a leader that does not know that it was deposed would answer with old values',
  },
  'answers-to-this-leadership': {
    protects: 'linearizable',
    source: 'Dissertation, §6.4, step 3; etcd-io/etcd#20418',
    because:
      'an answer to a message of an earlier term would confirm that this server leads the current one',
  },
  'read-waits-for-apply': {
    protects: 'linearizable',
    source: 'Dissertation, §6.4, step 4',
    because: 'a machine that lags behind the commit index would answer with old values',
  },
  'lease-starts-at-send': {
    protects: 'linearizable',
    source: 'Dissertation, §6.4.1',
    because:
      'a lease would outlast the wait of a follower, which begins before the leader gets its answer',
  },
  'transfer-ends-lease': {
    protects: 'linearizable',
    source: 'Dissertation, §3.10 and §6.4.1',
    because:
      'the target of a transfer could be elected while the lease of the old leader is still running',
  },

  // Snapshots.
  'ignore-old-snapshot': {
    protects: 'commit-never-falls',
    source: 'Raft §7; Figure 13',
    because: 'a snapshot that was overtaken in flight would roll the state machine back',
  },
  'keep-log-that-matches-snapshot': {
    protects: 'log-matching',
    source: 'Raft §7; Figure 13, receiver 6 and 7',
    because: 'entries that conflict with the snapshot would survive it',
  },
  'snapshot-holds-committed-configuration': {
    protects: 'election-safety',
    source: 'Raft §7; dissertation, §5.1',
    because: 'a configuration that is truncated later would come back with the snapshot',
  },

  'snapshot-before-compaction': {
    protects: 'linearizable',
    source: 'Raft §7; RedisLabs/redisraft#43',
    because: 'a crash between the two writes would leave a log whose beginning exists nowhere',
  },
  'install-outside-configuration': {
    protects: 'server-is-added',
    source: 'Dissertation, §4.1; tikv/raft-rs#472',
    because: 'a new server would refuse a snapshot older than its own addition, for ever',
  },

  // Which server may lead, and for how long.
  'heed-current-leader': {
    protects: 'leader-stays',
    source: 'Raft §6, the last paragraphs; dissertation, §4.2.3',
    because: 'a server that was removed, and does not know it, would depose every leader',
  },
  'pre-vote': {
    protects: 'leader-stays',
    source: 'Dissertation, §9.6',
    because: 'a server that cannot win would depose the leader with its larger term',
  },
  'check-quorum-with-pre-vote': {
    protects: 'leader-with-majority',
    source:
      'Jensen, Howard and Mortier 2021, Examining Raft’s behaviour during partial network failures',
    because:
      'a leader that reaches only some servers keeps those from voting for one that reaches a majority',
  },
  'pre-vote-carries-term': {
    protects: 'leader-with-majority',
    source: 'Dissertation, §9.6; etcd-io/etcd#8501',
    because: 'a server with the better log but an old term would never be heard',
  },
  'check-quorum': {
    protects: 'requests-are-answered',
    source: 'Dissertation, §6.2',
    because: 'the clients of a leader that is cut off would wait for it for ever',
  },
  'transfer-to-up-to-date': {
    protects: 'target-leads',
    source: 'Dissertation, §3.10, step 2',
    because: 'a target whose log is behind, and so cannot win, would depose the leader for nothing',
  },
  'abandon-late-transfer': {
    protects: 'requests-are-answered',
    source: 'Dissertation, §3.10',
    because: 'a leader whose target is down would refuse requests for ever',
  },

  // Membership.
  'joint-majorities': {
    protects: 'election-safety',
    source: 'Raft §6, Figures 10 and 11',
    because: 'a majority of the old servers and one of the new ones could each elect a leader',
  },
  'configuration-counts-once-appended': {
    protects: 'election-safety',
    source: 'Raft §6; dissertation, §4.1',
    because: 'servers that use an older configuration than the leader could elect a second one',
  },
  'one-change-at-a-time': {
    protects: 'election-safety',
    source: 'Dissertation, §4.1',
    because: 'two configurations would be two changes apart, and their majorities need not overlap',
  },
  'one-server-at-a-time': {
    protects: 'election-safety',
    source: 'Dissertation, §4.1, Figure 4.3',
    because:
      'configurations that differ in several voters would follow one another, and their majorities need not overlap',
  },
  'roll-back-configuration': {
    protects: 'election-safety',
    source: 'Dissertation, §4.1',
    because: 'a configuration whose entry was truncated would still count for one server',
  },
  'change-after-own-commit': {
    protects: 'leader-completeness',
    source: 'Ongaro, raft-dev, 10 July 2015: bug in single-server membership changes',
    because: 'an uncommitted change of an earlier term may come back, two changes away',
  },
  'removed-leader-does-not-count': {
    protects: 'leader-completeness',
    source: 'Raft §6; dissertation, §4.2.2',
    because: 'a leader that is not a member would count towards a majority',
  },
  'removed-leader-steps-down': {
    protects: 'leader-is-member',
    source: 'Raft §6; dissertation, §4.2.2',
    because: 'a removed server, which may be switched off, would go on leading',
  },
  'vote-outside-configuration': {
    protects: 'leader-with-majority',
    source: 'Dissertation, §4.1',
    because:
      'no candidate may find a majority that needs a server which does not know yet that it has a vote',
  },
});

export type RaftRules = RulesOf<typeof raftRules>;
export type RaftRule = keyof RaftRules;
