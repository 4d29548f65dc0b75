/**
 * A value that the code around it knows to be there, such as an element of a list by a place below its length.
 * Where that is wrong, it is a fault of the lab, which says at once what was missing.
 *
 * @param what names it, without an article: 'key of the rank'
 */
export function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`There is no ${what}, but there must be`);
  return value;
}
