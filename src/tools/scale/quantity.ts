/** Quantities as Kubernetes writes them: `500m`, `80`, `1.5k`, `2Gi`, `60%`. */

const scales: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  // Percent stays what it is: utilisations are in percent.
  ['%', 1],
]);

/** Undefined if the text is not one. O(length). */
export function quantityOf(text: string): number | undefined {
  const [, amount = '', suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([a-zA-Z%]*)$/.exec(text.trim()) ?? [];
  const scale = scales.get(suffix);
  const value = Number(amount);
  return amount === '' || scale === undefined || !Number.isFinite(value)
    ? undefined
    : Number((value * scale).toPrecision(15));
}
