/** Figures in a question: parameters of the scenario that answers it, or of an estimate. */

interface Asked {
  /** Names of parameters that the figure is meant for. */
  readonly names: readonly string[];
  readonly pattern: RegExp;
  /** What one of the unit that the figure is given in makes of the parameter's, by the last group of the pattern. */
  readonly units?: Readonly<Record<string, number>>;
}

const numberWords = 'one two three four five six seven eight nine ten'.split(' ');
const number = String.raw`(\d[\d,]*(?:\.\d+)?|${numberWords.join('|')}|an?(?= (?:thousand|million|billion)))`;
const unit = String.raw`(?: ?(k|m|b|thousand|million|billion)\b)?`;
const inPattern = (rest: string): RegExp =>
  new RegExp(String.raw`\b${number}${unit} ?${rest}`, 'i');
/** A share is an availability if the question speaks of one. */
const ofAvailability = /\b(?:availability|available|uptime|downtime|sla|slo|nines)\b/i;

/** Of one item. */
const size = String.raw`(kb|mb|gb|bytes)\b`;

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
  {
    names: ['uploads'],
    pattern: inPattern(
      String.raw`(?:\w+ )?(?:uploads?|photos|images|pictures) (?:\w+ )?(?:per|a|every) (second|day)\b`,
    ),
    units: { second: 1, day: 1 / 86_400 },
  },
  { names: ['megabytes'], pattern: inPattern(size), units: { kb: 1e-3, mb: 1, gb: 1e3 } },
  { names: ['bytes', 'urlBytes'], pattern: inPattern(size), units: { kb: 1e3, bytes: 1 } },
  { names: ['keys'], pattern: inPattern(String.raw`(?:[\w-]+ )?(?:keys|items|elements)\b`) },
  { names: ['viewers'], pattern: inPattern(String.raw`(?:[\w-]+ )?viewers\b`) },
  { names: ['replicas'], pattern: inPattern(String.raw`(?:[\w-]+ )?(?:replicas|copies|times)\b`) },
  { names: ['perDay'], pattern: inPattern(String.raw`(?:\w+ ){0,3}(?:per|a|every) day\b`) },
];

const share = /\b(\d\d(?:\.\d+)?) ?%/;

/** Of these parameters, those that the question gives a figure. */
export function figuresAsked(
  question: string,
  params: readonly string[],
): Readonly<Record<string, number>> {
  const figures = asked.flatMap(({ names, pattern, units }): [string, number][] => {
    const name = names.find((one) => params.includes(one));
    const [, digits, factor = '', unit = ''] =
      (name === undefined ? null : pattern.exec(question)) ?? [];
    const each = units === undefined ? 1 : units[unit.toLowerCase()];
    if (name === undefined || digits === undefined || each === undefined) return [];
    return [[name, Number((each * amountOf(digits, factor)).toPrecision(6))]];
  });
  const [, percent] = share.exec(question) ?? [];
  const isAvailability = percent !== undefined && ofAvailability.test(question);
  if (isAvailability && params.includes('availability')) {
    figures.push(['availability', Number((Number(percent) / 100).toPrecision(12))]);
  }
  return Object.fromEntries(figures);
}

function amountOf(digits: string, factor: string): number {
  const word = digits.toLowerCase();
  // A million is one.
  const place = /^an?$/.test(word) ? 0 : numberWords.indexOf(word);
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
