/** Changes that a team proposes for the schema of an order, one after the other. A registry takes some of them. */
import type { FieldSchema } from './types.ts';

/** The fields of the first version. */
export const firstFields: readonly FieldSchema[] = [
  { name: 'id', type: 'int' },
  { name: 'customer', type: 'string' },
  { name: 'coupon', type: 'string' },
  { name: 'amount', type: 'int' },
  { name: 'quantity', type: 'int' },
  { name: 'note', type: ['null', 'string'], default: null },
  {
    name: 'status',
    type: { type: 'enum', name: 'Status', symbols: ['OTHER', 'OPEN', 'PAID'], default: 'OTHER' },
  },
];

type Change = (fields: readonly FieldSchema[]) => readonly FieldSchema[];

const altered = (name: string, alter: (field: FieldSchema) => FieldSchema): Change => {
  return (fields) => fields.map((field) => (field.name === name ? alter(field) : field));
};

const without = (name: string): Change => {
  return (fields) => fields.filter((field) => field.name !== name);
};

const withRequired = ({ default: _, ...field }: FieldSchema): FieldSchema => field;

export const proposals = {
  'add-optional': (fields) => [...fields, { name: 'currency', type: 'string', default: 'EUR' }],
  'add-required': (fields) => [...fields, { name: 'country', type: 'string' }],
  'take-default-away': altered('currency', withRequired),
  'give-default': altered('coupon', (field) => ({ ...field, default: '' })),
  'delete-it-then': without('coupon'),
  rename: altered('amount', (field) => ({ ...field, name: 'cents' })),
  'rename-with-alias': altered('amount', (field) => ({
    ...field,
    name: 'total',
    aliases: ['amount'],
  })),
  'int-to-long': altered('quantity', (field) => ({ ...field, type: 'long' })),
  'add-symbol': altered('status', (field) => ({
    ...field,
    type: {
      type: 'enum',
      name: 'Status',
      symbols: ['OTHER', 'OPEN', 'PAID', 'SHIPPED'],
      default: 'OTHER',
    },
  })),
  'delete-optional': without('note'),
  'change-places': ([id, second, third, ...others]) =>
    [id, third, second, ...others].filter((field) => field !== undefined),
} as const satisfies Readonly<Record<string, Change>>;

export type Proposal = keyof typeof proposals;
export const proposalNames = Object.keys(proposals) as Proposal[];

export const orderSchema = (fields: readonly FieldSchema[]) => ({
  type: 'record' as const,
  name: 'Order',
  fields,
});

/** What a field says under any of its names. */
export const factOf = (name: string): string =>
  name === 'total' || name === 'cents' ? 'amount' : name;
