/**
 * Which reader can read which event. A reader ignores fields that it does not know, and needs those that it requires, of
 * the type that it expects (Kleppmann, Designing Data-Intensive Applications, 2017, chapter 4).
 */

export interface Field {
  readonly type: 'text' | 'number';
  readonly required: boolean;
}
export type Schema = Readonly<Record<string, Field>>;

export const canRead = (reader: Schema, writer: Schema): boolean =>
  Object.entries(reader).every(([name, { type, required }]) => {
    const written = writer[name];
    if (written === undefined) return !required;
    return written.type === type && (written.required || !required);
  });

const id: Field = { type: 'text', required: true };
const note: Field = { type: 'text', required: false };

/** A change of a schema: before, and after. */
export const schemaChanges = {
  'add-optional': [{ id }, { id, note }],
  'add-required': [{ id }, { id, amount: id }],
  'remove-optional': [{ id, note }, { id }],
  'remove-required': [{ id, amount: id }, { id }],
  rename: [
    { id, amount: id },
    { id, total: id },
  ],
  'change-type': [{ id }, { id: { type: 'number', required: true } }],
} as const satisfies Readonly<Record<string, readonly [Schema, Schema]>>;

export type SchemaChange = keyof typeof schemaChanges;
