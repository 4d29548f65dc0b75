/**
 * Goal: `find` finds what is meant, `claims` gives the ledger, and `answer` answers from a run; what
 * nothing speaks of is one sentence and exit 2. That the ledger's figures are those of runs is among
 * the laws of scenarios.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { comparisons } from '../../scenarios/comparisons.ts';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { searchWords } from '../../scenarios/search-words.ts';
import { sections } from '../../scenarios/sections.ts';
import { withoutYesOrNo } from '../../src/cli/answer-sides.ts';
import { answered } from '../../src/cli/answering.ts';
import { figuresAsked, figuresLeftOut } from '../../src/cli/figures-asked.ts';
import { everything, found } from '../../src/cli/finding.ts';
import { must } from '../../src/kernel/must.ts';
import { scenarioOf } from '../../src/lab/catalogue.ts';
import { type Findable, Index } from '../../src/lab/find/find.ts';
import { sentencesIn } from '../../src/words/sentences.ts';
import { lab, labReading } from '../support/lab-process.ts';

const json = async (...words: string[]) => JSON.parse((await lab(...words, '--json')).stdout);

/** The names of results, and of the scenarios that show them. */
const leadingTo = (results: readonly { name: string; shownBy?: string }[]): string[] =>
  results.flatMap(({ name, shownBy }) => [
    name,
    ...(shownBy === undefined ? [] : [shownBy]),
    ...Object.values(comparisons[name]?.sides ?? {}),
  ]);

const index = new Index(await everything());

