/** The stages of each way to deploy, and their order. Each can go back until it is done. */
import { setup } from 'xstate';
import { compileChart } from '../../../src/kernel/chart.ts';

/** The old version stops, then the new one starts: in between no instance serves. */
const recreate = setup({
  types: { events: {} as { type: 'stopped' } | { type: 'started' } | { type: 'alarm' } },
}).createMachine({
  id: 'recreate',
  initial: 'stopping',
  states: {
    stopping: { on: { stopped: 'starting' } },
    starting: { on: { started: 'serving' } },
    serving: { on: { alarm: 'stopping' } },
  },
});

/** Instances are replaced a few at a time. */
const rolling = setup({
  types: {
    events: {} as { type: 'replaced' } | { type: 'allReplaced' } | { type: 'alarm' },
  },
}).createMachine({
  id: 'rolling',
  initial: 'replacing',
  states: {
    replacing: { on: { replaced: 'replacing', allReplaced: 'complete', alarm: 'replacingBack' } },
    complete: { on: { alarm: 'replacingBack' } },
    replacingBack: { on: { replaced: 'replacingBack', allReplaced: 'rolledBack' } },
    rolledBack: {},
  },
});

/** A second fleet starts alongside the first, and all traffic is switched over at once. */
const blueGreen = setup({
  types: {
    events: {} as
      | { type: 'ready' }
      | { type: 'switched' }
      | { type: 'alarm' }
      | { type: 'retired' },
  },
}).createMachine({
  id: 'blue-green',
  initial: 'provisioning',
  states: {
    provisioning: { on: { ready: 'standingBy' } },
    standingBy: { on: { switched: 'live' } },
    live: { on: { alarm: 'rolledBack', retired: 'complete' } },
    complete: {},
    rolledBack: {},
  },
});

/** A new fleet gets copies of the requests; its answers are thrown away. */
const shadow = setup({
  types: { events: {} as { type: 'ready' } | { type: 'satisfied' } | { type: 'alarm' } },
}).createMachine({
  id: 'shadow',
  initial: 'provisioning',
  states: {
    provisioning: { on: { ready: 'mirroring' } },
    mirroring: { on: { satisfied: 'promoted', alarm: 'rolledBack' } },
    promoted: {},
    rolledBack: {},
  },
});

/** The code is everywhere; a flag decides which users get it. */
const flag = setup({
  types: {
    events: {} as { type: 'rolledOut' } | { type: 'raised' } | { type: 'alarm' } | { type: 'full' },
  },
}).createMachine({
  id: 'feature-flag',
  initial: 'off',
  states: {
    off: { on: { rolledOut: 'ramping' } },
    ramping: { on: { raised: 'ramping', full: 'on', alarm: 'off' } },
    on: { on: { alarm: 'off' } },
  },
});

export const strategyMachines = { recreate, rolling, blueGreen, shadow, flag };

export const recreateChart = compileChart(recreate);
export const rollingChart = compileChart(rolling);
export const blueGreenChart = compileChart(blueGreen);
export const shadowChart = compileChart(shadow);
export const flagChart = compileChart(flag);
