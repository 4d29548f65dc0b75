/**
 * The life of a member of a consumer group (Kafka's classic protocol): it joins, learns its assignment
 * in a second round trip, and is stable until the coordinator calls for a rebalance, or it drops out.
 *
 * While it is stable a heartbeat goes out at every heartbeat.interval.ms. A member that drops out,
 * because it polled too late or the coordinator no longer knows it, must join again.
 */
import { setup } from 'xstate';
import { compileChart } from '../../../src/kernel/chart.ts';

const machine = setup({
  types: {
    events: {} as
      | { type: 'join' }
      | { type: 'joined' }
      | { type: 'assigned' }
      | { type: 'rebalance' }
      | { type: 'fenced' }
      | { type: 'pollTimeout' }
      | { type: 'leave' },
  },
  // The chart says when the timer runs; the member says for how long.
  delays: { heartbeatInterval: 0 },
  actions: { sendHeartbeat: () => {}, losePartitions: () => {} },
}).createMachine({
  id: 'member',
  initial: 'unjoined',
  states: {
    unjoined: { on: { join: 'joining' } },
    joining: { on: { joined: 'syncing', fenced: 'unjoined', leave: 'left' } },
    syncing: {
      on: { assigned: 'stable', rebalance: 'joining', fenced: 'unjoined', leave: 'left' },
    },
    stable: {
      after: { heartbeatInterval: { target: 'stable', reenter: true, actions: 'sendHeartbeat' } },
      on: {
        rebalance: 'joining',
        fenced: { target: 'unjoined', actions: 'losePartitions' },
        pollTimeout: { target: 'unjoined', actions: 'losePartitions' },
        leave: 'left',
      },
    },
    // A restarted member has a new life, and is unjoined.
    left: { type: 'final' },
  },
});

export const memberMachine = machine;
export const memberChart = compileChart(machine);

export type MemberState = typeof memberChart.initial;
export type MemberEvent = (typeof memberChart.moves)[number]['event'];
