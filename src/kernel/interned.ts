/**
 * The same string, in the copy that the engine keeps for property names. Strings that were put
 * together at run time are compared letter by letter; interned ones by address. Worth it for names
 * that are looked up at every event.
 */
export function interned(text: string): string {
  return Object.keys({ [text]: true })[0] as string;
}
