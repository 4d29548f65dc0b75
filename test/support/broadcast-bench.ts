/** Servers of the broadcast on the bench, in each of their roles, and what tests hand to them. */
import { paxosRules } from '../../sims/paxos/rules.ts';
import type { Command } from '../../sims/paxos/store/command.ts';
import type { Transaction, ZabRecord } from '../../sims/paxos/zab/messages.ts';
import { zabServer } from '../../sims/paxos/zab/server.ts';
import { onBench } from './actor-bench.ts';

const rules = paxosRules.without();
export const servers = ['a', 'b', 'c', 'd', 'e'];
const spans = { pingMs: 20, silenceMs: 100, settleMs: 7 };

export const command = (serial: number, f: 'put' | 'get' = 'put', client = 'c1'): Command => ({
  client,
  serial,
  f,
  key: 'k',
  value: f === 'put' ? `v${serial}` : null,
});
export const transaction = (epoch: number, counter: number): Transaction => ({
  zxid: { epoch, counter },
  command: command(counter),
});
export const journalOf = (history: readonly Transaction[], accepted = 0): ZabRecord[] => [
  { kind: 'epoch', accepted },
  { kind: 'history', history },
];
export const server = (journal: readonly ZabRecord[] = [], self = 'c') =>
  onBench(self, zabServer(rules, { ...spans, servers }), journal);
export const toOf = ({ sent }: { sent: readonly { to: string }[] }) => sent.map(({ to }) => to);

/** c leads epoch 4 with that history, and b and d have taken it. */
export function leader(history: readonly Transaction[] = []) {
  const bench = server(journalOf(history, 3));
  bench.timeout('vote');
  for (const from of ['b', 'd']) bench.serve(from, { type: 'FollowerInfo', epoch: 2 });
  for (const from of ['b', 'd'])
    bench.serve(from, { type: 'AckEpoch', epoch: 4, last: { epoch: 0, counter: 0 }, length: 0 });
  for (const from of ['b', 'd'])
    bench.serve(from, { type: 'AckLeader', epoch: 4, length: history.length });
  return bench;
}

/** c follows b in epoch 4, with that history. */
export function follower(history: readonly Transaction[] = []) {
  const bench = server();
  bench.timeout('vote');
  bench.serve('a', { type: 'HasLeader', leader: 'b' });
  bench.serve('b', { type: 'NewEpoch', epoch: 4 });
  bench.serve('b', { type: 'NewLeader', epoch: 4, history });
  return bench;
}
