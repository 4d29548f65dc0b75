/** How people say the figures that parameters stand for. */

export interface Asked {
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

export const numberWords: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  'a hundred': 100,
  'one hundred': 100,
  once: 1,
  twice: 2,
};
const small = Object.keys(numberWords).slice(0, 10);
/** The longer ones first: a hundred thousand is not one hundred. */
const words = Object.keys(numberWords).sort((a, b) => b.length - a.length);
const number = String.raw`(\d[\d,]*(?:\.\d+)?|${words.join('|')}|an?(?= (?:thousand|million|billion|hour|minute|second|day)\b))`;
const unit = String.raw`(?: ?(k|m|b|thousand|million|billion)\b)?`;
const inPattern = (rest: string): RegExp =>
  new RegExp(String.raw`\b${number}${unit}[ -]?${rest}`, 'i');
/** A share is an availability if the question speaks of one, and three nines are one anyway. */
export const ofAvailability =
  /\b(?:availability|available|uptime|downtime|sla|slo|objective|nines)\b|\b99\.9/i;
/** What it is called where an alert holds to it. */
export const availabilities = ['availability', 'objective'];

/** What a study of canaries has. */
const canary = ['percentage', 'errorRate'];

/** Of one item. */
const size = String.raw`(kb|mb|gb|bytes)\b`;
const aDay = String.raw`(?:per|a|each|every) (day|month)\b`;

/** How many milliseconds each is. */
const msOf = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
const timeUnits = Object.fromEntries(
  Object.entries({
    ms: 'ms millisecond milliseconds',
    s: 's sec second seconds',
    m: 'min minute minutes',
    h: 'h hour hours',
    d: 'day days',
  }).flatMap(([unit, names]) =>
    names.split(' ').map((name) => [name, msOf[unit as keyof typeof msOf]] as const),
  ),
);
const time = String.raw`(${Object.keys(timeUnits).reverse().join('|')})\b`;
const timesIn = (unitMs: number): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(timeUnits).map(([name, ms]) => [name, ms / unitMs]));
const inMinutes = timesIn(msOf.m);
const inSeconds = timesIn(msOf.s);

const percent = { '%': 0.01, percent: 0.01 };

/** A time of which these words speak, before or behind it. */
function timed(names: readonly string[], words: string, others: Partial<Asked> = {}): Asked[] {
  const before = String.raw`\b(?:${words})\b[^.?!;,\d]{0,30}?\b${number}${unit}[ -]?${time}`;
  const behind = String.raw`\b${number}${unit}[ -]?${time}[ -](?:(?!and|but|while|then|when|if|before)[a-z]+[ -])?(?:${words})\b`;
  return [before, behind].map((pattern) => ({
    names,
    pattern: new RegExp(pattern, 'i'),
    units: timeUnits,
    anywhere: true,
    ...others,
  }));
}

/** Dynamo's letters. */
export const quorum = { replicas: 'N', reads: 'R', writes: 'W' };

export const share = /\b(\d\d(?:\.\d+)?) ?(?:%|percent\b)/;

