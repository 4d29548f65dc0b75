/**
 * Command lines and files that are nearly right: valid ones, each changed in a few places, as the
 * seed and the number of the case decide.
 */
import { gzipSync } from 'node:zlib';
import { catalogue } from '../../scenarios/index.ts';
import {
  chance,
  pick,
  type RandomStream,
  RandomStreams,
  randomInteger,
} from '../../src/kernel/random.ts';
import { run } from '../../src/lab/run.ts';
import { parseSeeds } from '../../src/lab/sweep/seeds.ts';
import { writeShard } from '../../src/lab/sweep/shard-file.ts';
import { performBatch } from '../../src/lab/sweep/work.ts';
import { encodeToken } from '../../src/lab/token.ts';
import { labVersion } from '../../src/lab/version.ts';

export interface FuzzCase {
  readonly words: readonly string[];
  readonly stdin: Uint8Array;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const history = `{:process 0, :type :invoke, :f :write, :value 1}
{:process 0, :type :ok, :f :write, :value 1}
{:process 1, :type :invoke, :f :cas, :value [1 2]}
{:process 2, :type :invoke, :f :read, :value nil}
{:process 1, :type :ok, :f :cas, :value [1 2]}
{:process 2, :type :ok, :f :read, :value 2}
`;
const transactions = `{:process 0, :type :invoke, :f :txn, :value [[:r :x nil] [:append :y 1]]}
{:process 1, :type :ok, :value [[:r :y nil] [:append :x 2] [:r :x [2]] [:w :z 3]]}
{:process 0, :type :ok, :f :txn, :value [[:r :x nil] [:append :y 1]]}
{:process 2, :type :info, :value [[:w :z 4]]}
`;
const historyLines = `{"process":0,"type":"invoke","f":"put","key":"x","value":"a"}
{"process":0,"type":"ok","f":"put","key":"x","value":"a"}
{"process":1,"type":"invoke","f":"get","key":"x"}
{"process":1,"type":"ok","f":"get","key":"x","value":"a"}
`;
const accessLog = `192.0.2.1 - ann [29/Nov/2026:16:20:59 +0000] "GET /a HTTP/1.1" 200 512
192.0.2.1 - ann [29/Nov/2026:16:21:00 +0000] "GET /b HTTP/1.1" 200 512
`;
const points = `time,key,cost
1795998000.5,a,4
1795998001,b,2
`;
const usage = `time,cpu,replicas
${Array.from({ length: 60 }, (_, i) => `${1_795_498_587 + 60 * i},${i % 7 ? 50 : 130},4`).join('\n')}
`;
const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec:
  minReplicas: 1
  maxReplicas: 9
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
  behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 2, periodSeconds: 60}]}}
