/**
 * The same string, in the copy that the engine keeps for property names. Strings that were put
 * together at run time are compared letter by letter; interned ones by address. Worth it for names
 * that are looked up at every event.
 */
import { must } from './must.ts';

export function interned(text: string): string {
  return must(Object.keys({ [text]: true })[0], 'key of the object');
}
