/** An estimate with the figures of a question: `what downtime does 99.95% allow` is one of nines. */

interface Asked {
  readonly topic: string;
  readonly key: string;
  /** What the question speaks of, and the figure in it. */
  readonly pattern: RegExp;
}

const nines =
  /^(?=.*\b(?:availability|available|uptime|downtime|sla|slo|nines)\b).*?\b(\d\d(?:\.\d+)?) ?%/i;
const users =
  /\b(\d[\d,.]*) ?(k|m|b|thousand|million|billion)? (?:(?:daily|monthly|active) )*users\b/i;

const asked: readonly Asked[] = [
  { topic: 'nines', key: 'availability', pattern: nines },
  { topic: 'qps', key: 'users', pattern: users },
];

/** The command line without the program, undefined if the question has no figure that the lab estimates with. */
export function estimateAsked(question: string): string | undefined {
  for (const { topic, key, pattern } of asked) {
    const [, figure, unit = ''] = pattern.exec(question) ?? [];
    if (figure === undefined) continue;
    const value = topic === 'nines' ? `${figure}%` : figure.replaceAll(',', '') + unitOf(unit);
    return `estimate ${topic} ${key}=${value}`;
  }
  return undefined;
}

/** `million` as `M`. */
const unitOf = (unit: string): string =>
  ({ k: 'k', t: 'k', m: 'M', b: 'G' })[unit.charAt(0).toLowerCase()] ?? '';
