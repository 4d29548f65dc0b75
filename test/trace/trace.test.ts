/** Goal: listening changes nothing; events carry their causes; exports say what happened. */
import { describe, expect, test } from 'vitest';
import { toMermaid } from '../../src/draw/mermaid.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { toJsonLines } from '../../src/trace/jsonl.ts';
import { crash } from '../../src/world/fault.ts';
import { World } from '../../src/world/world.ts';
import { pingPong } from '../support/ping-pong.ts';

function run(listen: boolean): { world: World; events: TraceEvent[] } {
  const world = new World('seed', { loss: 0.2, duplication: 0.2 });
  const events: TraceEvent[] = [];
  if (listen) world.trace.onEvery((event) => events.push(event));
  world.addNode('a', pingPong('b'));
  world.addNode('b', pingPong('a'));
  world.plan([{ atMs: 300, fault: crash('b') }]);
  world.kernel.runUntil(500);
  return { world, events };
}

describe('trace', () => {
  test('a run is the same whether anybody listens or not', () => {
    expect(run(true).world.digest).toBe(run(false).world.digest);
  });

  test('ids count from 0, and every cause is an earlier event', () => {
    const { world, events } = run(true);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, place) => place));
    expect(events.length).toBe(world.trace.length);
    for (const { id, cause } of events) expect(cause).toBeLessThan(id);
  });

  test('a message is caused by what its sender was at, its arrival by its sending', () => {
    const { events } = run(true);
    for (const event of events) {
      const cause = events[event.cause];
      if (event.kind === 'deliver') {
        expect(['send', 'duplicate']).toContain(cause?.kind);
        expect(cause).toMatchObject({ node: event.peer, peer: event.node, detail: event.detail });
      }
      if (event.kind === 'send' && event.cause >= 0) {
        expect(['timer', 'deliver', 'start']).toContain(cause?.kind);
        expect(cause?.node).toBe(event.node);
      }
      if (event.kind === 'duplicate') expect(cause?.kind).toBe('send');
      if (event.kind === 'crash') expect(cause?.kind).toBe('fault');
    }
    const kinds = new Set(events.map(({ kind }) => kind));
    for (const kind of ['send', 'deliver', 'duplicate', 'drop', 'timer', 'crash', 'fault']) {
      expect(kinds).toContain(kind);
    }
  });

  test('times never go back', () => {
    const { events } = run(true);
    for (let i = 1; i < events.length; i++) {
      expect(events[i]?.atMs).toBeGreaterThanOrEqual(events[i - 1]?.atMs ?? 0);
    }
  });
});

describe('JSON Lines', () => {
  test('every line is an object; the events come back as they were', () => {
    const { events } = run(true);
    const text = toJsonLines({ first: 1 }, events, { last: 2 });
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(0)).toEqual({ first: 1 });
    expect(lines.at(-1)).toEqual({ last: 2 });
    expect(lines.slice(1, -1)).toEqual(JSON.parse(JSON.stringify(events)));
  });
});

describe('Mermaid', () => {
  const words = {
    message: (message: unknown) => String((message as { type: string }).type),
    note: (event: TraceEvent) => (event.kind === 'crash' ? 'crashes; #1' : undefined),
  };

  test('draws arrivals as arrows, losses with a cross, and notes', () => {
    const { events } = run(true);
    const lines = toMermaid(['a', 'b'], events, words).trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'sequenceDiagram',
      '  participant p0 as a',
      '  participant p1 as b',
    ]);
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect(lines.filter((line) => line.includes('->>')).length).toBe(count('deliver'));
    expect(lines.filter((line) => line.includes('-x')).length).toBe(count('drop'));
    expect(lines).toContain('  Note over p1: 300.0 ms crashes#59; #35;1');
  });

  test('stays within what Mermaid accepts, and says where it ends', () => {
    const { events } = run(true);
    const many = Array.from({ length: 200 }, () => events).flat();
    const text = toMermaid(['a', 'b'], many, words);
    expect(text.length).toBeLessThan(50_000);
    expect(text).toContain('the diagram ends here');
  });
});
