/**
 * Goal: what is written for Mermaid is what Mermaid reads. Method: its own parser reads the diagrams
 * of random runs, with words that hold everything that means something to it.
 */
import { fc, test } from '@fast-check/vitest';
import mermaid from 'mermaid';
import { describe, expect } from 'vitest';
import { toMermaid } from '../../src/draw/mermaid.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { faultPlans } from '../support/arbitraries.ts';
import { chatter } from '../support/chatter.ts';

const nodes = ['a', 'b', 'c'];
const plain = {
  message: (message: unknown) => String((message as { type: string }).type),
  note: (event: TraceEvent) => (event.kind === 'crash' ? 'crashes' : undefined),
};

describe('Mermaid', () => {
  test.prop([fc.string(), faultPlans(nodes, 100)], { numRuns: 30 })(
    'its parser reads every diagram',
    async (seed, plan) => {
      const text = toMermaid(nodes, chatter(seed, plan, 100), plain);
      expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
    },
  );

  test.prop([fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ minLength: 1 })], {
    // Of 60, one in twenty is missed with less than 5%.
    numRuns: 60,
  })('its parser reads any words, and any names', async (words, name) => {
    const events = chatter('seed', [], 30).map((event) => ({
      ...event,
      node: event.node === 'a' ? name : event.node,
      peer: event.peer === 'a' ? name : event.peer,
    })) as TraceEvent[];
    const any = {
      message: () => words,
      note: ({ kind }: TraceEvent) => (kind === 'timer' ? words : undefined),
    };
    const text = toMermaid([name, 'b', 'c'], events, any);
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
  });

  test('its parser does notice mistakes', async () => {
    await expect(mermaid.parse('sequenceDiagram\n  p0->>p1 hi\n')).rejects.toThrow('Parse error');
  });

  test('a window shows that part, with the words of messages that were sent before it', async () => {
    const events = chatter('seed');
    const window = { fromMs: 51, untilMs: 52 };
    const text = toMermaid(nodes, events, plain, window);
    const inside = events.filter(
      ({ kind, atMs }) => kind === 'deliver' && atMs >= window.fromMs && atMs <= window.untilMs,
    );
    expect(inside.length).toBeGreaterThan(0);
    expect(text.split('\n').filter((line) => line.includes('->>')).length).toBe(inside.length);
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
  });

  test('notes of nobody need somebody to stand over', async () => {
    const note: TraceEvent = {
      ...{ id: 0, atMs: 0, cause: -1, kind: 'note', node: undefined, peer: undefined },
      detail: { kind: 'x' },
    };
    const text = toMermaid([], [note], { message: () => undefined, note: () => 'a note' });
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'sequence' });
  });
});
