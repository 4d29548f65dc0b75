/** Inputs of any length for the commands that read the user's own data, in chunks. */

interface Shape {
  readonly head: string;
  /** Part `n`, from 0: it is short. */
  readonly part: (n: number) => string;
  readonly between: string;
  readonly end: string;
}

const lines = (head: string, line: (n: number) => string): Shape => ({
  head: head === '' ? '' : `${head}\n`,
  part: line,
  between: '\n',
  end: '\n',
});
const list = (head: string, part: (n: number) => string, end: string): Shape => ({
  head,
  part,
  between: ',',
  end,
});

const startS = 1_795_498_587;

/** Eight clients write one after the other and read back, each on one of so many keys. */
const historyOf = (keys: number) => (n: number) => {
  const round = Math.floor(n / 4);
  const [process, key] = [round % 8, `k${round % keys}`];
  const value = Math.floor(round / keys);
  const f = n % 4 < 2 ? 'write' : 'read';
  const type = n % 2 === 0 ? 'invoke' : 'ok';
  return { process, type, f, key, value: f === 'read' && type === 'invoke' ? null : value };
};
const historyLine = (keys: number) => (n: number) => JSON.stringify(historyOf(keys)(n));

/** One hundred partitions, each with a member, every ten seconds. */
function lagAt(n: number) {
  const [step, partition] = [Math.floor(n / 100), n % 100];
  const logEnd = 1_000_000 + 100 * step + partition;
  return { at: startS + 10 * step, partition, committed: logEnd - 50 - (n % 17), logEnd };
}
const latencyMs = (n: number) => 50 + ((n * 7_919) % 10_007) / 100;

const shapes = {
  'history.jsonl': lines('', historyLine(1_000)),
  'one-key.jsonl': lines('', historyLine(1)),
  'history.json': list('[', historyLine(1_000), ']'),
  'history.edn': lines('', (n) => {
    const { process, type, f, key, value } = historyOf(1_000)(n);
    return `{:process ${process}, :type :${type}, :f :${f}, :key "${key}", :value ${value ?? 'nil'}}`;
  }),
  'porcupine.json': list(
    '[',
    (n) =>
      `{"ClientId":${n % 8},"Input":{"Op":1,"Key":"k${n % 1_000}","Value":"${n}"},"Call":${10 * n},"Output":{"Value":""},"Return":${10 * n + 5}}`,
    ']',
  ),
  'jepsen.log': lines('', (n) => {
    const { process, type, f, value } = historyOf(1)(n);
    return `INFO  jepsen.util - ${process}  :${type}  :${f}  ${value ?? 'nil'}`;
  }),
  'described.txt': lines('', (n) => {
    const { partition, committed, logEnd } = lagAt(n);
    const head =
      'GROUP   TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID                                     HOST          CLIENT-ID\n';
    return `${partition === 0 ? `\n${head}` : ''}billing orders          ${String(partition).padEnd(10)} ${String(committed).padEnd(15)} ${String(logEnd).padEnd(15)} ${String(logEnd - committed).padEnd(4)} consumer-${partition}-3fc8d6f1-bd4e-4e5c-9f37-f2e1d4a4f8c6 /10.0.0.${partition}   consumer-${partition}`;
  }),
  'lag.csv': lines('timestamp,group,topic,partition,committed_offset,log_end_offset', (n) => {
    const { at, partition, committed, logEnd } = lagAt(n);
    return `${at},billing,orders,${partition},${committed},${logEnd}`;
  }),
  'lag.jsonl': lines('', (n) => {
    const { at, partition, committed, logEnd } = lagAt(n);
    return `{"timestamp":${at},"group":"billing","topic":"orders","partition":${partition},"committed_offset":${committed},"log_end_offset":${logEnd}}`;
  }),
  'lag.prom': lines('', (n) => {
    const { partition, committed, logEnd, at } = lagAt(n);
    return `kafka_consumergroup_lag{consumergroup="billing",topic="orders",partition="${partition}"} ${logEnd - committed} ${at}000`;
  }),
  'lag-prometheus.json': list(
    '{"status":"success","data":{"resultType":"matrix","result":[',
    (n) =>
      `{"metric":{"__name__":"kafka_consumergroup_lag","consumergroup":"g${Math.floor(n / 100)}","topic":"orders","partition":"${n % 100}"},"values":[${Array.from({ length: 1_000 }, (_, i) => `[${startS + 15 * i},"${(n + i) % 500}"]`).join(',')}]}`,
    ']}}',
  ),
  'metrics.csv': lines('time,metric,group,value', (n) => {
    const side = n % 2 === 0 ? 'baseline' : 'canary';
    return `${startS + n},latency_ms,${side},${latencyMs(n)}`;
  }),
  'metrics-wide.csv': lines('time,baseline,canary', (n) => {
    return `${startS + n},${latencyMs(n)},${latencyMs(n + 5)}`;
  }),
  'metrics-prometheus.json': list(
    '{"status":"success","data":{"resultType":"matrix","result":[',
    (n) =>
      `{"metric":{"__name__":"latency_ms","group":"${n % 2 === 0 ? 'baseline' : 'canary'}","pod":"p${n}"},"values":[${Array.from({ length: 1_000 }, (_, i) => `[${startS + 15 * i},"${latencyMs(n + i)}"]`).join(',')}]}`,
    ']}}',
  ),
  'metrics.json': list(
    '[{"name":"latency_ms","baseline":[1,2,3],"canary":[',
    (n) => String(latencyMs(n)),
    ']}]',
  ),
  'trace.json': list(
    '{"startContent":"","txns":[',
    (n) => `{"time":"2026-11-28T00:00:00.000Z","patches":[[${n},0,"a"]]}`,
    ']}',
  ),
  'trace.jsonl': lines('{"run":{"scenario":"raft/first-election","seed":"1"}}', (n) =>
    JSON.stringify({
      index: n,
      atMs: n,
      kind: 'message',
      payload: { from: 'n1', to: 'n2', term: n },
    }),
  ),
  'numbers.csv': lines('latency_ms', (n) => String(latencyMs(n))),
  'plan.json': list('[', (n) => `{"atMs":${n},"crash":"n1"}`, ']'),
  'one-word': list('', (n) => `word-${n}`, ''),
} satisfies Readonly<Record<string, Shape>>;

export type InputKind = keyof typeof shapes;

const chunkLength = 2 ** 18;

/** About `bytes` of one kind. */
export function* madeInput(kind: InputKind, bytes: number): Generator<Uint8Array> {
  const { head, part, between, end } = shapes[kind];
  const encoder = new TextEncoder();
  let text = head;
  let made = 0;
  for (let n = 0; made + text.length < bytes; n++) {
    text += n === 0 ? part(n) : between + part(n);
    if (text.length < chunkLength) continue;
    made += text.length;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text + end);
}
