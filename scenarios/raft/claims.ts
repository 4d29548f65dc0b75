/** What is said of raft, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const raftClaims: Claims = {
  'num-leader-election-200-500': {
    says: 'A Raft failover lasts 200 to 500 ms.',
    verdict: 'refuted',
    instead: 'With timeouts of 150 to 300 ms most failovers are over before 200 ms.',
  },
  'raft-election-timeout-150-300': {
    says: 'Random election timeouts of 150 to 300 ms and the votes of a majority make a leader.',
    verdict: 'confirmed',
  },
  'raft-2f-plus-1': { says: '2F+1 servers are needed to survive F crashes.', verdict: 'confirmed' },
  'raft-strong-leader': {
    says: 'Every write of a Raft cluster goes through its leader.',
    verdict: 'confirmed',
  },
  'q5-old-leader-steps-down': {
    says: 'A leader that gets no replies to its heartbeats steps down.',
    verdict: 'depends',
    instead:
      'It depends on check-quorum, which basic Raft does not have: there a leader steps down only when it sees a larger term.',
  },
  'pat-leader-election-single': {
    says: 'Leader election leaves one server active.',
    verdict: 'depends',
    instead:
      'There is one leader a term at most; a deposed leader may believe in its role for a while.',
  },
  'q22-failover-keeps-write': {
    says: 'What was acknowledged before a failover can be read after it.',
    verdict: 'confirmed',
  },
  'num-write-needs-majority-2-10ms': {
    says: 'A write takes 2 to 10 ms because a majority must store it.',
    verdict: 'depends',
    instead:
      'It takes a sync and the round trip to the follower that completes the majority, so it depends on disks and distances.',
  },
  'q5-cap-consistency-linearizable': {
    says: 'Consistency in CAP means linearizability.',
    verdict: 'confirmed',
  },
  'q5-old-leader-cannot-commit': {
    says: 'A leader cut off with a minority commits nothing.',
    verdict: 'confirmed',
  },
  'raft-follower-reads-lease': {
    says: 'A follower may serve reads if it holds a lease.',
    verdict: 'depends',
    instead:
      'ReadIndex needs no lease; a lease is safe only while clocks drift less than it assumes.',
  },
  'q22-ryw-follower-stale': {
    says: 'A follower may not show a client its own last write, the leader does.',
    verdict: 'depends',
    instead:
      'It depends on how the follower reads: from what it has at hand it misses the write until the next heartbeat, by ReadIndex it waits until it has applied the write.',
  },
  'raft-three-nodes-tolerate-one': {
    shownBy: 'raft/lose-servers',
    says: 'A cluster of three survives one crash and no more.',
    verdict: 'confirmed',
  },
  'raft-joint-consensus': {
    says: 'Membership must change by joint consensus.',
    verdict: 'depends',
    instead:
      'One server at a time is safe without it, once the leader has committed an entry of its term.',
  },
  'raft-five-nodes-tolerate-two': {
    says: 'A cluster of five survives two crashes.',
    verdict: 'confirmed',
  },
  'raft-odd-number-needed': {
    says: 'Raft works only with an odd number of servers.',
    verdict: 'refuted',
    instead:
      'Even sizes are safe; four servers survive one crash as three do, and lose their majority about twice as often.',
  },
  'q5-cap-c-or-a': {
    says: 'While the network is partitioned, linearizability or availability has to go.',
    verdict: 'confirmed',
  },
  'num-heartbeat-50-150': {
    says: 'Heartbeats every 50 to 150 ms suit election timeouts of 150 to 300 ms.',
    verdict: 'depends',
    instead:
      '50 ms does; 150 ms is as long as the shortest timeout, and servers stand against a healthy leader.',
  },
  'q5-majority-loss-rare': {
    says: 'Replicas in several zones almost never lose their majority.',
    verdict: 'depends',
    instead:
      'The binomial figure holds if servers fail independently; faults that strike several at once are not in it.',
  },
  'raft-fifth-node-no-throughput': {
    says: 'The fifth server adds a crash that is survived, and no writes per second.',
    verdict: 'confirmed',
  },
  'raft-leader-bottleneck': {
    says: 'The leader and the round trip to its followers limit the writes.',
    verdict: 'depends',
    instead:
      'The round trip limits each client; with pipelining, many clients together are limited by the leader alone.',
  },
  'q22-asia-160-250': {
    says: 'With a leader in America, a write takes 160 to 250 ms from Asia.',
    verdict: 'confirmed',
  },
  'q22-pinned-writes-sub-10ms': {
    says: 'With the leader in their own region, clients write in less than 10 ms.',
    verdict: 'depends',
    instead:
      'Only if a majority of the replicas is in that region, and then the loss of the region stops the group. With one replica in each region a write waits for the nearest other one.',
  },
  'q22-pinned-reads-local': {
    says: 'A leaseholder in a user’s home region gives strong reads in a few milliseconds there.',
    verdict: 'confirmed',
  },
  'q5-consistency-spectrum': {
    says: 'Consistency models are a range: linearizable, sequential, causal, the session guarantees, eventual.',
    verdict: 'confirmed',
  },
  'q5-crdb-150-300ms': {
    says: 'CockroachDB elects a leader after 150 to 300 ms.',
    verdict: 'refuted',
    instead: 'Its election timeout is 2 to 4 s, so a failover takes seconds.',
  },
  'q22-cross-region-100-200': {
    says: 'A transfer between accounts in two regions takes 100 to 200 ms.',
    verdict: 'depends',
    instead:
      'A parallel commit takes the slower of two writes, 160 ms between America and Europe; two-phase commit writes the decision after that, 242 ms.',
  },
  'q5-crdb-drivers-redirect': {
    says: 'The client’s driver finds the node that leads a range of CockroachDB.',
    verdict: 'refuted',
    instead:
      'Drivers are those of PostgreSQL and know no ranges: the node that a client is connected to, its gateway, asks the leaseholders.',
  },
  'raft-multi-group-sharding': {
    says: 'A Raft group for each range spreads the leaders, and with them the load of writes.',
    verdict: 'confirmed',
  },
};
