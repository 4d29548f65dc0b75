/** Values of a history as plain data. */
import { asJson, type Value } from '../../check/linearizability/value.ts';

/** Numbers that JSON's readers would round become texts, and so does what is nested too deep for them. */
export function plainValue(value: Value | undefined): unknown {
  if (value === undefined) return null;
  const text = asJson(value, 'text');
  return isNestedDeep(text) ? text : JSON.parse(text);
}

const depthMax = 500;

/** A bracket within a text counts too: that does no harm. */
function isNestedDeep(json: string): boolean {
  let depth = 0;
  for (const character of json) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}
