/** Statements about Raft in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const raftClaims: Claims = {
  'num-leader-election-200-500': {
    says: 'A Raft failover lasts 200 to 500 ms.',
    verdict: 'refuted',
    instead: 'With timeouts of 150 to 300 ms most failovers take less than 200 ms.',
  },
  'raft-election-timeout-150-300': {
    says: 'Random election timeouts of 150 to 300 ms and a majority of votes elect a leader.',
    verdict: 'confirmed',
  },
  'raft-2f-plus-1': { says: '2F+1 servers are needed to survive F crashes.', verdict: 'confirmed' },
  'raft-strong-leader': {
    says: 'Every write of a Raft cluster goes through its leader.',
    verdict: 'confirmed',
    shownBy: 'raft/deposed-mid-batch',
  },
  'q5-old-leader-steps-down': {
    says: 'A leader that gets no replies to its heartbeats steps down.',
    verdict: 'depends',
    instead:
      'That takes check-quorum, which basic Raft does not have: without it a leader steps down only when it sees a larger term.',
  },
  'pat-leader-election-single': {
    says: 'Leader election leaves exactly one server active.',
    verdict: 'depends',
    instead:
      'Each term has at most one leader, but a deposed leader may believe for a while that it still leads.',
  },
  'q22-failover-keeps-write': {
    says: 'A write that was acknowledged before a failover can be read after it.',
    verdict: 'confirmed',
    shownBy: 'raft/stale-log',
  },
  'num-write-needs-majority-2-10ms': {
    says: 'A write takes 2 to 10 ms because a majority must store it.',
    verdict: 'depends',
    instead:
      'It takes a disk sync and the round trip to the follower that completes the majority, so it depends on disks and distances.',
  },
  'q5-cap-consistency-linearizable': {
    says: 'Consistency in CAP means linearizability.',
    verdict: 'confirmed',
  },
  'q5-old-leader-cannot-commit': {
    says: 'A leader that is cut off with a minority commits nothing.',
    verdict: 'confirmed',
    shownBy: 'raft/isolated-tail',
  },
  'raft-follower-reads-lease': {
    says: 'A follower may serve reads if it holds a lease.',
    verdict: 'depends',
    instead:
      'ReadIndex needs no lease; a lease is safe only while clocks drift less than it assumes.',
  },
  'q22-ryw-follower-stale': {
    says: 'A follower may not show a client its own last write; the leader does.',
    verdict: 'depends',
    instead:
      'It depends on how the follower reads: a local read misses the write until the next heartbeat; ReadIndex waits until the follower has applied the write.',
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
      'Changing one server at a time is safe without joint consensus, once the leader has committed an entry of its own term.',
  },
  'raft-five-nodes-tolerate-two': {
    says: 'A cluster of five survives two crashes.',
    verdict: 'confirmed',
  },
  'raft-odd-number-needed': {
    says: 'Raft works only with an odd number of servers.',
    verdict: 'refuted',
    instead:
      'Even sizes are safe. Four servers survive one crash, as three do, and lose their majority about twice as often.',
  },
  'q5-cap-c-or-a': {
    says: 'During a network partition a system must give up linearizability or availability.',
    verdict: 'confirmed',
  },
  'num-heartbeat-50-150': {
    says: 'Heartbeats every 50 to 150 ms suit election timeouts of 150 to 300 ms.',
    verdict: 'depends',
    instead:
      '50 ms does; 150 ms equals the shortest timeout, so servers start elections against a healthy leader.',
  },
  'q5-majority-loss-rare': {
    says: 'Replicas in several zones almost never lose their majority.',
    verdict: 'depends',
    instead:
      'The binomial figure holds if servers fail independently; it does not cover faults that hit several servers at once.',
  },
  'raft-fifth-node-no-throughput': {
    says: 'A fifth server lets the cluster survive one more crash and adds no write throughput.',
    verdict: 'confirmed',
  },
  'raft-leader-bottleneck': {
    says: 'The leader and the round trip to its followers limit write throughput.',
    verdict: 'depends',
    instead:
      'The round trip limits each client. With pipelining, the throughput of many clients is limited by the leader alone.',
  },
  'q22-asia-160-250': {
    says: 'With a leader in America, a write takes 160 to 250 ms from Asia.',
    verdict: 'confirmed',
  },
  'q22-pinned-writes-sub-10ms': {
    says: 'With the leader in their own region, clients write in less than 10 ms.',
    verdict: 'depends',
    instead:
      'Only if a majority of the replicas is in that region, and then losing the region stops the group. With one replica in each region a write waits for the nearest other region.',
  },
  'q22-pinned-reads-local': {
    says: 'A leaseholder in a user’s home region serves strong reads there in a few milliseconds.',
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
      'A parallel commit takes as long as the slower of two writes, 160 ms between America and Europe; two-phase commit then writes the decision, 242 ms in all.',
  },
  'q5-crdb-drivers-redirect': {
    says: 'The client’s driver finds the node that leads a CockroachDB range.',
    verdict: 'refuted',
    instead:
      'Clients use PostgreSQL drivers, which know nothing of ranges: the node that a client is connected to, its gateway, asks the leaseholders.',
  },
  'raft-multi-group-sharding': {
    says: 'One Raft group per range spreads the leaders, and with them the write load.',
    verdict: 'confirmed',
  },
};
