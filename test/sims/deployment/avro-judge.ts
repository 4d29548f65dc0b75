/**
 * Schemas are resolved as Avro does: pairs of schemas, the second made from the first by changes, are given to the package
 * avsc, with values. The sim must allow the same pairs and read the same values out of the same bytes. What the two see
 * differently is in resolution.test.ts.
 */
import avsc from 'avsc';
import fc from 'fast-check';
import { expect } from 'vitest';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { decoded, encoded } from '../../../sims/deployment/schema/binary.ts';
import { canRead } from '../../../sims/deployment/schema/compatibility.ts';
import { parseSchema } from '../../../sims/deployment/schema/parse.ts';
import { resolved } from '../../../sims/deployment/schema/resolution.ts';
import type { AvroSchema, Value } from '../../../sims/deployment/schema/types.ts';
import { Unreadable } from '../../../sims/deployment/schema/unreadable.ts';
import { schemaPairs, valuesOf } from './avro-schemas.ts';

const rules = deploymentRules.without();

const packageType = (schema: AvroSchema) =>
  avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });

/** Undefined if the package cannot read one as the other. */
function packageResolver(reader: avsc.Type, writer: avsc.Type) {
  try {
    // The package compares full names by default; the specification compares names without their namespaces.
    return reader.createResolver(writer, { ignoreNamespaces: true } as never);
  } catch {
    return undefined;
  }
}

const inPackage = (type: avsc.Type, bytes: readonly number[], resolver?: object): Value =>
  JSON.parse(type.toString(type.fromBuffer(Buffer.from(bytes), resolver as never)));

/** How many of the pairs are allowed and refused, and how many values are read. */
export function judgePairs(options: { readonly numRuns: number; readonly seed?: number }) {
  let [allowed, refused, read] = [0, 0, 0];
  fc.assert(
    fc.property(schemaPairs, ({ writer, reader, numbers }) => {
      const [ownWriter, ownReader] = [parseSchema(writer), parseSchema(reader)];
      const [theirWriter, theirReader] = [packageType(writer), packageType(reader)];
      const resolver = packageResolver(theirReader, theirWriter);
      expect(canRead(ownReader, ownWriter)).toBe(resolver !== undefined);
      if (resolver === undefined) refused += 1;
      else allowed += 1;
      const values = valuesOf(ownWriter, numbers);
      for (const value of values) {
        const bytes = encoded(ownWriter, value);
        const theirs = theirWriter.fromString(JSON.stringify(value));
        expect(bytes).toEqual([...theirWriter.toBuffer(theirs)]);
        expect(decoded(ownWriter, bytes)).toEqual(value);
        if (resolver === undefined) continue;
        read += 1;
        expect(resolved(ownReader, ownWriter, value, rules)).toEqual(
          inPackage(theirReader, bytes, resolver),
        );
      }
      // What is refused as a whole has values that are not read: the check is no stricter than it must be.
      if (resolver !== undefined) return;
      expect(values.some((value) => !isRead(value))).toBe(true);

      function isRead(value: Value): boolean {
        try {
          resolved(ownReader, ownWriter, value, rules);
          return true;
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          return false;
        }
      }
    }),
    options,
  );
  return { allowed, refused, read };
}
