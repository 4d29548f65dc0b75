import * as z from 'zod';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import {
  decodedNumbered,
  encodedNumbered,
  type NumberedField,
  type NumberedValues,
  reusedNumber,
} from '../../sims/deployment/schema/numbered.ts';
import { Unreadable } from '../../sims/deployment/schema/unreadable.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  messages: whole(100, 5_000, 1_000, 'written with the first version of the message'),
});

const field = (
  number: number,
  name: string,
  type: NumberedField['type'] = 'string',
): NumberedField => ({ number, name, type });
const first = [
  field(1, 'id', 'uint64'),
  field(2, 'customer'),
  field(3, 'coupon'),
  field(4, 'amount', 'uint64'),
];
const [id, customer, coupon, amount] = first as [
  NumberedField,
  NumberedField,
  NumberedField,
  NumberedField,
];

const changes = ['rename', 'delete', 'add', 'reuse', 'reuseTyped'] as const;
type Change = (typeof changes)[number];
const after: Readonly<Record<Change, readonly NumberedField[]>> = {
  rename: [id, customer, coupon, { ...amount, name: 'total' }],
  delete: [id, customer, amount],
  add: [...first, field(5, 'country')],
  reuse: [id, customer, field(3, 'country'), amount],
  reuseTyped: [id, customer, field(3, 'points', 'uint64'), amount],
};
const says: Readonly<Record<Change, string>> = {
  rename: 'a field renamed',
  delete: 'a field deleted',
  add: 'a field added under a new number',
  reuse: 'the number of a deleted field used for another one',
  reuseTyped: 'the number of a deleted field used for another one of another type',
};
/** The number of coupon, which these changes have deleted before. */
const deleted: Readonly<Partial<Record<Change, readonly number[]>>> = {
  reuse: [coupon.number],
  reuseTyped: [coupon.number],
};

const coupons = ['', 'SPRING', 'FRIEND'];
/** An empty string is not written, and nothing is misread. */
const writtenShare = 2 / 3;

export default scenario({
  ...aboutDeployment,
  id: 'deployment/field-numbers',
  asks: 'Protobuf fields have numbers. A field is renamed, deleted, or its number is used again: what do new readers make of old messages, and old readers of new ones?',
  claims: [],
  code: [
    'sims/deployment/schema/numbered.ts#decodedNumbered',
    'sims/deployment/schema/numbered.ts#reusedNumber',
  ],
  params,
  metrics: {
    ...gaugePer(changes, 'wrong', 'messages', (one) => `old ones that are misread, ${says[one]}`),
    ...gaugePer(changes, 'wrongBack', 'messages', (one) => `new ones misread before, ${says[one]}`),
    refused: gauge('changes', 'that use a reserved number, and are refused'),
  },
  build({ world, params: { messages }, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const stream = study.stream('orders');
    const orders = Array.from({ length: messages }, (_, place) => {
      const cents = randomInteger(stream, 1, 99_999);
      return {
        ...{ id: place + 1, customer: `customer ${randomInteger(stream, 1, 99)}` },
        ...{ coupon: pick(stream, coupons), amount: cents, total: cents },
        ...{ country: pick(stream, ['AT', 'CH', 'DE']), points: randomInteger(stream, 1, 9) },
      };
    });
    for (const change of changes) {
      const refused = reusedNumber(after[change], deleted[change] ?? [], rules);
      const [to, back] = [`${change}.wrong`, `${change}.wrongBack`] as const;
      const directions = [
        { writer: first, reader: after[change], metric: metrics[to], how: 'old messages' },
        { writer: after[change], reader: first, metric: metrics[back], how: 'new messages' },
      ];
      for (const { writer, reader, metric, how } of directions) {
        study.next(() => {
          let wrong = 0;
          for (const order of orders) {
            try {
              const read = decodedNumbered(reader, encodedNumbered(writer, order), rules);
              if (!isMeant(read, order, writer)) wrong += 1;
            } catch (error) {
              if (!(error instanceof Unreadable)) throw error;
              study.holds(
                'every-event-is-read',
                false,
                `${how}, ${says[change]}: ${error.message}`,
              );
            }
          }
          study.observes(`${how} that are misread, ${says[change]}`, wrong, '', metric);
          // What is refused is never deployed: the figures say what it would do.
          if (refused !== undefined) return;
          const text = `${wrong} ${how} are misread: ${says[change]}`;
          study.holds('events-keep-meaning', wrong === 0, text);
        });
      }
    }
    return study.next(() => {
      const refused = changes.filter(
        (one) => reusedNumber(after[one], deleted[one] ?? [], rules) !== undefined,
      );
      study.observes('changes that are refused', refused.length, '', metrics.refused);
    });
  },
  expect: ({ messages }) => [
    ...(['rename', 'delete', 'add', 'reuseTyped'] as const).flatMap((one) => [
      exactly(0, `${one}.wrong`, `${one}-reads-old`).says(`old messages misread, ${says[one]}`),
      exactly(0, `${one}.wrongBack`, `${one}-reads-new`).says(`new messages misread, ${says[one]}`),
    ]),
    within('reuse.wrong', 'reuse-misreads', binomialBounds(messages, writtenShare)).says(
      `old messages misread, ${says.reuse}: those that have the old field (binomial)`,
    ),
    exactly(messages, 'reuse.wrongBack', 'reuse-misreads-all').says(
      `new messages misread, ${says.reuse}: all, by readers of the old field`,
    ),
    exactly(2, 'refused', 'refused').says('changes that use a reserved number'),
  ],
  tells: ({ params: { messages }, metrics: m }) =>
    `Only the number counts: if a field is renamed, added or deleted, ${m['rename.wrong'].value} messages are misread in either direction; if the number of a deleted one is used for another of its type, ${inDigits(m['reuse.wrong'].value ?? 0)} of ${inDigits(messages)} old messages are misread without an error. ` +
    `Old readers misread all ${inDigits(m['reuse.wrongBack'].value ?? 0)} new ones then. ` +
    `If the new field has another wire type, it is skipped. Mark the numbers of deleted fields as reserved: the compiler then refuses to use them again.`,
});

/** Each field is what was written under its own name, or empty if its name was not written. */
function isMeant(
  read: NumberedValues,
  order: NumberedValues,
  writer: readonly NumberedField[],
): boolean {
  const names = new Set(writer.map(({ name }) => meaningOf(name)));
  return Object.entries(read).every(([name, value]) =>
    names.has(meaningOf(name)) ? value === order[name] : value === 0 || value === '',
  );
}

/** A renamed field means what it meant before. */
const meaningOf = (name: string): string => (name === 'total' ? 'amount' : name);

// Left out: JSON and text formats of Protobuf, which have names, and enums.
