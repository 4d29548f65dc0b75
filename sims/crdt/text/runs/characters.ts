/**
 * Characters of a text, counted in code points. A text without surrogate pairs, as most are, has as many code
 * points as UTF-16 units, so that it is cut where JavaScript cuts it.
 */

/** How many code points a text has. A surrogate without its other half counts as one. */
export function charactersIn(text: string): number {
  let count = text.length;
  for (let place = 1; place < text.length; place++) {
    if (isPair(text, place - 1)) {
      count -= 1;
      place += 1;
    }
  }
  return count;
}

/** The code points from one place on to before another, of a text that has `length` of them. */
export function sliceOf(text: string, length: number, from: number, to: number): string {
  if (text.length === length) return text.slice(from, to);
  const first = unitOf(text, 0, from);
  return text.slice(first, unitOf(text, first, to - from));
}

/** The place in UTF-16 units that is so many code points behind another. */
function unitOf(text: string, fromUnit: number, codePoints: number): number {
  let unit = fromUnit;
  for (let left = codePoints; left > 0; left--) unit += isPair(text, unit) ? 2 : 1;
  return unit;
}

function isPair(text: string, unit: number): boolean {
  return (
    (text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00
  );
}
