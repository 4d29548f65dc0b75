/** Figures in a question: parameters of the scenario that answers it, or of an estimate. */

interface Asked {
  /** Names of parameters that the figure is meant for. */
  readonly names: readonly string[];
  readonly pattern: RegExp;
}

const numberWords = 'one two three four five six seven eight nine ten'.split(' ');
const number = String.raw`(\d[\d,]*(?:\.\d+)?|${numberWords.join('|')})`;
const unit = String.raw`(?: ?(k|m|b|thousand|million|billion)\b)?`;
const inPattern = (rest: string): RegExp =>
  new RegExp(String.raw`\b${number}${unit} ?${rest}`, 'i');
/** A share is an availability if the question speaks of one. */
const ofAvailability = /\b(?:availability|available|uptime|downtime|sla|slo|nines)\b/i;

const asked: readonly Asked[] = [
  {
    names: ['perSecond', 'requestsPerSecond'],
    pattern: inPattern(String.raw`(?:rps|qps|requests? ?(?:per|a|\/) ?s(?:ec|econd)?)\b`),
  },
  { names: ['serviceMs'], pattern: inPattern(String.raw`(?:ms|milliseconds?)\b`) },
  {
    names: ['users'],
    pattern: inPattern(String.raw`(?:(?:daily|monthly|active) )*(?:users|dau|mau)\b`),
  },
  { names: ['years'], pattern: inPattern(String.raw`years?\b`) },
  {
    names: ['dependencies'],
    pattern: inPattern(
      String.raw`(?:[\w-]+ ){0,2}(?:(?:micro)?services|dependencies|components)\b`,
    ),
  },
  { names: ['copies'], pattern: inPattern(String.raw`(?:[\w-]+ ){0,2}(?:copies|replicas)\b`) },
  { names: ['perDay'], pattern: inPattern(String.raw`(?:\w+ ){0,3}(?:per|a|every) day\b`) },
];

const share = /\b(\d\d(?:\.\d+)?) ?%/;

/** Of these parameters, those that the question gives a figure. */
export function figuresAsked(
  question: string,
  params: readonly string[],
): Readonly<Record<string, number>> {
  const figures = asked.flatMap(({ names, pattern }): [string, number][] => {
    const name = names.find((one) => params.includes(one));
    const [, digits, factor = ''] = (name === undefined ? null : pattern.exec(question)) ?? [];
    return name === undefined || digits === undefined ? [] : [[name, amountOf(digits, factor)]];
  });
  const [, percent] = share.exec(question) ?? [];
  const isAvailability = percent !== undefined && ofAvailability.test(question);
  if (isAvailability && params.includes('availability')) {
    figures.push(['availability', Number((Number(percent) / 100).toPrecision(12))]);
  }
  return Object.fromEntries(figures);
}

function amountOf(digits: string, factor: string): number {
  const place = numberWords.indexOf(digits.toLowerCase());
  const value = place === -1 ? Number(digits.replaceAll(',', '')) : place + 1;
  return value * ({ k: 1e3, t: 1e3, m: 1e6, b: 1e9 }[factor.charAt(0).toLowerCase()] ?? 1);
}

/** The command line of an estimate, without the program; undefined if the question has no figure of one. */
export function estimateAsked(question: string): string | undefined {
  const { availability, users } = figuresAsked(question, ['availability', 'users']);
  if (availability !== undefined) {
    return `estimate nines availability=${Number((100 * availability).toPrecision(12))}%`;
  }
  return users === undefined ? undefined : `estimate qps users=${users}`;
}
