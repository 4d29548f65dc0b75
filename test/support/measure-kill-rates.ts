/**
 * Measures how often killers kill, and writes it to `test/scenarios/kill-rates/`: `npm run rates`, or
 * `npm run rates -- raft kafka` for some wings. Takes minutes.
 */
import { writeFileSync } from 'node:fs';
import { catalogue } from '../../scenarios/index.ts';
import { killingRuns, measureKillRate, ratesFile } from './kill-rates.ts';

const asked = process.argv.slice(2);
const wings = asked.length === 0 ? catalogue.wings.map(({ id }) => id) : asked;

for (const id of wings) {
  const lines: string[] = [];
  for (const [rule, killer] of killingRuns(await catalogue.wing(id))) {
    const scenario = await catalogue.scenario(killer.scenario);
    const { found, tried } = measureKillRate(scenario, rule, killer, 'rate');
    process.stderr.write(`${id}/${rule}: ${found} of ${tried}\n`);
    lines.push(`  "${rule}": { "found": ${found}, "tried": ${tried} }`);
  }
  writeFileSync(ratesFile(id), `{\n${lines.join(',\n')}\n}\n`);
}
