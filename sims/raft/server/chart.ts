/**
 * The roles of a Raft server (paper, Figure 4), and the two timers that go with them. One role is
 * added: a pre-candidate asks whether it could win before it stands (dissertation, §9.6).
 *
 * Servers that do not lead share one election timer: one that hears nothing for that long stands for
 * election. A candidate that steps down keeps the time it has waited; hearing from a leader and
 * granting a vote start the timer afresh (Figure 2, Rules for Servers).
 */
import { setup } from 'xstate';
import { compileChart } from '../../../src/kernel/chart.ts';

const machine = setup({
  types: {
    events: {} as
      | { type: 'heardFromLeader' }
      | { type: 'grantedVote' }
      | { type: 'askedFirst' }
      | { type: 'stood' }
      | { type: 'steppedDown' }
      | { type: 'wonElection' },
  },
  // The chart says which timers run; the server says for how long.
  delays: { electionTimeout: 0, heartbeatTimeout: 0 },
}).createMachine({
  id: 'raft',
  initial: 'electable',
  states: {
    electable: {
      initial: 'follower',
      after: { electionTimeout: { target: '.candidate', reenter: true } },
      on: {
        // Instead of standing: the timer has fired, but pre-vote comes first.
        askedFirst: { target: '.preCandidate', reenter: true },
        // Not because of the timer: the leader transfers leadership (dissertation, §3.10), or
        // pre-vote was won.
        stood: { target: '.candidate', reenter: true },
      },
      states: {
        follower: {
          on: { heardFromLeader: '#raft.electable', grantedVote: '#raft.electable' },
        },
        preCandidate: {
          on: { steppedDown: 'follower' },
        },
        candidate: {
          on: { wonElection: '#raft.leader', steppedDown: 'follower' },
        },
      },
    },
    leader: {
      after: { heartbeatTimeout: { target: 'leader', reenter: true } },
      on: { steppedDown: 'electable' },
    },
  },
});

export const raftMachine = machine;
export const raftChart = compileChart(machine);

export type Role = typeof raftChart.initial;
export type RoleEvent = (typeof raftChart.moves)[number]['event'];
export type RoleTimer = 'electionTimeout' | 'heartbeatTimeout';
