/**
 * Goal: the replicated machine does what its commands say, and each request once (dissertation, §6.3).
 * Method: examples, and any sequence of commands against a plain map.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { apply, copyMachine, emptyMachine, execute } from '../../../../sims/raft/client/machine.ts';
import { sessionsMax } from '../../../../sims/raft/client/session.ts';
import type { ClientCommand } from '../../../../sims/raft/log/entry.ts';
import { raftRules } from '../../../../sims/raft/rules.ts';

const rules = raftRules.without();

const key = fc.constantFrom('x', 'y', 'constructor');
const value = fc.constantFrom('a', 'b', 'c');
const wanted = fc.oneof(
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constantFrom('put' as const, 'append' as const), key, value }),
  fc.record({ kind: fc.constant('cas' as const), key, value, expected: fc.option(value) }),
);

test.prop([fc.array(wanted)])('commands do to it what they do to a map', (commands) => {
  const machine = emptyMachine();
  const map = new Map<string, string>();
  for (const [place, command] of commands.entries()) {
    const result = execute(machine, { ...command, session: 1, serial: place });
    const before = map.get(command.key) ?? null;
    if (command.kind === 'get') expect(result).toEqual({ kind: 'value', value: before });
    else if (command.kind === 'cas' && before !== command.expected) {
      expect(result).toEqual({ kind: 'cas-failed', found: before });
    } else {
      map.set(command.key, (command.kind === 'append' ? (before ?? '') : '') + command.value);
    }
  }
  expect(new Map(Object.entries(machine.data))).toEqual(map);
});

describe('a session', () => {
  const append = (serial: number, session = 1): ClientCommand => ({
    kind: 'append',
    key: 'x',
    value: 'a',
    session,
    serial,
  });

  test('answers a request that comes again, and does not execute it', () => {
    const machine = emptyMachine();
    expect(apply(machine, 1, { kind: 'register' }, rules)).toEqual({
      kind: 'registered',
      session: 1,
    });
    const first = apply(machine, 2, append(1), rules);
    expect(apply(machine, 3, append(1), rules)).toEqual(first);
    expect(machine.data['x']).toBe('a');
    apply(machine, 4, append(2), rules);
    expect(machine.data['x']).toBe('aa');
    // It is late: whoever asked has had its answer.
    expect(apply(machine, 5, append(1), rules)).toEqual({ kind: 'no-session' });
    expect(machine.data['x']).toBe('aa');
  });

  test('of a client that never registered, nothing is executed', () => {
    const machine = emptyMachine();
    expect(apply(machine, 1, append(1), rules)).toEqual({ kind: 'no-session' });
    expect(machine.data).toEqual({});
  });

  test('ends when it was not used for longest and there are too many: the same on every server', () => {
    const machine = emptyMachine();
    for (let index = 1; index <= sessionsMax; index++) {
      apply(machine, index, { kind: 'register' }, rules);
    }
    apply(machine, sessionsMax + 1, append(1, 1), rules);
    apply(machine, sessionsMax + 2, { kind: 'register' }, rules);
    expect(apply(machine, sessionsMax + 3, append(2, 1), rules)).toMatchObject({ kind: 'value' });
    expect(apply(machine, sessionsMax + 4, append(1, 2), rules)).toEqual({ kind: 'no-session' });
    expect(machine.sessions.length).toBe(sessionsMax);
  });
});

test('a copy shares nothing that changes', () => {
  const machine = emptyMachine();
  apply(machine, 1, { kind: 'register' }, rules);
  const copy = copyMachine(machine);
  const put: ClientCommand = { kind: 'put', key: 'x', value: 'a', session: 1, serial: 1 };
  apply(machine, 2, put, rules);
  expect(copy).toEqual({ data: {}, sessions: [{ id: 1, serial: 0, result: null }] });
});
