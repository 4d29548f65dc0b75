/**
 * Goal: the observer says how each safety property is broken, and is silent where none is. Method:
 * servers that are only a state, changed by hand into what Raft never lets happen.
 */

import { describe, expect, test } from 'vitest';
import { type Entry, noOp, type Term } from '../../../sims/raft/log/entry.ts';
import { observe, observer, type Watched } from '../../../sims/raft/observer.ts';
import type { JournalRecord } from '../../../sims/raft/server/journal.ts';
import type { RaftState } from '../../../sims/raft/server/state.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Node } from '../../../src/world/node.ts';
import { benchServer, entries } from '../../support/raft-bench.ts';

const properties: readonly Watched[] = [
  'leader-append-only',
  'log-matching',
  'leader-completeness',
  'state-machine-safety',
  'committed-is-durable',
  'commit-never-falls',
];

/** Three servers, whose disks have all that their logs have unless a test says otherwise. */
function threeServers(...logs: Term[][]) {
  const journals: JournalRecord[][] = [];
  const nodes = ['n1', 'n2', 'n3'].map((self, place) => {
    const { state } = benchServer({ servers: ['n1', 'n2', 'n3'] });
    const log = entries(...(logs[place] ?? []));
    state.log.entries.push(...log);
    const journal: JournalRecord[] = [{ kind: 'entries', after: 0, entries: log }];
    journals.push(journal);
    const disk = {
      journal,
      get durable() {
        return journal.length;
      },
    };
    return { self, place, state, disk } as unknown as Node<RaftState>;
  });
  const watching = observer(nodes, {}, []);
  const stateOf = (place: number) => must(nodes[place], 'server at the place').state as RaftState;
  return {
    stateOf,
    journals,
    broken: (): Watched[] => {
      for (const node of nodes) observe(watching, node);
      return properties.filter((id) => watching.breaches.of(id) !== undefined);
    },
    lead: (place: number, term: Term) =>
      Object.assign(stateOf(place), { role: 'leader', currentTerm: term }),
    follow: (place: number) => Object.assign(stateOf(place), { role: 'follower' }),
    commit: (place: number, index: number) =>
      Object.assign(stateOf(place), { commitIndex: index, lastApplied: index }),
  };
}

const put = (value: string): Entry => ({
  term: 1,
  command: { kind: 'put', key: 'x', value, session: 1, serial: 1 },
});

describe('the observer', () => {
  test('is silent while all goes well: entries are replicated, committed, and led on', () => {
    const servers = threeServers([1, 1], [1, 1], [1]);
    servers.lead(0, 1);
    servers.commit(0, 2);
    expect(servers.broken()).toEqual([]);
    servers.follow(0);
    servers.lead(1, 2);
    servers.stateOf(1).log.entries.push({ term: 2, command: noOp });
    expect(servers.broken()).toEqual([]);
  });

  test('sees a leader replace an entry of its own', () => {
    const servers = threeServers([1, 1]);
    servers.lead(0, 2);
    expect(servers.broken()).toEqual([]);
    servers.stateOf(0).log.entries[1] = { term: 2, command: noOp };
    expect(servers.broken()).toEqual(['leader-append-only']);
  });

  test('sees a leader drop an entry', () => {
    const servers = threeServers([1, 1]);
    servers.lead(0, 2);
    servers.broken();
    servers.stateOf(0).log.entries.length = 1;
    expect(servers.broken()).toEqual(['leader-append-only']);
  });

  test('lets a follower truncate, and lead afterwards', () => {
    const servers = threeServers([1, 1]);
    servers.broken();
    servers.stateOf(0).log.entries.length = 1;
    servers.lead(0, 2);
    expect(servers.broken()).toEqual([]);
  });

  test('sees two entries of one index and term', () => {
    const servers = threeServers();
    servers.stateOf(0).log.entries.push(put('a'));
    servers.stateOf(1).log.entries.push(put('b'));
    expect(servers.broken()).toEqual(['log-matching']);
  });

  test('sees the same entry after different ones', () => {
    expect(threeServers([1, 3], [2, 3]).broken()).toEqual(['log-matching']);
  });

  test('sees a leader of a later term without a committed entry', () => {
    const servers = threeServers([1, 1], [1, 1], [1]);
    servers.lead(0, 1);
    servers.commit(0, 2);
    servers.broken();
    servers.lead(2, 2);
    expect(servers.broken()).toEqual(['leader-completeness']);
  });

  test('also where the entry is committed after that leader was elected', () => {
    const servers = threeServers([1, 1], [1, 1], [1]);
    servers.lead(0, 1);
    servers.lead(2, 2);
    servers.broken();
    servers.commit(0, 2);
    expect(servers.broken()).toEqual(['leader-completeness']);
  });

  test('sees two servers apply different entries', () => {
    const servers = threeServers([1, 1], [1, 2], [1, 1]);
    servers.commit(0, 2);
    servers.broken();
    servers.commit(1, 2);
    expect(servers.broken()).toEqual(['state-machine-safety']);
  });

  test('sees an entry committed that a majority has not on its disks', () => {
    const servers = threeServers([1, 1], [1, 1], [1]);
    servers.journals[1]?.pop();
    servers.commit(0, 2);
    expect(servers.broken()).toEqual(['committed-is-durable']);
  });

  test('sees a commit index fall in one life', () => {
    const servers = threeServers([1, 1], [1, 1], [1, 1]);
    servers.commit(0, 2);
    servers.broken();
    servers.commit(0, 1);
    expect(servers.broken()).toEqual(['commit-never-falls']);
  });

  test('goes on to look when a property is broken already', () => {
    const servers = threeServers([1, 1]);
    servers.lead(0, 2);
    servers.broken();
    servers.stateOf(0).log.entries.length = 1;
    servers.broken();
    servers.stateOf(1).log.entries.push(...entries(3, 4));
    servers.stateOf(2).log.entries.push(...entries(2, 4));
    expect(servers.broken()).toEqual(['leader-append-only', 'log-matching']);
  });
});
