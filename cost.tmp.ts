import { catalogue } from '/work/trees/resilience/scenarios/index.ts';
import { run } from '/work/trees/resilience/src/lab/run.ts';
const n = Number(process.argv[2] ?? 20); const only = process.argv[3];
for (const entry of catalogue.entries.filter(e => e.id.startsWith('resilience/') && (!only || e.id.includes(only)))) {
  const s = await catalogue.scenario(entry.id);
  const t = process.cpuUsage().user; const bad: string[] = []; const digests = new Set();
  for (let i = 0; i < n; i++) { const r = run(s, { seed: 'seed ' + i }); digests.add(r.digest); if (r.verdict !== 'pass') bad.push(i + ':' + r.verdict + ' ' + r.expectations.filter(e => e.holds !== true).map(e => e.id + '=' + e.measured).join(',') + r.goals.filter(g => !g.reached).map(g => g.id) + r.invariants.filter(x=>x.violations.length).map(x=>x.id+x.violations[0]!.message)); }
  console.log(entry.id, ((process.cpuUsage().user - t) / 1000 / n).toFixed(0) + 'ms', 'digests', digests.size, bad.length ? 'BAD ' + bad.length + ' ' + bad.slice(0, 3).join(' | ') : '');
}
