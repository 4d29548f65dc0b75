/**
 * The part of zod that parameters and operations are described with. Someone who takes it from here has the copy that
 * the lab itself uses; whole, zod would be 90 KB more in what every command loads.
 */
export {
  array,
  boolean,
  discriminatedUnion,
  enum,
  type infer,
  type input,
  int,
  literal,
  null,
  nullable,
  number,
  object,
  optional,
  type output,
  record,
  strictObject,
  string,
  tuple,
  union,
  type ZodType,
} from 'zod';