`;
const errors = `time,errors,total
${Array.from({ length: 90 }, (_, i) => `${1_795_498_587 + 60 * i},${i % 9 ? 0 : i},100`).join('\n')}
`;
const lag = `timestamp,group,topic,partition,committed_offset,log_end_offset
${Array.from({ length: 12 }, (_, i) => `${1_795_498_587 + 10 * i},billing,orders,0,${900 + i},${1_000 + 10 * i}`).join('\n')}
`;
const described = `GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID
pay orders 0 100 120 20 consumer-1
pay orders 1 90 190 100 -
`;
const metrics = `metric,group,errors,requests
errors,baseline,10,1000
errors,canary,20,1000
`;
const samples = `metric,group,value
${Array.from({ length: 40 }, (_, i) => `latency,${i % 2 ? 'canary' : 'baseline'},${50 + ((i * 37) % 100)}`).join('\n')}
`;
const metricsJson = JSON.stringify([
  { name: 'e', baseline: { errors: 1, requests: 90 }, canary: { errors: 2, requests: 90 } },
  { name: 'l', baseline: [1, 2, 3.5, 4], canary: [2, 3, 4, null] },
]);
const trace = JSON.stringify({
  startContent: '',
  endContent: 'héllo 😀',
  txns: [{ patches: [[0, 0, 'hello 😀']] }, { patches: [[1, 1, 'é']] }],
});
const porcupine =
  '[{"ClientId":0,"Input":{"Op":1,"Key":"x","Value":"1"},"Call":1,"Output":{"Value":""},"Return":5}]';
const jepsenLog =
  'INFO  jepsen.util - 0  :invoke  :cas  [1 2]\nINFO  jepsen.util - 0  :ok  :cas  [1 2]\n';
const queryRange = (name: string, label: string, values: readonly string[]) =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: values.map((value, place) => ({
        metric: { __name__: name, consumergroup: 'g', topic: 't', partition: '0', [label]: value },
        values: Array.from({ length: 12 }, (_, i) => [1_795_498_587 + 15 * i, String(i + place)]),
      })),
    },
  });
const prometheusText = `# TYPE kafka_consumergroup_lag gauge
kafka_consumergroup_lag{consumergroup="g",topic="t",partition="0"} 5 1795498587000
kafka_consumergroup_lag{consumergroup="g",topic="t",partition="0"} 9 1795498597000
`;
const burrow = JSON.stringify({
  error: false,
  status: {
    group: 'g',
    status: 'OK',
    partitions: [
      {
        topic: 't',
        partition: 0,
        status: 'OK',
        current_lag: 3,
        start: { offset: 1, timestamp: 1_795_498_587_000, lag: 3 },
        end: { offset: 9, timestamp: 1_795_498_597_000, lag: 3 },
      },
    ],
  },
});
const kayentaPairs = JSON.stringify([
  { name: 'cpu', tags: {}, values: { control: [1, 2, 3, 4], experiment: [2, 3, 4, 'NaN'] } },
]);
const canaryConfig = JSON.stringify({
  judge: { name: 'NetflixACAJudge-v1.0', judgeConfigurations: {} },
  metrics: [
    { name: 'cpu', groups: ['g'], analysisConfigurations: { canary: { direction: 'increase' } } },
  ],
  classifier: { groupWeights: { g: 100 } },
});
const analysisRun = `apiVersion: argoproj.io/v1alpha1
kind: AnalysisRun
metadata: {name: a}
status:
  metricResults:
    - name: cpu
      measurements: [{phase: Successful, value: "1", finishedAt: "2026-11-28T00:00:00Z"}]