/** `question<TAB>scenarios that answer it, or none`, by four outsiders who had seen neither the index nor its words. */
const asked = readFileSync(new URL('interview-questions.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([question = '', scenarios = '']) => ({ question, scenarios: scenarios.split(',') }));

/** The scenarios that a result leads to. */
async function scenariosOf({ kind, name, shownBy = '' }: Findable): Promise<readonly string[]> {
  if (kind === 'scenario') return [name];
  if (kind === 'question') {
    const { sides = {} } = comparisons[name] ?? {};
    return [...Object.values(sides), ...(sections.find(({ id }) => id === name)?.shows ?? [])];
  }
  if (kind !== 'rule') return [shownBy];
  const [wing = '', rule = ''] = name.split('/');
  return [scenarioOf((await catalogue.wing(wing)).killers[rule]) ?? ''];
}

describe('questions as people ask them', () => {
  test('most are answered by the first of what is found, and nearly all by one of three', async () => {
    const answerable = asked.filter(({ scenarios }) => scenarios[0] !== 'none');
    expect(answerable.length).toBeGreaterThan(540);
    let [first, amongThree] = [0, 0];
    for (const { question, scenarios } of answerable) {
      const found = await Promise.all(index.find(question).slice(0, 3).map(scenariosOf));
      const answers = (one: readonly string[]) => one.some((id) => scenarios.includes(id));
      if (answers(found[0] ?? [])) first += 1;
      if (found.some(answers)) amongThree += 1;
    }
    expect(first / answerable.length).toBeGreaterThan(0.9);
    expect(amongThree / answerable.length).toBeGreaterThan(0.95);
  });

  test('of what the lab has nothing on, little is found', async () => {
    const foreign = asked.filter(({ scenarios }) => scenarios[0] === 'none');
    expect(foreign.length).toBeGreaterThan(25);
    const found = foreign.filter(({ question }) => index.find(question).length > 0);
    expect(found.length).toBeLessThanOrEqual(foreign.length / 4);
  });

  test('every scenario has search words, and no other has', () => {
    const ids = catalogue.entries.map(({ id }) => id).sort();
    expect(Object.keys(searchWords).sort()).toEqual(ids);
    for (const words of Object.values(searchWords)) {
      expect(words.split(/\s+/).length).toBeGreaterThanOrEqual(5);
    }
  });
});

describe('find', () => {
  test.each([
    ['what is back pressure', 'what is backpressure'],
    ['feed fan out', 'feed fan-out'],
    ['name space', 'namespace'],
  ])('%s is found as %s', (apart, together) => {
    expect(index.find(apart).slice(0, 2)).toEqual(index.find(together).slice(0, 2));
  });

  test.each([
    ['blue-green vs canary', 'canary-or-blue-green'],
    ['JWT vs session cookies', 'session-or-token'],
    ['sharding vs replication', 'replication-or-sharding'],
    ['at-least-once vs at-most-once', 'exactly-once-delivery'],
  ])('%s: both sides answer', (words, name) => {
    expect(index.find(words)[0]?.name).toBe(name);
  });

  test.each([
    ['stampdee', 'cache/hot-key-expires'],
    ['idempotancy', 'transactions/idempotency-crash'],
    // `Heard` is a word that items have.
    ['thundering heard', 'resilience/thundering-herd'],
  ])('forgives the typing error in %s', async (words, name) => {
    expect(leadingTo(found([words], index).slice(0, 4))).toContain(name);
  });

  test.each([
    ['stampede', 'q6-stampede-hundreds'],
    ['dogpile', 'q6-stampede-hundreds'],
    ['lost vote disk', 'raft/lost-vote'],
    ['raft/lost-vote', 'raft/lost-vote'],
    ['Dynamo', 'replication/sloppy-quorum'],
    ['one vote per term', 'raft/one-vote-per-term'],
  ])('%s: %s is among the first five', async (words, name) => {
    const { results } = await json('find', ...words.split(' '));
    expect(leadingTo(results.slice(0, 5))).toContain(name);
  });

  test.each([
    'distributed lock',
    'distributed lock redis',
    'fencing token',
    'Redlock',
    'ZooKeeper lock',
    'lease',
  ])('%s: the wing of locks comes first', async (words) => {
    const { results } = await json('find', ...words.split(' '));
    expect(leadingTo(results.slice(0, 1))[1] ?? results[0].name).toMatch(
      /^(locks\/|q15-|one-redis-lock)/,
    );
  });

  test.each([
    ['how do you keep the database and Kafka consistent', 'kafka/dual-write'],
    ['outbox vs CDC', 'transactions/crash-at-every-point'],
    ['saga vs 2PC', 'saga-or-two-phase-commit'],
    ['event sourcing snapshots', 'transactions/event-streams'],
    ['how long does it take to replay all events', 'transactions/rebuild-time'],
    ['idempotency key', 'transactions/key-contract'],
    ['isolation levels', 'transactions/isolation-levels'],
    ['lost update', 'transactions/lost-update'],
    ['replication lag', 'replication/failover-in-lag'],
    ['read your own writes', 'replication/stale-own-read'],
    ['CAP theorem', 'replication/partition-choice'],
    ['PACELC', 'q5-pacelc'],
    ['quorum R W N', 'replication/sloppy-quorum'],
    ['Dynamo quorum', 'replication/sloppy-quorum'],
    ['hinted handoff', 'replication/sloppy-quorum'],
    ['Merkle tree', 'replication/missed-writes'],
    ['tombstone', 'crdt/tombstones'],
    ['failover lost writes', 'replication/failover-in-lag'],
    ['fsync redis durability', 'fsync-policies'],
    ['eventual consistency', 'cap-strong-or-eventual'],
    ['multi-region', 'raft/region-loss'],
    ['leaseholder', 'raft/leaseholder'],
    ['follower reads', 'raft/follower-read'],
    ['geo-partitioning', 'raft/leaseholder'],
    ['bounded staleness', 'replication/bounded-staleness'],
    ['cross-region transfer', 'raft/cross-range-transfer'],
    ['rate limiter', 'traffic/burst-then-rate'],
    ['token bucket', 'one-token-bucket'],
    ['users behind NAT', 'traffic/shared-address'],
    ['sticky sessions', 'traffic/sticky-sessions'],
    ['consistent hashing', 'pat-consistent-hash-minimal-remap'],
    ['URL shortener', 'estimation/url-shortener'],
    ['Bloom filter', 'estimation/bloom-filter'],
    ['birthday paradox', 'estimation/short-codes'],
    ['QPS', 'top-qps-formula'],
    ['dotted version vectors', 'replication/sibling-store'],
    ['Riak siblings', 'replication/sibling-store'],
    ['global table', 'q22-global-table-1s'],
    ['k-staleness', 'replication/versions-behind'],
    ['PBS', 'replication/bounded-staleness'],
    ['single node', 'q11-single-node-consistent'],
    ['Paxos vs Raft', 'paxos/beside-raft'],
    ['leader lease length', 'paxos/lease-length'],
    ['dueling leaders', 'paxos/duelling-leaders'],
    ['Akka failure detector', 'paxos/phi-settings'],
    ['phi_convict_threshold', 'paxos/phi-settings'],
    ['multi-raft throughput', 'raft/group-throughput'],
  ])('%s: %s is among the first three, or what one of them leads to', async (words, name) => {
    expect(leadingTo(found([words], index).slice(0, 3))).toContain(name);
  });

  test.each([
    ['xqzzy', 'Nothing here speaks of "xqzzy". See all scenarios with: '],
    ['quantum entanglement', 'Nothing here speaks of "quantum entanglement".'],
    ['__lookupGetter__', 'Nothing here speaks of'],
    ['raft/lost-votes', 'Did you mean "raft/lost-vote"?'],
    [' ', 'There are no words to look for.'],
  ])('%s is exit 2', async (word, says) => {
    for (const command of ['find', 'answer']) {
      const { status, stdout, stderr } = await lab(command, word);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(says);
    }
  });
});

describe('claims', () => {
  test('are all in the ledger, each with verdict, figure and run', async () => {
    const claims = await json('claims');
    expect(claims.map(({ id }: { id: string }) => id)).toEqual(ledger.map(({ id }) => id));
    for (const claim of claims) {
      expect(claim).toMatchObject({
        verdict: expect.stringMatching(/^(confirmed|refuted|depends)$/),
        figure: expect.stringMatching(/\d/),
        run: expect.stringMatching(/^run [a-z]+\/[a-z0-9-]+ --seed \S+$/),
      });
    }
  });

  test('that are not confirmed say what is true instead, and only they', () => {
    for (const { id, verdict, instead } of ledger) {
      expect([id, instead !== undefined]).toEqual([id, verdict !== 'confirmed']);
    }
  });

  test('of one id or of some words', async () => {
    expect(await json('claims', 'raft-odd-number-needed')).toMatchObject([{ verdict: 'refuted' }]);
    const { stdout, status } = await lab('claims', 'blue-green');
    expect(stdout).toContain('deploy-blue-green-double-cost');
    expect(status).toBe(0);
  });
});

describe('answer', () => {
  test('a claim: its verdict, the run’s figures, what comes next', async () => {
    const said = await json('answer', 'raft-odd-number-needed');
    expect(said).toMatchObject({
      claim: { verdict: 'refuted' },
      answer: expect.stringContaining('An even number is safe'),
      run: expect.stringContaining('raft/even-sizes'),
      verdict: 'pass',
    });
    expect(said.figures.length).toBeGreaterThan(0);
    expect(said.further.length).toBeGreaterThan(0);
  });

  test('a claim is not answered by the yes or no of its scenario’s question', async () => {
    const contrary = ['crdt-op-lost-diverges', 'q22-failover-keeps-write'];
    for (const id of contrary) {
      const { stdout } = await lab('answer', id);
      expect(stdout).toMatch(/\n {2}Yes\. [A-Z]/);
      expect(stdout).not.toMatch(/Yes\. (Yes|No)\b/);
    }
  });

  test('a rule shows the line in the code that its scenario names, and the first code’s rules first', async () => {
    const said = await json('answer', 'paxos/single-decree');
    const [first] = said.code;
    expect(said.rules[0]).toMatchObject({
      rule: 'paxos/adopt-accepted-value',
      lines: expect.stringMatching(/^sims\/paxos\/synod\/proposer\.ts:\d+$/),
    });
    expect(first).toMatchObject({ name: 'safeValue', file: 'sims/paxos/synod/proposer.ts' });
  });

  test('a rule: the run that needs it, and its lines', async () => {
    const said = await json('answer', 'raft/persist-term-and-vote');
    expect(said.rules.slice(0, 1)).toEqual([
      {
        rule: 'raft/persist-term-and-vote',
        protects: 'election-safety',
        because: expect.stringMatching(/\S/),
        lines: expect.stringMatching(/^sims\/raft\/.*:\d+$/),
        without: expect.stringContaining('were both elected in term 1'),
        run: expect.stringMatching(/^run raft\/.* --without raft\/persist-term-and-vote$/),
      },
    ]);
  });

  test('a section or a question: one run of each scenario, in at most five sentences', async () => {
    for (const words of [['q5'], ['section', '18'], ['Q15']]) {
      const said = await json('answer', ...words);
      expect(said.runs.length).toBeGreaterThan(1);
      expect(sentencesIn(said.answer).length).toBeLessThanOrEqual(5);
      expect(said.answer).toMatch(/\d/);
      expect(said.further).toHaveLength(2);
    }
  });

  test('every question and section whose wing stands is answered, and passes', async () => {
    const standing = sections.filter(({ shows }) => shows.length > 0);
    expect(standing.length).toBeGreaterThan(40);
    for (const { id } of standing) {
      const { said } = await answered([id], index, {});
      expect([id, said.verdict]).toEqual([id, 'pass']);
      expect(sentencesIn(said.answer).length).toBeLessThanOrEqual(5);
    }
  });

  test('--ask shows the question, and the answer after a line of input; --deep the runs', async () => {
    const asked = await labReading('\n', 'answer', 'raft-odd-number-needed', '--ask');
    expect(asked.stdout.match(/Is it true\? Raft works only/g)).toHaveLength(2);
    const deep = await lab('answer', 'raft-odd-number-needed', '--deep');
    expect(deep.stdout).toContain('invariants\n');
    const both = await lab('answer', 'q5', '--deep', '--json');
    expect([both.status, both.stdout]).toEqual([2, '']);
  });

  test('of a question that asks two things, the other is what is asked next', async () => {
    const question = 'how do snowflake ids work and what happens when the clock jumps backwards?';
    const { said } = await answered([question], index, {});
    const led = [...said.runs, ...said.further.slice(0, 1).map(({ command }) => command)].join(' ');
    expect(led).toContain('clocks/snowflake-id');
    expect(led).toContain('clocks/clock-back');
  });

  test('the parts of a question are answered one by one, each by what speaks of it', async () => {
    const question =
      'How does two-phase commit work, and what happens when the coordinator crashes after prepare?';
    const { said } = await answered([question], index, {});
    expect(said.question).toBe(question);
    expect(said.sides?.map(({ name }) => name)).toEqual([
      'How does two-phase commit work?',
      'What happens when the coordinator crashes after prepare?',
    ]);
    expect(said.runs.join(' ')).toMatch(/two-phase-commit.*coordinator-crash/);
    const sentences = said.sides?.flatMap(({ answer }) => sentencesIn(answer)) ?? [];
    expect(sentences.length).toBeLessThanOrEqual(5);
  });

  test('this or that: a line for each, in at most five sentences', async () => {
    for (const id of ['saga-or-two-phase-commit', 'token-or-leaky-bucket']) {
      const { decides, sides } = must(comparisons[id], 'comparison');
      const { said } = await answered([id], index, {});
      const opening = decides === undefined ? [] : [decides];
      const lines = said.answer.split('\n');
      expect(lines.slice(0, opening.length)).toEqual(opening);
      const ofSides = lines.slice(opening.length);
      expect([id, said.verdict, ofSides.length]).toEqual([id, 'pass', Object.keys(sides).length]);
      for (const [place, side] of Object.keys(sides).entries()) {
        expect(ofSides[place]).toMatch(new RegExp(`^${side}: .*\\d`));
      }
      expect(sentencesIn(said.answer).length).toBeLessThanOrEqual(5);
    }
  });

  test('a comparison shows the rules that it names', async () => {
    const named = Object.entries(comparisons).filter(([, { rules }]) => rules !== undefined);
    expect(named.length).toBeGreaterThan(20);
    const [[id = '', { rules = [] } = {}] = []] = named;
    const { said } = await answered([id], index, {});
    expect(said.rules.map(({ rule }) => rule)).toEqual(rules);
    for (const { lines, without } of said.rules) expect([lines, without]).not.toContain(undefined);
  });

  test('what decides is one sentence, so that each side still has one', () => {
    for (const [id, { decides }] of Object.entries(comparisons)) {
      if (decides !== undefined) expect([id, sentencesIn(decides).length]).toEqual([id, 1]);
    }
  });

  test.each([
    ['what is a tombstone?', /^Tombstone: a mark that .*\. An OR-Set keeps/, 'crdt/tombstones'],
    ['What is Little’s law', /^Little’s law: requests in a system = /, ''],
    ['explain slow start', /^Slow start: a new host gets/, 'traffic/new-host'],
    ['How does a circuit breaker work?', /^Circuit breaker: .*\n/, 'resilience/'],
    // What decides says it already.
    ['How does consistent hashing work?', /^Consistent hashing if nodes come and go/, 'traffic/'],
  ])('%s: what the word means comes first', async (question, answer, scenario) => {
    const { said } = await answered([question], index, {});
    expect(said.answer).toMatch(answer);
    expect(said.run).toContain(scenario);
    expect(sentencesIn(said.answer).length).toBeLessThanOrEqual(5);
  });

  test.each([
    [
      'How much downtime per month does 99.95% availability allow?',
      'estimate nines availability=99.95%',
    ],
    ['Estimate the servers for 100 million daily active users', 'estimate qps users=100000000'],
    ['how many servers for 2,500,000 users', 'estimate qps users=2500000'],
    [
      '50 million users send 40 messages each a day: how many writes per second?',
      'estimate qps users=50000000 actions=40',
    ],
    [
      'How much storage do 10 million posts a day of 2 KB need for 3 years with 3 copies?',
      'estimate storage rate=10000000/day size=2000B for=3years replicas=3',
    ],
    ['how do availabilities multiply?', undefined],
  ])('%s: %s', async (question, estimate) => {
    const { said } = await answered([question], index, {});
    expect(said.estimate).toBe(estimate);
    if (estimate !== undefined) expect((await lab(...estimate.split(' '))).status).toBe(0);
  });

  test.each([
    ['50,000 requests per second of 20 ms each', { perSecond: 50_000, serviceMs: 20 }],
    ['1.5k rps at 200 milliseconds', { perSecond: 1_500, serviceMs: 200 }],
    ['2 million DAU, five years', { users: 2_000_000, years: 5 }],
    ['99.95% availability', { availability: 0.9995 }],
    ['95% of the users are in 3 regions', {}],
    ['99.9 percent uptime', { availability: 0.999 }],
    ['5 ms of 20 ms', { serviceMs: 5 }],
    ['five services, each 99.9% available', { dependencies: 5, availability: 0.999 }],
    ['SLA of 12 internal microservices', { dependencies: 12 }],
    ['two replicas of 99% availability', { copies: 2, availability: 0.99 }],
  ])('%s: %o', (question, figures) => {
    const params = 'perSecond serviceMs users years availability dependencies copies'.split(' ');
    expect(figuresAsked(question, params)).toEqual(figures);
    expect(figuresAsked(question, [])).toEqual({});
  });

  test.each([
    [
      'a chat of 50 million users who each send 40 messages of 200 bytes',
      { perDay: 2e9, bytes: 200 },
    ],
    [
      'an app with 40 million daily users each uploading 2 photos of 1.5 MB',
      // 80 million a day.
      { uploads: 925.926, megabytes: 1.5 },
    ],
    ['10 million uploads a day of 200 KB, three copies', { uploads: 115.741, megabytes: 0.2 }],
    ['a billion keys', { keys: 1e9 }],
    ['storage for 40 million daily users, 0.5 photos each, 3 copies', { uploads: 231.481 }],
    ['3 million new links a month, 100:1', { perDay: 100_000, readsPerWrite: 100 }],
    ['100 million users post twice a day', { perDay: 2e8 }],
    ['5 million users, 40 million messages a day', { perDay: 4e7 }],
    ['ten reads for each write', { readsPerWrite: 10 }],
  ])('%s: %o', (question, figures) => {
    expect(
      figuresAsked(question, ['perDay', 'bytes', 'uploads', 'keys', 'megabytes', 'readsPerWrite']),
    ).toMatchObject(figures);
  });

  test.each([
    ['N=5, W=2 and R=3', { replicas: 5, reads: 3, writes: 2 }],
    ['n = 3, w = 1, r = 1', { replicas: 3, reads: 1, writes: 1 }],
    ['five replicas, write to 3 and read from two', { replicas: 5, reads: 2, writes: 3 }],
    ['two layers that retry three times', { tiers: 2, maxAttempts: 4 }],
    ['12 consumers of 6 partitions', { consumers: 12, partitions: 6 }],
    ['100 requests per minute of 20 ms', { limit: 100 }],
  ])('%s, in any wing: %o', (question, figures) => {
    const params =
      'replicas reads writes tiers maxAttempts limit serviceMs consumers partitions'.split(' ');
    expect(figuresAsked(question, params, false)).toEqual(figures);
  });

  test.each([
    ['a lock of ten seconds and a GC pause of 15 s', { ttlMs: 10_000, pauseMs: 15_000 }],
    ['a page is cached for 60 seconds, its query takes 300 ms', { ttlMs: 60_000, loadMs: 300 }],
    ['its 500-ms timeout', { timeoutMs: 500 }],
    ['failing 2% of requests for an hour', { failedShare: 0.02, outageMin: 60 }],
    ['burning at 14 times the budget', { failedShare: 0.014 }],
    ['a full outage', { failedShare: 1 }],
    ['a canary with 5% of the traffic, errors at 0.5%', { percentage: 5, errorRate: 0.005 }],
    ['machines take five minutes to start', { startS: 300 }],
    ['from 12 to 24 partitions', { before: 12, after: 24 }],
    ['a JWT is valid for another 24 hours', { lifeMinutes: 1_440 }],
  ])('%s, of times and shares: %o', (question, figures) => {
    const isOfBurn = 'failedShare' in figures;
    const others = isOfBurn ? 'failedShare outageMin' : 'percentage errorRate startS before after';
    const params = `ttlMs pauseMs loadMs timeoutMs keys lifeMinutes ${others}`.split(' ');
    expect(figuresAsked(question, params, isOfBurn)).toEqual(figures);
  });

  test.each([
    ['A page is slow for 40 seconds and 3,000 users wait', ['40 seconds', '3,000 users']],
    ['502 errors on one shard at 100% of its CPU', []],
  ])('%s: figures that no run takes', (question, left) => {
    expect(figuresLeftOut(question, [{ taken: [], params: [], isOfFigures: false }])).toEqual(left);
  });

  test('a run that takes the figures of a question comes before one that takes fewer', async () => {
    const question =
      'With a 99.9% target we have been failing 2% of requests for an hour: how much of the error budget is gone?';
    const { said } = await answered([question], index, {});
    expect(said.run).toBe(
      'run slo/outage-alerts --seed 1 --set failedShare=0.02 --set outageMin=60 --set objective=0.999',
    );
    expect(said.answer).toContain('a burn rate of 20');
  });

  test('figures with which a run decides nothing are left to its own', async () => {
    const { said } = await answered(
      ['A worker holds a lock in Redis for 30 seconds and pauses for 30 seconds: what happens?'],
      index,
      {},
    );
    expect(said.verdict).toBe('pass');
  });

  test('a question with figures is answered by a run with them', async () => {
    const question = 'How many servers do I need for 50,000 requests per second of 20 ms each?';
    const { said } = await answered([question], index, {});
    expect(said.params).toEqual({ perSecond: 50_000, serviceMs: 20 });
    expect(said.run).toBe(
      'run estimation/servers-needed --seed 1 --set perSecond=50000 --set serviceMs=20',
    );
    expect(said.answer).toContain('50,000 a second x 20 ms = 1,000 requests in flight');
    expect(said.verdict).toBe('pass');
  });

  test('the side that takes most of the figures comes first', async () => {
    const question =
      'A request goes through five services that are each 99.9% available: how available is it?';
    const { said } = await answered([question], index, {});
    expect(said.sides?.map(({ name }) => name)[0]).toBe('In a row');
    expect(said.sides?.[0]?.params).toEqual({ dependencies: 5, availability: 0.999 });
    // 0.999^5
    expect(said.sides?.[0]?.answer).toContain('99.501%');
    expect(said.run).toMatch(/^run slo\/three-dependencies .*dependencies=5/);
  });

  test('figures that no run has are named', async () => {
    const question = 'How many servers for 10,000 requests per second of 50 ms on 16 cores?';
    const { stdout } = await lab('answer', question);
    expect(stdout).toContain('With your figures: perSecond=10000, serviceMs=50');
    expect(stdout).toContain('Not read from your question: 16\n');
    const { said } = await answered(['Is a Redis lock with a TTL of 30 s safe?'], index, {});
    expect(said.leftOut).toEqual([]);
  });

  test('users of whom no action is told are taken to do one thing a day, which is said', async () => {
    const question = 'How much storage does a photo app with 40 million daily users need?';
    const { stdout } = await lab('answer', question);
    // 40 million a day.
    expect(stdout).toContain('With your figures: uploads=462.963');
    expect(stdout).toContain('Assumed: one a day for each user, megabytes=0.5, ');
    // Its own question has other figures.
    expect(stdout.split('\n')[0]).toBe(question);
    expect(stdout).toContain('estimate storage rate=40000000/day\n');
    const { said } = await answered(['40 million users upload 2 photos a day'], index, {});
    expect(said.assumed).not.toContain('one a day for each user');
  });

  test('the objective of an alert is that of the question', async () => {
    const { said } = await answered(['how would you page on a 99.95% objective?'], index, {});
    expect(said.sides?.[0]?.params).toEqual({ objective: 0.9995 });
    // Its own question has another objective.
    expect(said.sides?.[0]?.asks).toBeUndefined();
  });

  test('N, R and W of a question decide its answer', async () => {
    const answerOf = async (question: string) =>
      (await answered([question], index, {})).said.sides?.[0]?.answer;
    expect(await answerOf('with n=3, r=2 and w=2, is a quorum read stale?')).toContain(
      'every read is fresh at once, because R + W > N.',
    );
    expect(await answerOf('with N=3, R=1 and W=1, is a quorum read stale?')).toContain(
      'because R + W is not more than N',
    );
  });

  test('copies, acknowledgements and reads in words are N, W and R', async () => {
    const question =
      'We keep three copies of each record, and writes succeed after two acknowledgements. Can I read from just one replica?';
    const { said } = await answered([question], index, {});
    expect(said.sides?.[0]?.params).toEqual({ replicas: 3, writes: 2, reads: 1 });
  });

  test('reads without writes, or writes without reads, are left out', async () => {
    const paramsOf = async (question: string) =>
      (await answered([question], index, {})).said.sides?.map(({ params }) => params);
    const half = 'With five copies and R + W > N, what if I read from one?';
    expect(await paramsOf(half)).not.toContainEqual(expect.objectContaining({ reads: 1 }));
    const both = 'With five copies and R + W > N, may I write to all five and read from one?';
    expect(await paramsOf(both)).toContainEqual({ replicas: 5, writes: 5, reads: 1 });
  });

  test('the size of a Raft cluster is that of the question', async () => {
    const question = 'How many failures can a seven-node Raft cluster survive?';
    const { said } = await answered([question], index, {});
    expect(said.runs[0]).toBe('run raft/lose-servers --seed 1 --set nodes=7');
    expect(said.sides?.[0]?.answer).toContain('7 need a majority of 4 and can lose 3');
  });

  test('a share of an error budget is no share of failures', async () => {
    const question =
      'We burned 60% of our monthly error budget in one day. Which alert should fire?';
    const { said } = await answered([question], index, {});
    expect(said.runs.join()).not.toContain('failedShare');
  });

  test('a part that refers back is looked for with the part before it', async () => {
    const question =
      'In Raft, why are election timeouts randomised, and what happens if every node uses the same one?';
    const { said } = await answered([question], index, {});
    expect(said.run).toBe('run raft/split-vote --seed 1');
    expect(said.sides).toBeUndefined();
  });

  test('what one can do about it is answered beside what happens', async () => {
    const question =
      'A request fans out to a hundred backends, each slow in 1% of the calls. How often is the request slow, and what can you do about it?';
    const { said } = await answered([question], index, {});
    expect(said.runs[0]).toContain('traffic/slow-parts');
    expect(said.runs[1]).toContain('traffic/hedge-late');
  });

  test('what a scenario shows is put in general by a comparison that is found too', async () => {
    const question =
      'A leader is suddenly cut off from the other four nodes but keeps accepting client writes. What happens to those writes when the network heals?';
    const { said } = await answered([question], index, {});
    const [story = '', general = ''] = said.answer.split('\nIn general: ');
    expect(Object.values(comparisons).map(({ decides }) => decides)).toContain(general);
    expect(sentencesIn(`${story} ${general}`).length).toBeLessThanOrEqual(5);
  });

  test('a rule is shown in the answer’s own run', async () => {
    const { said } = await answered(['How do you prevent a cache stampede?'], index, {});
    expect(said.rules[0]?.run).toBe(
      'run cache/hot-key-expires --seed 1 --without cache/coalesce-loads',
    );
  });

  test('figures that the sentences say come before the others', async () => {
    const { said } = await answered(['cache/hot-key-expires'], index, {});
    const places = said.figures.map(({ measured }) => said.answer.includes(`${measured}`));
    expect(places).toContain(true);
    expect(places).toEqual([...places].sort((a, b) => Number(b) - Number(a)));
  });

  test('a scenario without a rule of its own shows one that its question hangs on', async () => {
    const { said } = await answered(['kafka/dual-write'], index, {});
    const [rule] = said.rules;
    expect(rule?.rule).toBe('transactions/event-in-same-transaction');
    expect((await lab(...must(rule, 'rule').run.split(' '))).status).toBe(1);
  });

  test('what a yes depends on stays beside it', () => {
    expect(withoutYesOrNo('No: it waits.')).toBe('It waits.');
    expect(withoutYesOrNo('Yes, each of them does.')).toBe('Each of them does.');
    const conditional = 'Yes, if the grace is the last part of the TTL.';
    expect(withoutYesOrNo(conditional)).toBe(conditional);
  });

  test('each side has figures of its own', async () => {
    const { said } = await answered(['release-strategies'], index, {});
    expect(new Set(said.figures.map((figure) => figure.of))).toEqual(
      new Set(said.sides?.map(({ name }) => name)),
    );
  });

  test('a part that shares a common word with the other is not looked for far away', async () => {
    const question =
      'Why does a Raft cluster usually have an odd number of nodes, and what does a fourth node buy you?';
    const { said } = await answered([question], index, {});
    expect(said.question).toBe(must(comparisons['cluster-size'], 'comparison').title);
  });

  test('figures that a scenario does not take are left out', async () => {
    const { said } = await answered(['downtime of 10% availability for 0 users'], index, {});
    expect(said.run).not.toContain('--set');
  });

  test('a part that several scenarios answer begins with what decides', async () => {
    const question =
      'Why can’t I use wall clock time to order events, and what happens to Snowflake ids when the clock is put back?';
    const { said } = await answered([question], index, {});
    expect(said.sides).toHaveLength(2);
    expect(said.answer).toContain('Order events by their causes, not by the time of day');
    const sentences = said.sides?.flatMap(({ answer }) => sentencesIn(answer)) ?? [];
    expect(sentences.length).toBeLessThanOrEqual(5);
  });

  test('two parts that a comparison answers are answered by it', async () => {
    const question =
      'Does Kafka really guarantee exactly-once delivery, and what does it take on the consumer side?';
    const { said } = await answered([question], index, {});
    expect(said.question).toBe(must(comparisons['exactly-once-delivery'], 'comparison').title);
  });

  test('a part that asks what a word means begins with it', async () => {
    const question = 'What is a burn rate, and why two windows?';
    const { said } = await answered([question], index, {});
    expect(said.means).toMatch(/^Burn rate: how many times as fast as allowed/);
    expect(said.answer.split('\n')[0]).toBe(said.means);
    expect(sentencesIn(said.answer).length).toBeLessThanOrEqual(5);
  });

  test('what happened before the question is no part of it', async () => {
    const question =
      'When our service came back, all the clients retried at once. How should clients retry?';
    const { said } = await answered([question], index, {});
    expect(said.answer).not.toContain('retried at once?');
  });

  test('what is told before two questions is no part of them', async () => {
    const question =
      'We have a 99.9% SLO, how many minutes of downtime a month is that and what do we do when the budget is gone?';
    const { said } = await answered([question], index, {});
    expect(said.sides?.map(({ name }) => name)).toEqual([
      'How many minutes of downtime a month is that?',
      'What do we do when the budget is gone?',
    ]);
    // The question of the scenario is neither.
    expect(said.sides?.map(({ asks }) => asks)).toEqual([undefined, undefined]);
  });

  test('a word that is asked for in a system is explained', async () => {
    const { said } = await answered(['What is an offset in Kafka?'], index, {});
    expect(said.answer).toMatch(/^Offset: the number of a record in its partition/);
  });

  test('of a question that says too much the beginning is looked for', async () => {
    const { said } = await answered(
      ['what is eventual consistency and how would grandma notice?'],
      index,
      {},
    );
    expect(said.answer).toMatch(/^Eventual consistency: once writes stop/);
  });

  test('with a condition before it a question is one', async () => {
    const { said } = await answered(
      ['With N=3, R=2 and W=2, can a client still read a stale value?'],
      index,
      {},
    );
    expect(said.sides?.map(({ name }) => name) ?? []).not.toContain('With N=3, R=2 and W=2?');
  });

  test('a rule: what it is for, and what was seen without it', async () => {
    const { said } = await answered(['raft/one-vote-per-term'], index, {});
    expect(said.question).toBe('What is the rule one-vote-per-term for?');
    expect(said.answer).toMatch(/^Without it .*\. In a run without it: .* elected in term \d/);
  });

  test('a question as it is asked', async () => {
    const { status, stdout } = await lab('answer', 'Must a cluster have an odd number of servers?');
    expect(stdout).toContain('If asked further');
    expect(status).toBe(0);
  });
});