export const asked: readonly Asked[] = [
  {
    names: ['perSecond'],
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
      String.raw`\b(\d{1,3}|${small.join('|')}|once|twice)()(?! ?(?:k|m|b|thousand|million|billion)\b) (?:[\w-]+ ){0,2}(?:a|per|each|every) day\b`,
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
  {
    names: ['keys'],
    pattern: inPattern(String.raw`(?:[\w-]+ )?(?:keys|items|elements|urls|links|ids)\b`),
  },
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
    units: percent,
  },
  {
    names: ['failedShare'],
    pattern: /\bfail(?:s|ed|ing)? (?:about |for |on )?(\d+(?:\.\d+)?)() ?(%|percent)/i,
    units: percent,
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
    reads: 'read(?:s|ing)? (?:from |of )?(?:just |only )?|ask (?=\\S+ (?:on|for) )',
    writes: 'writ(?:e|es|ing) to (?:all )?|after (?=\\S+ ack)|wait for (?=\\S+ (?:on|for) )',
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
    pattern: new RegExp(String.raw`\b(\d|${small.join('|')})()[ -](?:node|server|member)s?\b`, 'i'),
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
    pattern: inPattern(String.raw`(?:parallel |other |backend )*(?:calls|backends|services)\b`),
  },
  { names: ['tiers'], pattern: inPattern(String.raw`(?:tiers|layers)\b`), anywhere: true },
  {
    names: ['maxAttempts', 'attempts'],
    pattern: new RegExp(
      String.raw`\bretr(?:y|ies|ied) (?:it )?(?:(?=once|twice)|(?=\S+ times))${number}${unit}`,
      'i',
    ),
    more: 1,
    anywhere: true,
  },
  {
    names: ['limit'],
    pattern: inPattern(String.raw`requests? (?:per|a|each) minute\b`),
    anywhere: true,
  },
  {
    names: ['requestsPerSecond'],
    pattern: inPattern(
      String.raw`(?:rps|qps|(?:requests?|reads?|queries|calls) ?(?:per|a|each|every|\/) ?s(?:ec|econd)?)\b`,
    ),
    anywhere: true,
  },
  ...timed(
    ['ttlMs'],
    'ttl|locks?|leases?|lived?|lives|cached?|caches|expir(?:es|y|ing)|sessions?|entry|entries|stale',
  ),
  ...timed(
    ['pauseMs'],
    'paus(?:es?|ed|ing)|gc|garbage collection|stop-the-world|freez(?:es?|ing)|stall(?:s|ed)?|hangs?|sleeps?',
  ),
  ...timed(
    ['loadMs', 'queryMs', 'databaseMs'],
    'recomput\\w+|rebuild\\w*|regenerat\\w+|render\\w*|quer(?:y|ies)|loads?|loading|comput(?:e|ing) it|build it',
  ),
  ...timed(['timeoutMs'], 'time ?-?outs?|times out|timing out|gives? up|wait(?:s|ing)?'),
  ...timed(
    ['aheadMs', 'backMs', 'skewMs'],
    'ahead|behind|fast|slow|skew(?:ed)?|apart|disagree|backwards?|back|off',
  ),
  ...timed(['electionTimeoutMs'], 'election timeouts?'),
  {
    names: ['outageMin', 'spentMin'],
    pattern: new RegExp(
      String.raw`\b(?:fail\w*|errors?|down|outage|burn(?:s|ing)?|broken)\b[^.?!;]{0,40}? (?:for|since|lasts|lasted) (?:about |now |already )?${number}${unit}[ -]?${time}`,
      'i',
    ),
    units: inMinutes,
    anywhere: true,
    beside: ['failedShare'],
  },
  ...timed(['minutes'], 'bak(?:e|es|ing)|run(?:s|ning)?|watch(?:es|ing)?|canary|after|for|in', {
    units: inMinutes,
    beside: canary,
  }),
  {
    names: ['percentage'],
    pattern: inPattern(
      String.raw`?(?:%|percent) (?:canary\b|(?:of (?:the |our |all )?)?(?:[\d,]+ )?(?:traffic|requests|users))`,
    ),
    anywhere: true,
    beside: canary,
  },
  {
    names: ['percentage'],
    pattern: new RegExp(
      String.raw`\bcanary\b[^.?!;,\d]{0,30}?\b${number}${unit} ?(?:%|percent)(?! (?:of (?:\w+ ){1,2})?(?:errors?|fail))`,
      'i',
    ),
    anywhere: true,
    beside: canary,
  },
  ...[
    String.raw`\b(?:error rate|baseline|errors?|fail(?:s|ure rate)?)\b[^.?!;,\d]{0,20}?\b${number}${unit} ?(%|percent)`,
    String.raw`\b${number}${unit} ?(%|percent) (?:of (?:[\w-]+ ){1,3})?(?:errors?|error rate|fail\w*)\b`,
  ].map(
    (pattern): Asked => ({
      names: ['errorRate'],
      pattern: new RegExp(pattern, 'i'),
      units: percent,
      anywhere: true,
      beside: canary,
    }),
  ),
  {
    names: ['perS'],
    pattern: inPattern(
      String.raw`(?:rps|qps|(?:requests?|invocations|events) ?(?:per|a|each|every|\/) ?s(?:ec|econd)?)\b`,
    ),
    anywhere: true,
  },
  {
    names: ['serviceMs'],
    pattern: inPattern(String.raw`(?:ms|milliseconds?)\b`),
    anywhere: true,
    beside: ['perS', 'provisioned'],
  },
  { names: ['cores'], pattern: inPattern(String.raw`cores?\b`), anywhere: true },
  ...timed(['lifeMinutes'], 'jwts?|(?:access )?tokens?|valid|lives?|lifetime', {
    units: inMinutes,
  }),
  ...timed(
    ['startS'],
    'starts?|starting|boots?|bring up|come up|ready|new (?:machines|pods|instances)',
    {
      units: inSeconds,
    },
  ),
  {
    names: ['before'],
    pattern: /\bfrom (\d+)() to \d+ partitions\b/i,
    anywhere: true,
    beside: ['before', 'after', 'keys'],
  },
  {
    names: ['after'],
    pattern: /\bfrom \d+ to (\d+)() partitions\b/i,
    anywhere: true,
    beside: ['before', 'after', 'keys'],
  },
  ...timed(['workMs'], 'tak(?:es?|ing)|jobs?|work|runs? for|processing', { beside: ['ttlMs'] }),
  {
    names: ['workMs'],
    pattern: inPattern(String.raw`(?:ms|milliseconds?) (?:per|a|for each|each) request\b`),
    anywhere: true,
    beside: ['load'],
  },
  {
    names: ['load'],
    pattern: inPattern(
      String.raw`?(%|percent) (?:of )?(?:utili[sz]ation|utili[sz]ed|busy|load|full)\b`,
    ),
    units: percent,
    anywhere: true,
    beside: ['workMs'],
  },
  ...timed(['p99Ms'], 'p99|99th percentile'),
  ...timed(['computeMs'], 'comput(?:es?|ing)|of cpu|cpu time'),
  ...timed(['waitMs'], 'waits?|waiting', { beside: ['computeMs'] }),
  {
    names: ['copiesPerSecond', 'meanPerS'],
    pattern: inPattern(
      String.raw`(?:writes|copies|inserts|requests?) (?:per|a|each|every|\/) ?s(?:ec|econd)?\b`,
    ),
    anywhere: true,
  },
  {
    names: ['users'],
    pattern: inPattern(String.raw`(?:orders|rows|items|posts|users|authors)\b`),
    anywhere: true,
    beside: ['batchMax'],
  },
  {
    names: ['tiers'],
    pattern: inPattern(String.raw`(?:\w+ )?services (?:in a (?:chain|row)|deep)\b`),
    anywhere: true,
  },
  {
    names: ['each'],
    pattern: /\bp(9\d(?:\.\d+)?)()\b/i,
    units: { '': 0.01 },
    beside: ['calls'],
  },
  {
    names: ['maxAttempts', 'attempts'],
    pattern: new RegExp(
      String.raw`\b(?:tr(?:y|ies|ied)|attempts?) (?:it |up to )*(?=\S+ times)${number}${unit}`,
      'i',
    ),
    anywhere: true,
  },
  {
    names: ['maxAttempts', 'attempts'],
    pattern: inPattern(String.raw`attempts\b`),
    anywhere: true,
  },
  {
    names: ['failedShare'],
    pattern:
      /\berrors? (?:rate )?(?:are |is |at |of |now |currently )+(\d+(?:\.\d+)?)() ?(%|percent)/i,
    units: percent,
  },
];

