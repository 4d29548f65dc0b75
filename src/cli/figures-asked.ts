/** Figures in a question: parameters of the scenario that answers it, or of an estimate. */

interface Asked {
  /** Names of parameters that the figure is meant for. */
  readonly names: readonly string[];
  readonly pattern: RegExp;
  /** What one of the unit that the figure is given in makes of the parameter's, by the last group of the pattern. */
  readonly units?: Readonly<Record<string, number>>;
  /** What the parameter counts besides: three retries are four attempts. */
  readonly more?: number;
  /** It means the same in every wing, and not only in estimates and objectives … */
  readonly anywhere?: true;
  /** … beside these parameters. */
  readonly beside?: readonly string[];
}

const numberWords = 'one two three four five six seven eight nine ten'.split(' ');
const number = String.raw`(\d[\d,]*(?:\.\d+)?|${numberWords.join('|')}|an?(?= (?:thousand|million|billion)))`;
const unit = String.raw`(?: ?(k|m|b|thousand|million|billion)\b)?`;
const inPattern = (rest: string): RegExp =>
  new RegExp(String.raw`\b${number}${unit}[ -]?${rest}`, 'i');
/** A share is an availability if the question speaks of one, and three nines are one anyway. */
const ofAvailability =
  /\b(?:availability|available|uptime|downtime|sla|slo|objective|nines)\b|\b99\.9/i;
/** What it is called where an alert holds to it. */
const availabilities = ['availability', 'objective'];

/** Of one item. */
const size = String.raw`(kb|mb|gb|bytes)\b`;
const aDay = String.raw`(?:per|a|each|every) (day|month)\b`;

/** Dynamo's letters. */
const quorum = { replicas: 'N', reads: 'R', writes: 'W' };

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
  {
    names: ['actions'],
    pattern: new RegExp(
      String.raw`\b(\d{1,3}|${numberWords.join('|')}|once|twice)()(?! ?(?:k|m|b|thousand|million|billion)\b) (?:[\w-]+ ){0,2}(?:a|per|each|every) day\b`,
      'i',
    ),
  },
  { names: ['actions'], pattern: inPattern(String.raw`\w+ each\b`) },
  {
    names: ['actions'],
    pattern: new RegExp(
      String.raw`\b(?:send|post|make|write|read|upload|view|with|do(?:es)?)(?:s|ing)? (?:about )?${number}${unit} (?!(?:[a-z]+ ){0,3}(?:users|copies|replicas))`,
      'i',
    ),
  },
  { names: ['readsPerWrite'], pattern: /\b(\d+)() ?: ?1\b/ },
  {
    names: ['readsPerWrite'],
    pattern: inPattern(String.raw`reads? (?:per|a|for (?:each|every|one)) write\b`),
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
  {
    names: ['perDay'],
    pattern: inPattern(String.raw`(?:\w+ ){0,3}${aDay}`),
    units: { day: 1, month: 1 / 30 },
  },
  {
    names: ['failedShare'],
    pattern:
      /\b(\d+(?:\.\d+)?)() ?(%|percent) (?:of (?:\w+ ){1,3})?(?:fail|are failing|errors?\b(?! budget))/i,
    units: { '%': 0.01, percent: 0.01 },
  },
  {
    names: ['spentMin'],
    pattern: inPattern(
      String.raw`min(?:ute)?s? (?:of (?:\w+ )?(?:outage|downtime|budget)|down\b|are spent|ha(?:s|ve) been spent)`,
    ),
  },
  {
    names: ['spentMin'],
    pattern: new RegExp(
      String.raw`\b(?:down for|been down|were down|was down|spent) ${number}${unit} min`,
      'i',
    ),
  },
  {
    names: ['replicas'],
    pattern: inPattern(String.raw`replicas\b`),
    anywhere: true,
    beside: Object.keys(quorum),
  },
  ...Object.entries(quorum).map(
    ([name, letter]): Asked => ({
      names: [name],
      pattern: new RegExp(String.raw`\b${letter} ?= ?(\d+)`, 'i'),
      anywhere: true,
      beside: Object.keys(quorum),
    }),
  ),
  ...Object.entries({
    replicas: '(?:keep|have|with) (?=\\S+ (?:copies|replicas))',
    reads: 'read(?:s|ing)? (?:from |of )?(?:just |only )?',
    writes: 'writ(?:e|es|ing) to (?:all )?|after (?=\\S+ ack)',
  }).map(
    ([name, said]): Asked => ({
      names: [name],
      pattern: new RegExp(String.raw`\b(?:${said})${number}${unit}`, 'i'),
      anywhere: true,
      beside: Object.keys(quorum),
    }),
  ),
  {
    names: ['consumers'],
    pattern: inPattern(String.raw`consumers?\b`),
    anywhere: true,
    beside: ['partitions'],
  },
  {
    names: ['partitions'],
    pattern: inPattern(String.raw`partitions?\b`),
    anywhere: true,
    beside: ['consumers'],
  },
  {
    names: ['connections'],
    pattern: inPattern(String.raw`(?:[\w-]+ ){0,2}(?:connections|(?:web)?sockets|users|clients)\b`),
    anywhere: true,
    beside: ['perServer'],
  },
  {
    names: ['nodes'],
    pattern: new RegExp(
      String.raw`\b(\d|${numberWords.join('|')})()[ -](?:node|server|member)s?\b`,
      'i',
    ),
    anywhere: true,
    beside: ['electionTimeoutMs'],
  },
  {
    names: ['perHour'],
    pattern: inPattern(String.raw`(?:[\w-]+ )?(?:per|an|each|every) hour\b`),
    anywhere: true,
  },
  { names: ['followers'], pattern: inPattern(String.raw`followers\b`), anywhere: true },
  {
    names: ['calls'],
    pattern: inPattern(String.raw`(?:parallel |other )?(?:calls|backends|services)\b`),
  },
  { names: ['tiers'], pattern: inPattern(String.raw`(?:tiers|layers)\b`), anywhere: true },
  {
    names: ['maxAttempts', 'attempts'],
    pattern: new RegExp(String.raw`\bretr(?:y|ies|ied) (?:it )?${number}${unit} times`, 'i'),
    more: 1,
    anywhere: true,
  },
  {
    names: ['limit'],
    pattern: inPattern(String.raw`requests? (?:per|a|each) minute\b`),
    anywhere: true,
  },
];