`;
const wideTable = `Time,baseline,canary\n${Array.from({ length: 20 }, (_, i) => `${1_795_498_587 + 60 * i},${i},${i + 1}`).join('\n')}\n`;
const plan = '[{"atMs":100,"fault":{"kind":"crash","node":"n1"}}]';
const latencies = 'latency_ms\n1\n2\n3\n';
const steps =
  'role\nnext votes\nwhy\ncrash leader\nrole\npartition n1 n2\nback 3\nheal\nbranches\ncompare 1\n' +
  'switch 1\nbreak when n3.term >= 2\nbreak note leads\ncontinue\nreverse\ndelete 1\nto 0.2s\ntoken\nend\n';

/** A word `@name` is a file of that content, as is `parameter=@name:column`; the others are words. */
async function validCases(): Promise<{ lines: readonly string[]; files: Map<string, Uint8Array> }> {
  const scenario = await catalogue.scenario('raft/first-election');
  const { digest } = run(scenario, { seed: '1' });
  const identity = { version: labVersion, scenario: scenario.id, seed: '1', params: {} };
  const token = encodeToken({ ...identity, without: [], digest } as Parameters<
    typeof encodeToken
  >[0]);
  const shards = [1, 2].map((part) => {
    const seeds = parseSeeds('1..6');
    const plan = { scenario: scenario.id, set: [], without: [], swarm: false, eventsMax: 10_000 };
    const job = { ...plan, seeds, shard: { part, of: 2 }, coverage: false };
    const { tally } = performBatch(scenario, job, { from: 0, to: 3 });
    return writeShard({
      version: labVersion,
      plan: { ...plan, seeds: seeds.text, vary: [] },
      shard: job.shard,
      isComplete: true,
      tallies: [tally],
    });
  });
  const text = (content: string) => new TextEncoder().encode(content);
  const files = new Map(
    Object.entries({
      'history.edn': text(history),
      'transactions.edn': text(transactions),
      'history.jsonl': text(historyLines),
      'lag.csv': text(lag),
      'access.log': text(accessLog),
      'points.csv': text(points),
      'errors.csv': text(errors),
      'usage.csv': text(usage),
      'hpa.yaml': text(hpa),
      'described.txt': text(described),
      'metrics.csv': text(metrics),
      'samples.csv': text(samples),
      'metrics.json': text(metricsJson),
      'judge.json': text(JSON.stringify({ alpha: 0.01, expectedShare: 0.5 })),
      'porcupine.json': text(porcupine),
      'jepsen.log': text(jepsenLog),
      'lag-prometheus.json': text(queryRange('kafka_consumergroup_lag', 'job', ['x'])),
      'lag.prom': text(prometheusText),
      'burrow.json': text(burrow),
      'query.json': text(queryRange('latency', 'group', ['baseline', 'canary'])),
      'pairs.json': text(kayentaPairs),
      'canary.json': text(canaryConfig),
      'run.yaml': text(analysisRun),
      'wide.csv': text(wideTable),
      'plan.json': text(plan),
      'numbers.csv': text(latencies),
      'updates.txt': text('AAA=\n'),
      'trace.json': text(trace),
      'trace.json.gz': gzipSync(trace),
      'run.token': text(`${token}\n`),
      'one.shard': text(shards[0] ?? ''),
      'two.shard': text(shards[1] ?? ''),
    }),
  );
  return { lines: [...readers, ...others, `replay ${token}`, `why ${token}`], files };
}

export const readers = [
  'check @history.edn',
  'check @history.edn --model cas-register --json',
  'check @history.jsonl --nil-reads absent --budget 1000',
  'check @transactions.edn --consistency serializable',
  'check @transactions.edn --consistency strict-serializable --json',
  'check @history.edn --consistency causal',
  'check @history.jsonl --consistency sequential --json --budget 1000',
  'check -',
  'judge @metrics.csv',
  'judge @samples.csv --json',
  'judge @metrics.json --config @judge.json',
  'judge @samples.csv --plot -',
  'lag @lag.csv --window 5 --allowed-lag 10',
  'lag @lag.csv --json --plot out.svg',
  'lag @described.txt --every 30s --min-samples 1',
  'text @trace.json --replicas 2',
  'text @trace.json.gz --json',
  'merge @one.shard @two.shard',
  'merge @one.shard @two.shard --json',
  'replay @run.token',
  'replay @run.token --brief',
  'replay @run.token --full',
  'replay @run.token --report html --events-max 100 --seconds-max 9',
  'check @porcupine.json --failed definite --initial 0 --independent --input-mib-max 1',
  'check @jepsen.log --operations-max 9 --search-mib-max 1 --seconds-max 9',
  'judge @query.json --report md',
  'judge @pairs.json --config @canary.json --report html',
  'judge @run.yaml --decimal point --input-mib-max 1 --seconds-max 9',
  'judge @wide.csv --baseline baseline --canary canary --looks 1/2 --report page.html --force',
  'lag @lag-prometheus.json --report md:page.md --decimal comma',
  'lag @lag.prom --report html --rows-max 9 --seconds-max 9',
  'limit @access.log --fixed 3/1m --sliding-log 3/60 --sliding-counter 3/1m --key user --keys 2 --refused 1',
  'limit @points.csv --time time --cost cost --token-bucket 5/5/1 --gcra 5/1/1 --json --rows-max 9',
  'limit @access.log --leaky-bucket 1/2/1 --leaky-queue 1/2/1 --input-mib-max 1 --seconds-max 9',
  'scale @usage.csv --hpa @hpa.yaml',
  'scale @usage.csv --hpa @hpa.yaml --time time --column cpu=cpu --replicas-column replicas --initial 2 --start 30s --sync 15s --changes 3 --json',
  'scale @usage.csv --hpa @hpa.yaml --replicas 4 --rows-max 99 --input-mib-max 1 --seconds-max 9',
  'scale @usage.csv --hpa @hpa.yaml --report md:page.md --plot out.svg --force',
  'burn @errors.csv --slo 99.9 --report html --plot out.svg --force',
  'burn @errors.csv --slo 99.9',
  'burn @errors.csv --slo 99 --alert 1h/5m/14.4 --period 28d --time time --errors errors --total total --failures-min 2 --absent 5m --firings 3 --json',
  'burn @errors.csv --slo 95 --cumulative --decimal point --good total --rows-max 99 --input-mib-max 1 --seconds-max 9',
  'lag @burrow.json --force --input-mib-max 1',
  'text @updates.txt --order yjs --units utf16 --seconds-max 9 --input-mib-max 1 --operations-max 9',
  'merge @one.shard @two.shard --report md --plot page.svg --force --input-mib-max 1 --seconds-max 9',
  'merge @one.shard @two.shard --data @numbers.csv',
  'replay @run.token --json --data @numbers.csv --input-mib-max 1',
  'replay @run.token --plot page.svg --export mermaid:out.txt --window 0..90 --force',
  'run raft/first-election --seed 1 --plan @plan.json',
  'step raft/first-election --seed 1 --plan @plan.json --without raft/one-vote-per-term --force',
  'step raft/first-election --set latencyMs=@numbers.csv --decimal point --data @numbers.csv',
  'why raft/first-election --seed 1 --event 5 --plan @plan.json --events-max 900 --seconds-max 9 --input-mib-max 1',
  'why raft/first-election --event 5 --set latencyMs=@numbers.csv --decimal point --data @numbers.csv',
  'diff raft/first-election --seed 1 --set latencyMs=@numbers.csv --decimal point --and --seed 2',
  'diff raft/first-election --seed 1 --plan @plan.json --data @numbers.csv --and --seed 2',
  'sweep raft/first-election --seeds 2 --workers 1 --set latencyMs=@numbers.csv --decimal point --json',
  'sweep raft/first-election --seeds 2 --workers 1 --plan @plan.json --plot page.svg --force',
  'hunt raft/one-vote-per-term --seeds 2 --workers 1 --set latencyMs=@numbers.csv --decimal point',
  'hunt raft/lost-vote --seeds 2 --workers 1 --plan @plan.json --force',
  'run raft/first-election --seed 1 --set latencyMs=@numbers.csv:latency_ms --decimal point',
];

export const others = [
  'tour',
  'tour --events-max 900 --seconds-max 9',
  'list',
  'list raft --json',
  'new my-outage --ts --force',
  'new my-protocol --sim',
  'completion bash',
  'completion zsh',
  'completion fish',
  'estimate',
  'estimate nines --help',
  'estimate storage rate=100M/day size=500B --json',
  'estimate birthday space=2^32 --seed 3',
  'estimate id 175928847299117063 epoch=2015-01-01 --json',
  'estimate id 017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  'find lost vote --json',
  'claims stampede --json',
  'claims --section 3 --refuted --confirmed --depends',
  'claims --references --opinions --json',
  'answer raft-odd-number-needed --json --events-max 100000 --seconds-max 9',
  'answer even sizes --ask --deep',
  'describe raft',
  'describe raft/one-vote-per-term',
  'describe crdt/page-views --json',
  'run raft/first-election --seed 1',
  'run raft first-election --seed 1 --brief',
  'run raft/first-election --seed 1 --full',
  'run raft/lost-vote --seed 1 --without raft/persist-term-and-vote --json',
  'run crdt/random-edits --seed 3 --set type=rga --set policy=op',
  'run cache/random-traffic --seed 3 --set operations=20 --plot -',
  'run raft/first-election --seed 2 --export jsonl:- --window 0..100',
  'run raft/first-election --seed 2 --export perfetto:out.json',
  'run raft/first-election --seed 2 --export mermaid:- --window 0..200',
  'run raft/first-election --seed 2 --export shiviz:out.txt --export jepsen:out.edn --force',
  'run raft/first-election --seed 2 --report md --events-max 1000 --seconds-max 9 --input-mib-max 1',
  'run cache/random-traffic --seed 2 --report page.html --plot page.svg',
  'run auth/three-logouts --seed 1 --set users=3 --without auth/password-change-revokes --json',
  'run access/n-plus-one --seed 1 --set batchMax=100 --without access/look-ahead --brief',
  'run io/edge-and-level --seed 1 --set clients=3 --without io/edge-trigger-drains-until-eagain --json',
  'run fanout/three-timelines --seed 1 --set users=8 --set operations=40 --without fanout/follow-backfills --brief',
  'run deployment/rename-column --seed 1 --set instances=1 --without deployment/drop-ends-rollback --brief',
  'step raft/first-election --seed 1 --size 80x24',
  'step raft/first-election --seed 1 --json',
  'step crdt/page-views --seed 1 --events-max 900 --seconds-max 9 --input-mib-max 1',
  'why raft/minority-partition --seed 7 --event leads',
  'why raft/lost-vote --seed 1 --without raft/persist-term-and-vote --all --json',
  'diff raft/first-election --seed 1 --and --seed 2',
  'sweep raft/first-election --seeds 0 --workers 1',
  'sweep raft/first-election --seeds 1..2 --shard 1/2 --out out.shard --vary nodes=3,5',
  'sweep raft/first-election --seeds 1..9 --workers 1 --shards 3 --print slurm',
  'sweep raft/first-election --seeds 1..9 --shards 3 --print k8s --json',
  'sweep raft/first-election --seeds 1..9 --shards 3 --queue redis://127.0.0.1:1/0 --resume --verify 1% --seconds-max 2',
  'sweep raft/first-election --seeds 1..9 --queue redis://127.0.0.1:1/0 --restart --wait 1',
  'hunt raft/one-vote-per-term --seeds 9 --shards 3 --queue redis://127.0.0.1:1/0 --resume --wait 1 --seconds-max 2',
  'hunt raft/one-vote-per-term --queue redis://user:p%25@127.0.0.1:1 --restart --verify 1%',
  'work --queue redis://127.0.0.1:1/0 --workers 1 --wait 1 --until-empty --lease-seconds 9 --run-seconds-max 9 --seconds-max 2',
  'work --queue rediss://127.0.0.1:1/0',
  'sweep raft/first-election --seeds 1..2 --workers 1 --swarm --run-seconds-max 9 --report md --input-mib-max 1',
  'hunt raft/one-vote-per-term --seeds 1..2 --workers 1 --save-plan found.json --json',
  'hunt raft/one-vote-per-term --seeds 1..0',
  'diff raft/lost-vote --seed 1 --json --plot page.svg --force --and --without raft/persist-term-and-vote',
  'diff raft/lost-vote --seed 1 --without raft/persist-term-and-vote --export shiviz:- --window 0..9 --and --seed 2',
  'diff raft/first-election --seed 1 --events-max 900 --seconds-max 9 --input-mib-max 1 --and --seed 2',
  'sweep raft/lost-vote --seeds 2 --workers 1 --without raft/persist-term-and-vote --events-max 900 --seconds-max 9',
  'hunt raft/lost-vote --seeds 2 --workers 1 --without raft/persist-term-and-vote --swarm --events-max 900',
  'hunt raft/lost-vote --seeds 2 --workers 1 --property election-safety --seconds-max 9 --run-seconds-max 9 --input-mib-max 1',
  'explore raft/first-election --set nodes=2 --states-max 900 --mib-max 64 --seconds-max 9 --json',
  'explore raft/random-faults --set nodes=2 --without one-vote-per-term --bound electionTimeout=2 --no-operations --property election-safety --states-max 900',
  'explore raft/random-faults --set nodes=2 --stage committed:dropped --all --states-max 900',
  'explore raft/pre-vote-deadlock --reachable leads --bound starts=0 --states-max 900',
  'explore cache/two-writers --without newest-version-wins --schedules 3 --changes 2 --events-max 9000 --json',
  'explore cache/two-writers --schedules 3 --queue redis://127.0.0.1:1/0 --shards 2 --resume --wait 1 --seconds-max 2',
  'explore cache/two-writers --schedules 3 --queue redis://127.0.0.1:1/0 --restart --verify 1%',
  'explore raft/first-election --operation {"put":"x"} --states-max 9',
  '--help',
  '--version',
];

const nasty = [
  ...[
    '',
    ' ',
    '-',
    '--',
    '-1',
    '0',
    '-0',
    '1e308',
    '1e309',
    'NaN',
    'Infinity',
    '0x10',
    '9007199254740993',
  ],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'raft/__proto__', 'a='],
  ...[
    '__proto__=1',
    'constructor=x',
    'nodes=0',
    'nodes=99999',
    'nodes=-1',
    'latencyMs=5..1',
    '1..',
  ],
  ...[
    '\u001b[31mred',
    'bell\u0007',
    'nul\u0000',
    'line\nbreak',
    '\u009b2J',
    '\u202e',
    'a\u0301',
    '😀',
  ],
  ...['x'.repeat(10_000), '['.repeat(5_000), '../..', '/', '/nowhere/at/all', '--json', '--help'],
  ...['--seed', '--set', '--without', '--plot', '--out', '--seeds', '--swarm', '--window', '--and'],
];

const nastyBytes = [
  ...nasty,
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\n',
    '\r\n',
    '\t',
    '\ufeff',
    'null',
    '-',
    '{"__proto__":1}',
  ],
  ...['#', ':nil', '1795498587', '1e400', '\\u0000', '\ud800', '99999999999999999999'],
].map((text) => new TextEncoder().encode(text));

export type CaseMaker = (place: number) => FuzzCase;

/** The same seed and place, the same case. */
export async function casesFrom(seed: string): Promise<CaseMaker> {
  const { lines, files } = await validCases();
  return (place) => {
    const stream = new RandomStreams(seed).stream(String(place));
    // The readers of files are half of it.
    const line = chance(stream, 0.5) ? pick(stream, readers) : pick(stream, lines);
    const changesFiles = line.includes('@') && chance(stream, 0.8);
    const words = changesFiles ? line.split(' ') : changedWords(line.split(' '), lines, stream);
    const used = new Map<string, Uint8Array>();
    for (const word of words) {
      const name = nameIn(word);
      const content = files.get(name);
      if (content === undefined) continue;
      used.set(name, changesFiles ? changedBytes(content, stream) : content);
    }
    const stdin = new TextEncoder().encode(words[0] === 'step' ? steps : history);
    return {
      words: words.map((word) =>
        word.startsWith('@') && used.has(nameIn(word)) ? nameIn(word) : word,
      ),
      stdin: chance(stream, 0.5) ? changedBytes(stdin, stream) : stdin,
      files: used,
    };
  };
}

/** The file that a word names, if it is a word of one: `@name`, or `parameter=@name:column`. */
const nameIn = (word: string): string => /(?:^|=)@([^:]+)/.exec(word)?.[1] ?? '';

function changedWords(
  valid: readonly string[],
  lines: readonly string[],
  stream: RandomStream,
): string[] {
  const words = [...valid];
  for (let changes = randomInteger(stream, 1, 3); changes > 0; changes--) {
    const at = randomInteger(stream, 0, words.length - 1);
    const word = words[at] ?? '';
    const other = pick(stream, pick(stream, lines).split(' '));
    pick(stream, [
      () => words.splice(at, 1),
      () => words.splice(at, 0, word),
      () => words.splice(at, 1, pick(stream, nasty)),
      () => words.splice(at, 0, pick(stream, nasty)),
      () => words.splice(at, 1, other),
      () => words.splice(at, 0, other),
      () => words.splice(at, 1, changedText(word, stream)),
    ])();
  }
  return words;
}

function changedText(text: string, stream: RandomStream): string {
  const at = randomInteger(stream, 0, text.length);
  const after = randomInteger(stream, at, Math.min(text.length, at + 3));
  return (
    text.slice(0, at) + pick(stream, ['', '0', '-', '=', '/', '\u001b', 'é']) + text.slice(after)
  );
}

function changedBytes(valid: Uint8Array, stream: RandomStream): Uint8Array {
  let bytes = valid;
  for (let changes = randomInteger(stream, 1, 4); changes > 0; changes--) {
    const at = randomInteger(stream, 0, bytes.length);
    const to = randomInteger(stream, at, Math.min(bytes.length, at + 40));
    const [before, slice, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, to),
      bytes.subarray(to),
    ];
    bytes = pick(stream, [
      () => before,
      () => joined(before, after),
      () => joined(before, slice, slice, after),
      () => joined(before, pick(stream, nastyBytes), after),
      () => joined(before, pick(stream, nastyBytes), slice, after),
      () => joined(before, Uint8Array.of(randomInteger(stream, 0, 255)), after),
    ])();
  }
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
