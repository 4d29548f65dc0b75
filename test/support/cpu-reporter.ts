/**
 * Prints the CPU seconds of a test run by wing, and those of a reference loop, so that two machines
 * can be compared: wall-clock time says as much about what else they were doing.
 */
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const referenceRounds = 2e9;
/** As many are measured, and scaled: the loop is linear, and the whole of it takes seconds. */
const measuredRounds = 2e8;

export default class CpuReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const wings = new Map<string, number>();
    for (const module of modules) {
      const { cpuMs = 0 } = module.meta() as { cpuMs?: number };
      const wing = wingOf(relative(process.cwd(), module.moduleId));
      wings.set(wing, (wings.get(wing) ?? 0) + cpuMs / 1_000);
    }
    const { user, system } = process.cpuUsage();
    wings.set('vitest', (user + system) / 1e6);
    const rows = [...wings].sort(([, a], [, b]) => b - a);
    const total = rows.reduce((sum, [, seconds]) => sum + seconds, 0);
    const parts = rows.map(([wing, seconds]) => `${wing} ${seconds.toFixed(1)}`).join(', ');
    const reference = referenceSeconds();
    process.stdout.write(
      [
        `CPU seconds: ${total.toFixed(1)} (${parts})`,
        `Reference loop of 2e9 rounds: ${reference.toFixed(2)} CPU seconds (2e8 measured); the tests took ${(total / reference).toFixed(0)} of it`,
        '',
      ].join('\n'),
    );
  }
}

/** `test/sims/raft/…`, `test/scenarios/raft.test.ts` and `test/kernel/…` are raft, raft and kernel. */
function wingOf(path: string): string {
  const [, folder = '', name = ''] = path.split(/[\\/]/);
  const isOfWing = folder === 'sims' || folder === 'scenarios';
  return (isOfWing ? name : folder).replace(/\..*$/, '');
}

function referenceSeconds(): number {
  const before = process.cpuUsage();
  let x = 0;
  for (let i = 0; i < measuredRounds; i++) x += i % 7;
  const { user, system } = process.cpuUsage(before);
  // The sum is used, so that the loop is run.
  if (x < 0) throw new Error('the sum of remainders is negative');
  return ((user + system) / 1e6) * (referenceRounds / measuredRounds);
}
