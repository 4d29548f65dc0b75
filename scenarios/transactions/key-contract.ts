import * as z from 'zod';
import {
  type Asked,
  everyIntentAnswered,
  type IdempotencySubject,
  idempotencyInvariants,
  idempotencySubject,
} from '../../sims/transactions/idempotency/cluster.ts';
import { hourMs } from '../../sims/transactions/idempotency/database.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutTransactions } from './common.ts';
import { type Case, contract } from './contract.ts';

const params = z.object({
  hours: whole(1, 200, 24, 'how long a key is kept'),
});

const everyMs = 10_000;
const chargeMs = 500;

const firstOf = (row: number) => 2 * row + 1;

function asksOf(cases: readonly Case[]): Asked[] {
  return cases.flatMap(({ first, second, isOther, laterMs }, row) => {
    const one: Asked = {
      id: firstOf(row),
      account: 'ann',
      endpoint: '/rides',
      key: `key-${row + 1}`,
      amount: 20,
      atMs: (row + 1) * everyMs,
      untilAnswered: false,
      ...first,
    };
    if (second === undefined) return [one];
    const other = { ...one, ...second, id: firstOf(row) + Number(isOther) };
    return [one, { ...other, atMs: one.atMs + laterMs }];
  });
}

interface Outcome {
  readonly answers: string;
  readonly charges: number;
}

function outcomesOf({ systems }: IdempotencySubject, cases: readonly Case[]): Outcome[] {
  return cases.map((_, row) => {
    const ids = [firstOf(row), firstOf(row) + 1];
    const answers = systems.flatMap(({ options, statuses }) =>
      statuses.filter((_each, place) => ids.includes(options.asks[place]?.id ?? 0)),
    );
    const charges = systems.flatMap(({ judge }) => ids.map((id) => judge.count('charges', id)));
    return {
      answers: answers.map((each) => each.join(', ')).join(' then '),
      charges: charges.reduce((sum, each) => sum + each, 0),
    };
  });
}

export default scenario({
  ...aboutTransactions,
  id: 'transactions/key-contract',
  asks: 'What does an API owe a request that arrives again with the same idempotency key?',
  claims: [],
  code: [
    'sims/transactions/idempotency/database.ts#reserve',
    'sims/transactions/idempotency/api.ts#answerTo',
  ],
  params,
  durationMs: ({ hours }) => hours * hourMs + 30 * everyMs,
  invariants: idempotencyInvariants,
  metrics: {
    asAnswered: gauge('cases', 'answered as the contract says'),
    asCharged: gauge('cases', 'charged as often as the contract says'),
  },
  build({ world, rules, params: { hours }, metrics }) {
    const cases = contract(hours);
    const subject = idempotencySubject(world, rules, [
      {
        keeps: 'recovery points',
        asks: asksOf(cases),
        cardMood: (intent) => cases[Math.floor((intent - 1) / 2)]?.mood ?? 'charges',
        chargeMs,
        keepMs: hours * hourMs,
        lockMs: 5_000,
      },
    ]);
    world.at(hours * hourMs + 30 * everyMs - 1, () => {
      const outcomes = outcomesOf(subject, cases);
      const agreeing = (part: keyof Outcome) =>
        outcomes.filter((outcome, row) => outcome[part] === cases[row]?.[part]).length;
      metrics.asAnswered.set(agreeing('answers'));
      metrics.asCharged.set(agreeing('charges'));
    });
    return subject;
  },
  goals: () => [everyIntentAnswered],
  expect: ({ hours }) => [
    exactly(contract(hours).length, 'asAnswered', 'as-answered').says(
      'cases of the idempotency-key contract that the API answered as it says',
    ),
    exactly(contract(hours).length, 'asCharged', 'as-charged').says(
      'cases of the idempotency-key contract in which the card was charged as often as it allows',
    ),
  ],
  tells: ({ params: { hours }, subject, metrics }) => {
    const cases = contract(hours);
    const rows = outcomesOf(subject, cases).map(({ answers, charges }, row) => [
      cases[row]?.says ?? '',
      answers,
      String(charges),
    ]);
    return (
      `The API owes the first answer, word for word, and no second effect (idempotent): the server reserves the key, does the work, keeps the answer for ${counted(hours, 'hour')} and returns it to each repeat. ` +
      'While the first request is in progress a repeat gets a conflict (409), and a different request with the same key is refused (422). ' +
      'Once the work has begun, a failure counts as an answer; a request refused before that is not stored. ' +
      `${metrics.asAnswered.value} of ${cases.length} cases are answered as Stripe’s reference and the IETF draft say.\n\n` +
      plainTable([['case', 'answers', 'charges'], ...rows])
    );
  },
});

// Left out: version 2 of Stripe’s API, which allows a failed request to be retried. Here the
// endpoint is part of the key, as in Leach’s reference; Stripe compares it with the rest of the
// request.
