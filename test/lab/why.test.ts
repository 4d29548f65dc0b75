/**
 * Goal: the story of an event is its causal chain and nothing else, told short. Method: the story of
 * one known run, and for random events of random runs the laws of every story.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import minorityPartition from '../../scenarios/raft/minority-partition.ts';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import { must } from '../../src/kernel/must.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { Playback } from '../../src/lab/session.ts';
import { chainOf, why } from '../../src/lab/why.ts';
import { sentenceOf } from '../../src/lab/words.ts';
import { countOf } from '../support/campaign.ts';
import { pingPongScenario } from '../support/ping-pong-scenario.ts';

function played(scenario: AnyScenario, seed: string, at = 1e9): Playback {
  const nothing = { params: {}, without: [], interventions: [] };
  return new Playback(scenario, { scenario: scenario.id, seed, ...nothing, at });
}

function story({ events, scenario }: Playback, words: string): string[] {
  const event = events.findLast((one) => sentenceOf(one, scenario).includes(words));
  return why(events, event?.id ?? -1, scenario).map(({ node, text, meanwhile }) => {
    return `${meanwhile ? 'meanwhile ' : ''}${node === undefined ? '' : `${node} `}${text}`;
  });
}

describe('why', () => {
  test('a new leader leads since the old one crashed while a timer ran', () => {
    const told = story(played(leaderCrash, '7'), 'leads term 2');
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "n3 start
      n3 electionTimeout runs out, which was set 186.4 ms before at the start
      n3 stands for election in term 1
      n1 gets from n3: RequestVote, term 1 (sent 2.6 ms before)
      n1 votes for n3 in term 1
      n1 has 2 records safe on disk
      n3 gets from n1: granted, term 1 (sent 2.1 ms before)
      n3 leads term 1, elected by n3 n5 n1
      n3 n5 routine until 3595.9 ms: heartbeatTimeout 68 times, AppendEntries
      meanwhile fault: crash leader
      meanwhile n3 crash
      n5 electionTimeout runs out, which was set 151.7 ms before on AppendEntries from n3
      n5 stands for election in term 2
      n1 gets from n5: RequestVote, term 2 (sent 1.0 ms before)
      n1 votes for n5 in term 2
      n1 n5 routine until 3752.6 ms: safe on disk, granted, term 2
      n5 leads term 2, elected by n5 n2 n1"
    `);
    const crashAt = told.findIndex(
      (line) => line.startsWith('meanwhile') && line.endsWith(' crash'),
    );
    expect(told[crashAt + 1]).toMatch(/electionTimeout runs out.* on AppendEntries from/);
  });

  test('a leader steps down long after it was cut off, when it is heard again', () => {
    const told = story(played(minorityPartition, '7'), 'steps down');
    expect(told.at(-1)).toMatch(/steps down as leader of term 1: n\d is in term 2/);
    expect(told).toContain('meanwhile fault: heal every link');
  });

  test('an intervention is part of the story', () => {
    const playback = played(pingPongScenario, '1', 12);
    playback.intervene({ kind: 'fire', node: 'b', timer: 'tick' });
    playback.goTo(1e9);
    const reply = playback.events.findLast(({ kind, atMs }) => kind === 'deliver' && atMs === 18);
    expect(why(playback.events, reply?.id ?? -1, pingPongScenario).map(({ text }) => text)).toEqual(
      [
        'by hand: let tick of b run out',
        'routine until 14.0 ms: tick, ping',
        'gets from c: pong (sent 4.0 ms before)',
      ],
    );
  });

  test.prop([fc.string(), fc.nat()], { numRuns: countOf({ unit: 12, deep: 400 }) })(
    'every line is of the chain, said on the way, or marked as meanwhile; and in order of time',
    (seed, place) => {
      const { events, scenario } = played(randomFaults, seed);
      const { id } = must(events[place % events.length], 'event in turn');
      const chain = new Set(chainOf(events, id).map((event) => event.id));
      const reasons = why(events, id, scenario);
      const told = reasons.filter(({ meanwhile }) => !meanwhile);
      for (const { event } of told) {
        expect(chain.has(event) || chain.has(events[event]?.cause ?? -1)).toBe(true);
      }
      expect(told.at(-1)?.event).toBe(id);
      const times = told.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(reasons.length).toBeLessThanOrEqual(8 * (chain.size + 1));
    },
  );
});
