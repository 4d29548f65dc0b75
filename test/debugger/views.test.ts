/**
 * Goal: the debugger shows of each wing what one steps for, and shows it right. Method: runs that are
 * stepped to where there is something to see, and the rows held against the state, the notes, or one
 * another.
 */
import { expect, test } from 'vitest';
import invalidationRace from '../../scenarios/cache/invalidation-race.ts';
import badRelease from '../../scenarios/canary/bad-release.ts';
import deliveryTable from '../../scenarios/kafka/delivery-table.ts';
import firstElection from '../../scenarios/raft/first-election.ts';
import storm from '../../scenarios/raft/storm.ts';
import { defaultCacheOptions } from '../../sims/cache/options.ts';
import { obey } from '../../src/debugger/commands.ts';
import { must } from '../../src/kernel/must.ts';
import { pictureOf } from '../../src/lab/picture.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { inTime } from '../../src/words/units.ts';
import { deskFor } from '../support/desk.ts';

type Cells = Readonly<Record<string, string>>;

/** The rows at the moment that the lines lead to, by name. */
function rowsAfter(scenario: AnyScenario, ...lines: string[]) {
  const desk = deskFor(scenario, '1');
  for (const line of lines) obey(desk, line);
  const rows = pictureOf(desk.playback).rows.map(({ name, cells }): [string, Cells] => [
    name,
    Object.fromEntries(cells),
  ]);
  return { desk, rows: new Map(rows) };
}

test('Raft: the votes of a candidate', () => {
  const { rows, desk } = rowsAfter(firstElection, 'next votes', 'break when *.votes = n4 n3');
  expect([...rows.values()].filter(({ votes }) => votes !== '').length).toBeLessThanOrEqual(1);
  const counts = new Set<number>();
  while (desk.playback.step()) {
    const leads = desk.playback.present.some((e) => e.kind === 'note' && e.detail.kind === 'leads');
    if (leads) break;
    const candidate = pictureOf(desk.playback).rows.find(({ name }) => name === 'n4');
    const votes = candidate?.cells.find(([label]) => label === 'votes')?.[1] ?? '';
    counts.add(votes === '' ? 0 : votes.split(' ').length);
  }
  // A majority of five is three, at which it leads.
  expect(counts).toEqual(new Set([0, 1, 2]));
});

test('Raft: what is not committed, and what a leader knows of the other logs', () => {
  const { rows, desk } = rowsAfter(storm, 'to 1.2s', 'next stands', 'next commits');
  expect(rows.get('n4')).toMatchObject({ role: 'leader', log: '… 3 3 3 4', commit: '22' });
  expect(rows.get('n1')).toMatchObject({ role: 'follower', log: '… 3 3 3 (4)', commit: '21' });
  const { state } = desk.playback.run.world.node('n4');
  expect(state).toMatchObject({
    leading: {
      progress: expect.arrayContaining([
        expect.objectContaining({ id: 'n1', nextIndex: 23, matchIndex: 22 }),
        expect.objectContaining({ id: 'n3', nextIndex: 22, matchIndex: 0 }),
      ]),
    },
  });
  expect(rows.get('n4 -> n1')).toEqual({ next: '23', match: '22', mode: 'replicate' });
  expect(rows.get('n4 -> n3')).toEqual({ next: '22', match: '0', mode: 'probe' });
  expect([...rows.keys()].filter((name) => name.includes('->')).length).toBe(4);
});

test('a cache: values with their age, what is left of their TTL, and how stale they are', () => {
  const lines = ['break when *.behind >= 1', 'continue', 'next hit'];
  const { rows, desk } = rowsAfter(invalidationRace, ...lines);
  // It was filled at the moment of the breakpoint, for the minute that is the default.
  const { nowMs } = desk.playback.run.world.kernel;
  obey(desk, 'reverse');
  const ageMs = nowMs - desk.playback.run.world.kernel.nowMs;
  expect(ageMs).toBeGreaterThan(0);
  expect(rows.get('entry the profile')).toEqual({
    ...{ value: 'version 1', behind: '1', dirty: '' },
    age: inTime(ageMs),
    'TTL left': inTime(defaultCacheOptions.ttlMs - ageMs),
  });
});

test('a canary: its share, and of each metric the statistic with its interval', () => {
  const { rows, desk } = rowsAfter(badRelease, 'next look');
  const [look] = desk.playback.present.flatMap((event) =>
    event.kind === 'note' && event.detail.kind === 'look' ? [event.detail] : [],
  );
  const { pValue, alpha } = must(look, 'note of the look') as unknown as Record<string, number>;
  expect(rows.get('release 1')).toMatchObject({ share: '1%', looks: '1' });
  expect(rows.get('release 1')?.['rolls back below']).toBe(`p ${Number(alpha?.toPrecision(3))}`);
  // There is one comparison, so that nothing is adjusted.
  const compared = must(rows.get('errors all'), 'comparison');
  expect(Number(compared['p'])).toBe(Number(pValue?.toPrecision(3)));
  const [low = NaN, high = NaN] = (compared['interval'] ?? '').split(' to ').map(parseFloat);
  const harm = parseFloat(compared['harm'] ?? '');
  expect(low).toBeLessThan(harm);
  expect(harm).toBeLessThan(high);
  expect(harm).toBeCloseTo(100 * (Number(compared['canary']) - Number(compared['baseline'])), 1);
});

test('Kafka: the owner of each partition, and its offsets', () => {
  const { rows, desk } = rowsAfter(deliveryTable, 'to 9s');
  const leo = (partition: string) => Number(rows.get(partition)?.['LEO']);
  const offsets = [...rows].filter(([, cells]) => 'reads at' in cells);
  expect(offsets.length).toBeGreaterThan(10);
  const lags = new Map<string, number>();
  for (const [name, { owner, committed, lag }] of offsets) {
    const [group = '', partition = ''] = name.split(': ');
    expect(Number(lag)).toBe(leo(partition) - Number(committed));
    expect(owner === 'none' || owner?.startsWith(`${group}/`)).toBe(true);
    lags.set(group, (lags.get(group) ?? 0) + Number(lag));
  }
  for (const [group, lag] of lags) expect(Number(rows.get(group)?.['lag'])).toBe(lag);
  expect(desk.playback.run.world.kernel.nowMs).toBe(9_000);
});
