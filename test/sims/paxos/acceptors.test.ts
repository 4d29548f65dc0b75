/**
 * Goal: an acceptor answers as in Paxos Made Simple, §2.2, whatever it is asked and however often
 * it crashes; and the acceptor of a log does so in each slot.
 */
import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { Ballot } from '../../../sims/paxos/ballot.ts';
import type { AcceptedEntry } from '../../../sims/paxos/multi/messages.ts';
import { multiServer } from '../../../sims/paxos/multi/server.ts';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import { synodServer } from '../../../sims/paxos/synod/server.ts';
import { onBench } from '../../support/actor-bench.ts';

const rules = paxosRules.without();
const servers = ['a', 'b', 'c'];

/** Ballots as numbers: the proposer breaks ties of a round. */
const order = ({ round, proposer }: Ballot) => 10 * round + servers.indexOf(proposer);
const aBallot = fc.record({
  round: fc.integer({ min: 1, max: 3 }),
  proposer: fc.constantFrom(...servers),
});
const aSlot = fc.integer({ min: 1, max: 3 });
const asked = fc.array(
  fc.oneof(
    fc.record({ ask: fc.constant('prepare' as const), ballot: aBallot, slot: aSlot }),
    fc.record({
      ask: fc.constant('accept' as const),
      ballot: aBallot,
      slot: aSlot,
      value: fc.constantFrom('x', 'y'),
    }),
    fc.record({ ask: fc.constant('crash' as const) }),
  ),
  { maxLength: 14 },
);

type Held<Value> = Readonly<Record<number, { readonly ballot: Ballot; readonly value: Value }>>;
type Said<Value> =
  | { readonly type: 'Reject'; readonly ballot: Ballot; readonly promised: Ballot }
  | { readonly type: 'Promise'; readonly ballot: Ballot; readonly accepted: Held<Value> }
  | { readonly type: 'Accepted'; readonly ballot: Ballot };

/**
 * The sentences P1a and "responds with the highest-numbered proposal that it has accepted", over
 * all answers ever given.
 */
class ByThePaper<Value> {
  readonly #promised: Ballot[] = [];
  readonly #accepted = new Map<number, { ballot: Ballot; value: Value }>();

  #refuses(ballot: Ballot): Said<Value> | undefined {
    const higher = this.#promised.filter((one) => order(one) > order(ballot));
    const highest = higher.sort((one, other) => order(other) - order(one))[0];
    return highest && { type: 'Reject', ballot, promised: highest };
  }

  prepare(ballot: Ballot, from: number): Said<Value> {
    const refusal = this.#refuses(ballot);
    if (refusal !== undefined) return refusal;
    this.#promised.push(ballot);
    const accepted = [...this.#accepted].filter(([slot]) => slot >= from);
    return { type: 'Promise', ballot, accepted: Object.fromEntries(accepted) };
  }

  accept(ballot: Ballot, slot: number, value: Value): Said<Value> {
    const refusal = this.#refuses(ballot);
    if (refusal !== undefined) return refusal;
    // It would not accept a lower one afterwards, nor promise it.
    this.#promised.push(ballot);
    this.#accepted.set(slot, { ballot, value });
    return { type: 'Accepted', ballot };
  }
}

property.prop([asked], { numRuns: 60 })('of one value', (steps) => {
  const paper = new ByThePaper<string>();
  const actor = synodServer(rules, { servers, retryMs: 1, backoffMs: 1 });
  let acceptor = onBench('a', actor);
  const journal: (typeof acceptor.done.persisted)[number][] = [];
  for (const step of steps) {
    if (step.ask === 'crash') {
      acceptor = onBench('a', actor, journal);
      continue;
    }
    const { ask, ballot } = step;
    const message =
      ask === 'prepare'
        ? ({ type: 'Prepare', ballot } as const)
        : ({ type: 'Accept', ballot, value: step.value } as const);
    const { sent, persisted } = acceptor.receive('b', message);
    const expected =
      ask === 'prepare' ? paper.prepare(ballot, 1) : paper.accept(ballot, 1, step.value);
    // §2.5: its answer is on its disk first. A refusal says nothing new.
    expect(sent.length === 0).toBe(expected.type !== 'Reject');
    journal.push(...persisted);
    const said =
      'accepted' in expected ? { ...expected, accepted: expected.accepted[1] ?? null } : expected;
    expect(acceptor.sync().sent).toEqual([{ to: 'b', message: said }]);
  }
});

property.prop([asked], { numRuns: 60 })('of a log, slot by slot', (steps) => {
  const paper = new ByThePaper<null>();
  const actor = multiServer(rules, { servers, election: null, heartbeatMs: 1, keepsBallot: true });
  let acceptor = onBench('a', actor);
  const journal: (typeof acceptor.done.persisted)[number][] = [];
  for (const step of steps) {
    if (step.ask === 'crash') {
      acceptor = onBench('a', actor, journal);
      continue;
    }
    const { ask, ballot, slot } = step;
    const message =
      ask === 'prepare'
        ? ({ type: 'Prepare', ballot, from: slot } as const)
        : ({ type: 'Accept', ballot, slot, entry: null } as const);
    const { sent, persisted } = acceptor.receive('b', message);
    const expected =
      ask === 'prepare' ? paper.prepare(ballot, slot) : paper.accept(ballot, slot, null);
    expect(sent.length === 0).toBe(expected.type !== 'Reject');
    journal.push(...persisted);
    expect(acceptor.sync().sent).toEqual([{ to: 'b', message: inSlots(expected, slot) }]);
  }
});

function inSlots(said: Said<null>, slot: number): object {
  if ('promised' in said) return said;
  if (!('accepted' in said)) return { ...said, slot };
  const accepted = Object.entries(said.accepted).map(([number, { ballot, value: entry }]) => {
    const held: AcceptedEntry = { ballot, entry };
    return [number, held];
  });
  return { ...said, from: slot, accepted: Object.fromEntries(accepted) };
}
