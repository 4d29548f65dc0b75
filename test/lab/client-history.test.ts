/**
 * Goal: the history is EDN, with the operations as the clients noted them. Its readers are edn-data,
 * and `lab check`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEDNString } from 'edn-data';
import { describe, expect, test } from 'vitest';
import type { Sim } from '../../src/check/sim.ts';
import { toJepsen } from '../../src/lab/client-history.ts';
import type { Note, TraceEvent } from '../../src/trace/event.ts';
import { lab } from '../support/lab-process.ts';
import { pingPongScenario } from '../support/ping-pong-scenario.ts';

const { sim } = pingPongScenario;

function noted(...notes: readonly object[]): TraceEvent[] {
  return notes.map((note, id) => ({
    ...{ id, atMs: id * 1.5, cause: -1, kind: 'note', node: undefined, peer: undefined },
    detail: note as Note,
  }));
}

const read = (text: string | undefined) =>
  (text ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => parseEDNString(line, { mapAs: 'object', keywordAs: 'string' }));

describe('Jepsen history', () => {
  test('one map a line, with the fields that Jepsen has', () => {
    const events = noted(
      { kind: 'invoke', process: 0, f: 'write', value: 1 },
      { kind: 'something else' },
      { kind: 'invoke', process: 1, f: 'read' },
      { kind: 'ok', process: 0, f: 'write', value: 1 },
      { kind: 'info', process: 1, f: 'read', value: null },
    );
    expect(read(toJepsen(events, sim))).toEqual([
      { index: 0, time: 0, type: 'invoke', process: 0, f: 'write', value: 1 },
      { index: 1, time: 3_000_000, type: 'invoke', process: 1, f: 'read', value: null },
      { index: 2, time: 4_500_000, type: 'ok', process: 0, f: 'write', value: 1 },
      { index: 3, time: 6_000_000, type: 'info', process: 1, f: 'read', value: null },
    ]);
  });

  test('an outcome need not repeat what was asked for', () => {
    const events = noted(
      { kind: 'invoke', process: 7, f: 'cas', key: 'x', value: [1, 2] },
      { kind: 'fail', process: 7 },
      { kind: 'invoke', process: 7, f: 'read', key: 'x' },
      { kind: 'ok', process: 7, value: 'a "quoted" text' },
    );
    expect(read(toJepsen(events, sim))).toMatchObject([
      { f: 'cas', value: ['x', [1, 2]] },
      { type: 'fail', f: 'cas', value: ['x', [1, 2]] },
      { f: 'read', value: ['x', null] },
      { type: 'ok', f: 'read', value: ['x', 'a "quoted" text'] },
    ]);
  });

  test('a sim may have words of its own for its clients', () => {
    const events = noted({ kind: 'asks', who: 3, what: 'read' }, { kind: 'invoke', process: 1 });
    const talkative: Sim = {
      ...sim,
      clientEvent: (note) => {
        const { kind, who, what } = note as Note & { who: number; what: string };
        return kind === 'asks' ? { type: 'invoke', process: who, f: what } : undefined;
      },
    };
    expect(read(toJepsen(events, talkative))).toMatchObject([
      { type: 'invoke', process: 3, f: 'read' },
    ]);
  });

  test('no clients, no history; an answer to nothing is an error', () => {
    expect(toJepsen(noted({ kind: 'stands' }), sim)).toBeUndefined();
    expect(() => toJepsen(noted({ kind: 'ok', process: 1, f: 'read' }), sim)).toThrow(
      'asked for nothing',
    );
  });

  test('lab check reads it, and comes to its verdict', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedlab-history-'));
    const verdictOf = async (name: string, readBack: number) => {
      const events = noted(
        { kind: 'invoke', process: 0, f: 'write', key: 'x', value: 1 },
        { kind: 'ok', process: 0 },
        { kind: 'invoke', process: 1, f: 'write', key: 'y', value: 2 },
        { kind: 'invoke', process: 0, f: 'read', key: 'x' },
        { kind: 'info', process: 1 },
        { kind: 'ok', process: 0, value: readBack },
      );
      const file = join(folder, name);
      writeFileSync(file, toJepsen(events, sim) ?? '');
      const { stdout } = await lab('check', file, '--model', 'register', '--json');
      return JSON.parse(stdout).verdict;
    };
    expect(await verdictOf('good.edn', 1)).toBe('linearizable');
    expect(await verdictOf('bad.edn', 2)).toBe('not-linearizable');
    rmSync(folder, { recursive: true });
  });
});