const share = /\b(\d\d(?:\.\d+)?) ?(?:%|percent\b)/;

/**
 * Of these parameters, those that the question gives a figure. Outside of estimates and objectives only what means the
 * same everywhere.
 */
export function figuresAsked(
  question: string,
  params: readonly string[],
  isOfFigures = true,
): Readonly<Record<string, number>> {
  const told = figuresTold(question, params, isOfFigures);
  const perDay = isOfFigures ? perDayOf(question, params) : undefined;
  if (perDay === undefined) return told;
  return {
    ...told,
    ...(params.includes('perDay') ? { perDay: perDay.amount } : {}),
    ...(params.includes('uploads')
      ? { uploads: Number((perDay.amount / 86_400).toPrecision(6)) }
      : {}),
  };
}

function figuresTold(
  question: string,
  params: readonly string[],
  isOfFigures: boolean,
): Readonly<Record<string, number>> {
  const figures = asked.flatMap((one) => {
    const { pattern, units, more = 0 } = one;
    const name = meantBy(one, params, isOfFigures);
    if (name === undefined) return [];
    const [, digits, factor = '', unit = ''] = pattern.exec(question) ?? [];
    const each = units === undefined ? 1 : units[unit.toLowerCase()];
    if (digits === undefined || each === undefined) return [];
    return [[name, Number((each * amountOf(digits, factor) + more).toPrecision(6))] as const];
  });
  const [, percent] = share.exec(question) ?? [];
  const isAvailability = percent !== undefined && ofAvailability.test(question);
  const promised = availabilities.find((name) => params.includes(name));
  if (isOfFigures && isAvailability && promised !== undefined) {
    figures.push([promised, Number((Number(percent) / 100).toPrecision(12))]);
  }
  const found: Record<string, number> = Object.fromEntries(figures);
  // One of them alone says nothing of whether they intersect.
  const isHalf = (found['reads'] === undefined) !== (found['writes'] === undefined);
  if (isHalf) for (const name of Object.keys(quorum)) delete found[name];
  if (isOfFigures && params.includes('years') && /\b(?:per|a|each) year\b/i.test(question)) {
    found['years'] ??= 1;
  }
  return found;
}