/** Of an error budget: `burning at 14 times`, `14.4x burn`. */
export const burnRate =
  /\bburn(?:s|ing)?\b[^.?!;\d]{0,40}?(\d+(?:\.\d+)?) ?(?:x|times)\b|\b(\d+(?:\.\d+)?) ?(?:x|times) (?:the )?(?:burn|budget)/i;

/** Any number, with what it counts in. */
export const figure = /\b\d[\d,.]*(?: ?(?:k|m|b|thousand|million|billion)\b)?(?: ?%)?/gi;

/** A number with a unit, or a large one of something. */
export const amount = new RegExp(
  String.raw`\b(?!100 ?%)(?:(?:\d[\d,]*(?:\.\d+)?|(?:${words.join('|')})(?= \w*(?:second|minute|hour|day|ms)))${unit}[ -]?(?:${time}|%|(?:percent|times|[kmg]b|rps|qps)\b)|(?<![\d,])(?![45]\d\d (?:errors?|responses?)|[45]\d\ds)\d[\d,]+(?: ?(?:k|m|b|thousand|million|billion))? [a-z]{3,}s\b|(?:${words.join('|')}) (?:thousand|million|billion) [a-z]{3,}s\b)`,
  'gi',
);

/** Of one thing in so many minutes; what it comes to in an hour. */
export const everySoOften = new RegExp(String.raw`\bevery ${number}${unit} minutes?\b`, 'i');

/** Of a hit ratio: `drops from 99% to 95%`. */
export const fallsFrom =
  /\bfrom (\d+(?:\.\d+)?) ?(?:%|percent)? to (\d+(?:\.\d+)?) ?(?:%|percent)/i;

/** Whether there is any number at all, perhaps as a part of a word. */
export const anyNumber = new RegExp(number, 'i');

/** What a figure counts, at its beginning. */
export const leading = new RegExp(`^${number}${unit}`, 'i');
