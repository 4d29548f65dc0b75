/** Goal: the story of a run has one line for each thing of interest, and none for the routine. */
import { expect, test } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { type Line, narrate } from '../../src/lab/narrate.ts';
import { Run } from '../../src/lab/run.ts';

test('what several nodes do at the same time is one line; heartbeats are none', () => {
  let story: readonly Line[] = [];
  const run = new Run(
    leaderCrash,
    { seed: '7', params: { nodes: 3 } },
    {
      listen: (trace) => {
        story = narrate(trace, leaderCrash);
      },
    },
  );
  const { events } = run.finish();
  expect(story[0]).toMatchObject({ atMs: 0, nodes: ['n1', 'n2', 'n3'], text: 'start' });
  expect(story.map(({ text }) => text)).toContain('fault: crash leader');
  expect(story.length).toBeLessThan(events / 50);
  for (const { text } of story) expect(text).not.toContain('undefined');
});
