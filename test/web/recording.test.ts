/**
 * Goal: a recording is the run, and any moment of it is what the debugger shows there.
 * Method: scenarios of several wings; at random places the rows and the messages of the recording are compared with
 * those of a playback that was played to that place.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { messagesInFlight, rowsOf } from '../../src/lab/picture.ts';
import { run } from '../../src/lab/run.ts';
import { Playback, type Session } from '../../src/lab/session.ts';
import { groupedRows, shownMessages, shownRows } from '../../src/web/recording/moment.ts';
import { Recording } from '../../src/web/recording/recording.ts';

const ids = ['raft/figure-8', 'locks/same-pause', 'transactions/lost-update'];

const recordings = await Promise.all(
  ids.map(async (id) => {
    const scenario = await catalogue.scenario(id);
    const params = scenario.params.parse({});
    const session: Session = {
      scenario: id,
      seed: '3',
      params,
      without: [],
      interventions: [],
      at: 0,
    };
    return new Recording(scenario, session).finish();
  }),
);

test.each(recordings)('$scenario.id has the digest of its run', ({ scenario, session, result }) => {
  const { scenario: _scenario, at: _at, ...options } = session;
  expect(result?.digest).toBe(run(scenario, options).digest);
});

test.prop([fc.constantFrom(...recordings), fc.double({ min: 0, max: 1, noNaN: true })], {
  numRuns: 12,
})('a moment is what the debugger shows there', (recording, share) => {
  const at = recording.momentAt(Math.floor(share * recording.events.length));
  const playback = new Playback(recording.scenario, { ...recording.session, at });
  expect(playback.events.length).toBe(at);
  const rows = rowsOf(playback.run, recording.scenario).map(({ name, cells }) => [name, cells]);
  expect(shownRows(recording, at).map(({ name, cells }) => [name, cells])).toEqual(rows);
  const expected = messagesInFlight(playback.run, recording.scenario).map(({ id }) => id);
  const shown = shownMessages(recording, at).map(({ id }) => id);
  expect(shown.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
});

test.each(recordings)('$scenario.id: moments lead from one to the next', (recording) => {
  const [first = 0, ...later] = recording.moments;
  let at = first;
  for (const moment of later) {
    expect(recording.momentAt(moment)).toBe(moment);
    expect(recording.momentFrom(at, 1)).toBe(moment);
    expect(recording.momentFrom(moment, -1)).toBe(at);
    at = moment;
  }
  expect(recording.momentFrom(at, 1)).toBe(at);
});

test('rows of one kind stand in one table; a node that is up and has no cells in none', () => {
  const row = (name: string, cells: [string, string][], life = 'up') => {
    const node = { life } as NonNullable<ReturnType<typeof shownRows>[number]['node']>;
    return { name, cells, node, changed: new Set<string>() };
  };
  const groups = groupedRows([
    row('a', [['state', 'open']]),
    row('b', [['role', 'leader']]),
    row('c', [['state', 'closed']]),
    row('silent', []),
    row('gone', [], 'down'),
  ]);
  const names = [...groups.values()].map((group) => group.map(({ name }) => name));
  expect(names).toEqual([['a', 'c'], ['b'], ['gone']]);
});
