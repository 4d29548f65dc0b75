import { catalogue } from '/work/trees/resilience/scenarios/index.ts';
import { run } from '/work/trees/resilience/src/lab/run.ts';
const n = Number(process.argv[2] ?? 20);
for (const only of process.argv.slice(3)) for (const entry of catalogue.entries.filter(e => e.id.startsWith('resilience/' + only))) {
  const s = await catalogue.scenario(entry.id); const vals: Record<string, number[]> = {}; const bounds: any = {};
  let bad = 0;
  for (let i = 0; i < n; i++) { const r = run(s, { seed: 'm' + i }); if (r.verdict !== 'pass') bad++; for (const e of r.expectations) { (vals[e.id] ??= []).push(e.measured as number); bounds[e.id] = e.bound; } }
  for (const [id, v] of Object.entries(vals)) { const m = v.reduce((a,b)=>a+b)/n; const sd = Math.sqrt(v.reduce((a,b)=>a+(b-m)**2,0)/(n-1)); if (sd > 1e-12) console.log(entry.id, id, 'mean', m.toFixed(3), 'sd', sd.toFixed(4), JSON.stringify(bounds[id]), 'z low', bounds[id].atLeast === undefined ? '-' : ((m - bounds[id].atLeast)/sd).toFixed(1), 'z high', bounds[id].atMost === undefined ? '-' : ((bounds[id].atMost - m)/sd).toFixed(1), 'min', Math.min(...v).toFixed(3), 'max', Math.max(...v).toFixed(3)); }
  if (bad) console.log(entry.id, 'BAD', bad);
}
