/** Examples for the help of commands, each a command line without the program. */

const byCommand: Readonly<Record<string, readonly string[]>> = {
  tour: ['tour'],
  answer: [
    'answer q5',
    'answer section 3',
    'answer raft-odd-number-needed',
    'answer "how do I avoid charging a card twice" --ask',
  ],
  claims: [
    'claims --section 3 --refuted',
    'claims --section q5',
    'claims blue-green',
    'claims --references',
  ],
  find: ['find fencing token', 'find "read your own writes"', 'find p99 --json'],
  list: ['list raft', 'list snapshot', 'list --json'],
  run: [
    'run raft/leader-crash --seed 7',
    'run raft leader-crash --seed 7 --brief',
    'run raft/lost-vote --seed 1 --without raft/persist-term-and-vote --full',
    'run cache/hot-key-expires --plot plot.svg --json',
  ],
  describe: ['describe raft/leader-crash', 'describe raft', 'describe raft/one-vote-per-term'],
  explore: [
    'explore raft/random-faults --set nodes=3',
    'explore raft/random-faults --without up-to-date-log --stage committed --bound terms=3',
    'explore raft/pre-vote-deadlock --without pre-vote-carries-term --reachable leads --bound starts=0 --bound network=set --bound electionTimeout=any --bound terms=6',
    'explore raft/random-faults --without persist-term-and-vote --bound crashes=1 --bound electionTimeout=2',
    'explore cache/two-writers --without newest-version-wins --schedules 10000',
    'explore cache/two-writers --schedules 1000000 --queue redis://host:6379/0',
  ],
  step: [
    'step raft/first-election --seed 1',
    'step raft/lost-vote --seed 1 --without raft/persist-term-and-vote',
    'step lab2.eyJ…',
  ],
  why: [
    'why raft/minority-partition --seed 7 --event "steps down"',
    'why raft/lost-vote --seed 1 --without raft/persist-term-and-vote',
  ],
  diff: [
    'diff raft/lost-vote --seed 7 --and --without raft/persist-term-and-vote',
    'diff raft/leader-crash --seed 1 --and --seed 2',
  ],
  sweep: [
    'sweep raft/leader-crash --seeds 1..10000',
    'sweep raft/leader-crash --seeds 100 --vary electionTimeoutMs=150..200,150..300',
    'sweep raft/storm --seeds 1..300 --shard 1/3 --out 1.json',
    'sweep raft/storm --seeds 1..1000000 --shards 200 --print slurm > sweep.sh',
    'sweep raft/storm --seeds 1..1000000 --queue redis://host:6379/0 --verify 1%',
  ],
  merge: ['merge 1.json 2.json 3.json'],
  hunt: [
    'hunt raft/one-vote-per-term',
    'hunt raft/random-faults --seeds 1..10000',
    'hunt raft/lost-vote --without raft/persist-term-and-vote --save-plan plan.json',
  ],
  work: [
    'work --queue redis://host:6379/0',
    'work --queue rediss://user:password@host:6379/0 --workers 8 --wait 600',
  ],
  check: [
    'check history.edn --model cas-register',
    'check history.jsonl --consistency causal',
    'check transactions.edn --consistency serializable',
  ],
  judge: ['judge metrics.csv', 'judge pairs.json --config canary.json --report report.html'],
  text: ['text trace.json', 'text - < trace.json'],
  lag: ['lag describe.txt', 'lag samples.csv --plot lag.svg'],
  estimate: [
    'estimate',
    'estimate storage rate=100M/day size=500B',
    'estimate nines --help',
    'estimate id 175928847299117063 epoch=2015-01-01',
  ],
  burn: [
    'burn errors.csv --slo 99.9 --report report.html',
    'burn errors.csv --slo 99.95 --errors http_5xx --total hits --failures-min 3',
    'burn counters.jsonl --slo 99 --cumulative --alert 1h/5m/14.4 --alert 1d/2h/3 --json',
  ],
  scale: [
    'scale cpu.csv --hpa hpa.yaml --plot replicas.svg',
    'scale cpu.csv --hpa hpa.yaml --replicas 6 --start 90s --json',
    'scale queue.jsonl --hpa worker.yaml --column queue_length=depth --initial 2',
  ],
  limit: ['limit access.log --gcra 15/30/60', 'limit requests.csv --gcra 15/30/60 --json'],
  replay: ['replay lab2.eyJ…', 'replay run.jsonl'],
  web: ['web', 'web --port 0'],
};

/** The end of a command's help; undefined of one that has its own examples, as `completion` has. */
export function examplesOf(command: string, program: string): string | undefined {
  const lines = byCommand[command];
  if (lines === undefined) return undefined;
  return ['', 'Examples:', ...lines.map((line) => `  ${program} ${line}`)].join('\n');
}
