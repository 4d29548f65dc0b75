import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { StrNode } from 'json-joy/lib/json-crdt/nodes/str/StrNode.js';
import { ts } from 'json-joy/lib/json-crdt-patch/clock/index.js';
import { emptyRunText, insertRunAt, deleteRunsAt, textOfRuns, runsOf, applyRunOp } from '../../sims/crdt/text/runs/run-text.ts';
for (const n of ['automerge-paper','sveltecomponent','rustcode']) {
  const t = JSON.parse(gunzipSync(readFileSync('/work/shared/traces/'+n+'.json.gz')).toString());
  const P = t.txns.flatMap((x:any)=>x.patches);
  const cpu=(f:any)=>{const c=process.cpuUsage(); const r=f(); const e=process.cpuUsage(c); return [(e.user+e.system)/1e3,r] as any;};
  const a:number[]=[],b:number[]=[],kk:number[]=[],rr:number[]=[];
  for (let r=0;r<8;r++){
    const [m1,node]=cpu(()=>{const node = new StrNode(ts(1,1)); let time=2;
    for (const [p,d,i] of P){ if(d>0) node.delete(node.findInterval(p,d)); if(i.length>0) node.insAt(p, ts(1,time), i); time+=d+i.length; } return node;});
    const [m2,text]=cpu(()=>{const x=emptyRunText(1); for (const [p,d,i] of P){ if(d>0) deleteRunsAt(x,p,d); if(i.length>0) insertRunAt(x,p,i);} return x;});
    const ops:any[]=[];
    const [m3]=cpu(()=>{const x=emptyRunText(1); for (const [p,d,i] of P){ if(d>0) ops.push(deleteRunsAt(x,p,d)); if(i.length>0) ops.push(insertRunAt(x,p,i));} return x;});
    const [m4,y]=cpu(()=>{const x=emptyRunText(2); for(const o of ops) applyRunOp(x,o); return x;});
    if (textOfRuns(text)!==t.endContent||textOfRuns(y)!==t.endContent) throw new Error('text '+n);
    a.push(m1);b.push(m2);kk.push(m3);rr.push(m4); if(r===7) console.log(n,'runs',runsOf(text),runsOf(y),'strnode',node.count,'json',ops.reduce((s,o)=>s+JSON.stringify(o).length,0));
  }
  console.log('strnode',a.map(x=>x.toFixed(0)).join(' '),'| runs',b.map(x=>x.toFixed(0)).join(' '),'| kept',kk.map(x=>x.toFixed(0)).join(' '),'| remote',rr.map(x=>x.toFixed(0)).join(' '));
}
