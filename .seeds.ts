import { catalogue } from './scenarios/index.ts';
import { run } from './src/lab/run.ts';
const n: Record<string, number> = { 'io/waiting-costs': 30, 'io/mostly-idle': 40, 'io/ten-thousand-connections': 100, 'io/blocked-loop': 600, 'io/pool-size': 300, 'io/greedy-peer': 200, 'io/connection-burst': 30 };
for (const { id } of catalogue.entries.filter((e) => e.id.startsWith('io/'))) {
  const s = await catalogue.scenario(id);
  const t0 = process.cpuUsage();
  let bad: string[] = []; const offs: number[] = [];
  const count = n[id] ?? 200;
  for (let seed = 0; seed < count; seed++) { const r = run(s, { seed: String(seed) }); if (r.verdict !== 'pass') bad.push(`${seed}:${r.expectations.filter((e) => e.holds !== true).map((e) => e.id + '=' + e.measured)}`); if (id === 'io/blocked-loop') offs.push(r.metrics['inline.off'] as number); }
  const t = process.cpuUsage(t0);
  offs.sort((a, b) => a - b);
  console.log(id, count, 'bad', bad.slice(0, 5).join(' '), bad.length, ((t.user + t.system) / 1000 / count).toFixed(0) + ' ms each', offs.length ? `${offs[0]} ${offs.at(-1)}` : '');
}