/**
 * 50 million users who each send 40 messages send two billion a day. Those of whom nothing is told do one thing a day,
 * unless the question has a number of things itself.
 */
function perDayOf(
  question: string,
  params: readonly string[],
): { readonly amount: number; readonly isAssumed: boolean } | undefined {
  if (params.includes('users')) return undefined;
  const told = figuresTold(question, ['users', 'actions', 'perDay', 'uploads'], true);
  const { users, actions } = told;
  if (users === undefined) return undefined;
  const isAssumed = actions === undefined;
  if (isAssumed && (told['perDay'] !== undefined || told['uploads'] !== undefined))
    return undefined;
  return { amount: users * (actions ?? 1), isAssumed };
}

/** What was assumed of users for these parameters, if the question does not say what each of them does. */
export function assumedOf(question: string, params: readonly string[]): string | undefined {
  const isOfUsers = params.includes('perDay') || params.includes('uploads');
  const isAssumed = isOfUsers && perDayOf(question, params)?.isAssumed === true;
  return isAssumed ? 'one a day for each user' : undefined;
}

/** The parameter that a figure is meant for, if it is one of these. */
function meantBy(
  { names, anywhere, beside = [] }: Asked,
  params: readonly string[],
  isOfFigures: boolean,
): string | undefined {
  const isMeant = (isOfFigures || anywhere) && beside.every((one) => params.includes(one));
  return isMeant ? names.find((one) => params.includes(one)) : undefined;
}

const anyFigure = /\b\d[\d,.]*(?: ?(?:k|m|b|thousand|million|billion)\b)?(?: ?%)?/gi;

/** The figures of a question that none of these parameters has got, as they stand there. */
export function figuresLeftOut(question: string, params: readonly string[]): string[] {
  const isOfUsers = params.includes('perDay') || params.includes('uploads');
  const names = isOfUsers ? [...params, 'users', 'actions'] : params;
  const read = asked.flatMap((one) => {
    const found = meantBy(one, names, true) === undefined ? null : one.pattern.exec(question);
    return found === null ? [] : [{ from: found.index, to: found.index + found[0].length }];
  });
  const found = availabilities.some((name) => params.includes(name)) ? share.exec(question) : null;
  if (found !== null) read.push({ from: found.index, to: found.index + found[0].length });
  return [...question.matchAll(anyFigure)]
    .filter(({ index }) => !read.some(({ from, to }) => from <= index && index < to))
    .map(([text]) => text.replace(/[,.]$/, '').trim());
}

function amountOf(digits: string, factor: string): number {
  const word = digits.toLowerCase();
  if (word === 'once' || word === 'twice') return word === 'once' ? 1 : 2;
  // A million is one.
  const place = /^an?$/.test(word) ? 0 : numberWords.indexOf(word);
  const value = place === -1 ? Number(digits.replaceAll(',', '')) : place + 1;
  return value * ({ k: 1e3, t: 1e3, m: 1e6, b: 1e9 }[factor.charAt(0).toLowerCase()] ?? 1);
}

const ofStorage = /\b(?:stor(?:e|es|age)|disks?|space)\b/i;

/** The command line of an estimate, without the program; undefined if the question has no figure of one. */
export function estimateAsked(question: string): string | undefined {
  const names = ['availability', 'users', 'actions', 'perDay', 'bytes', 'years', 'replicas'];
  const figures = figuresAsked(question, names);
  const { availability, users, actions, bytes, years, replicas } = figures;
  if (availability !== undefined) {
    return `estimate nines availability=${Number((100 * availability).toPrecision(12))}%`;
  }
  const { perDay } = figuresAsked(question, ['perDay']);
  if (ofStorage.test(question) && perDay !== undefined) {
    const others = [
      bytes && `size=${bytes}B`,
      years && `for=${years}years`,
      replicas && `replicas=${replicas}`,
    ];
    return ['estimate storage', `rate=${perDay}/day`, ...others.filter(Boolean)].join(' ');
  }
  if (users === undefined) return undefined;
  return [
    'estimate qps',
    `users=${users}`,
    ...(actions === undefined ? [] : [`actions=${actions}`]),
  ].join(' ');
}
