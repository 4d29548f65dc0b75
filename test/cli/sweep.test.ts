/**
 * Goal: `sweep`, `merge` and `hunt` print the same for the same seeds, whoever ran them and in how
 * many parts; what they print can be repeated; Ctrl-C leaves what was finished.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { must } from '../../src/kernel/must.ts';
import { lab, programWords } from '../support/lab-process.ts';

// A last resort: how long worker threads take to start depends on what else the machine does.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'seedlab-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

const refused = (message: string) => ({
  status: 2,
  stdout: '',
  stderr: expect.stringContaining(message),
});

describe('lab sweep', () => {
  test('prints the same bytes whether it was run at once or in shards', async () => {
    const words = ['sweep', 'raft/leader-crash', '--seeds', '1..24', '--swarm'];
    const files = ['1', '2'].map((part) => path(`${part}.json`));
    const whole = await lab(...words, '--workers', '2');
    for (const [part, file] of files.entries()) {
      await lab(...words, '--shard', `${part + 1}/2`, '--out', file, '--workers', '1');
    }
    const merged = await lab('merge', ...files.reverse());
    expect([merged.status, merged.stdout]).toEqual([whole.status, whole.stdout]);

    expect(whole.stdout).toContain('PASS  in all of 24 runs');
    expect(whole.stdout).toMatch(
      /failoverMs {2}from the crash.*\n {2}runs \(24\): mean [\d.,]+ ms {2}\(95% interval: [\d.,-]+ to/,
    );
    expect(whole.stderr).toMatch(
      /24 runs in [\d.]+ (?:s|min \d+ s): [\d,]+ seeds a second on 2 workers\n/,
    );
    expect(whole.stdout).not.toContain('second');

    expect(await lab('merge', ...files.slice(1))).toEqual(refused('Missing: shard 2/2'));
    writeFileSync(
      path('cut.json'),
      readFileSync(must(files[0], 'file of the run'), 'utf8').slice(0, 500),
    );
    expect(await lab('merge', path('cut.json'))).toEqual(refused('is cut off'));
    expect(await lab('merge', path('none.json'))).toEqual(refused('there is no such file'));
  });

  test('names what failed first, each with the command that does it again', async () => {
    const without = ['--without', 'raft/persist-term-and-vote', '--swarm', '--json'];
    const { status, stdout } = await lab('sweep', 'raft/lost-vote', '--seeds', '1..6', ...without);
    const { verdict, cases, outcomes, invariants } = JSON.parse(stdout);
    expect([status, verdict, outcomes.fail]).toEqual([1, 'fail', cases.length]);
    const terms = invariants.find(({ id }: { id: string }) => id === 'terms-never-fall');
    expect(terms).toMatchObject({ runs: 6, bad: outcomes.fail, firstNotGood: cases[0].seed });
    const drawn = cases.find((each: { drawn: string[] }) => each.drawn.length > 0);
    const words = drawn.command.replace('npm run lab -- ', '').split(' ');
    expect(words).toContain(drawn.drawn[0]);
    const again = JSON.parse((await lab(...words, '--json')).stdout);
    expect(again.verdict).toBe('fail');
    for (const id of drawn.why.replace('broken: ', '').split(', ')) {
      expect(JSON.stringify(again)).toContain(id);
    }
  });

  test('of runs that prove nothing exits with 3', async () => {
    const words = ['--seeds', '2', '--events-max', '100', '--plot', path('x.svg')];
    const { status, stdout } = await lab('sweep', 'raft/leader-crash', ...words);
    expect(status).toBe(3);
    expect(stdout).toContain('inconclusive  seed 1: stopped before its time was over, after');
    expect(stdout).toContain('INCONCLUSIVE  2 of 2 runs prove nothing');
    expect(readFileSync(path('x.svg'), 'utf8')).toMatch(/^<svg[\s\S]*candidacies[\s\S]*<\/svg>\n$/);
  });

  test.each([
    ['--seeds 9..1', 'the first must not be above the last'],
    ['--workers 0', '--workers takes a whole number from 1, not "0".'],
    ['--vary node=3', 'There is no parameter "node". Did you mean "nodes"?'],
    ['--vary nodes=3,99', 'nodes must be at most 9, not 99.'],
    ['--vary nodes=3 --set nodes=5', 'nodes is to be varied, and is given twice'],
    ['--shard 3/2', 'is not a shard: write --shard 2/3'],
    ['--out x.json', '--out is for a shard'],
    ['--set nodes=x', 'nodes must be'],
  ])('%s is refused', async (flags, message) => {
    const ended = await lab('sweep', 'raft/leader-crash', ...flags.split(' '));
    expect(ended).toEqual(refused(message));
  });

  test('that is interrupted prints what was finished, and exits with 130', async () => {
    // Worker processes, as users have them; all other sweeps here are run in this thread.
    const words = ['sweep', 'raft/leader-crash', '--seeds', '1..1000000', '--workers', '1'];
    const child = spawn(process.execPath, [...programWords, ...words], { cwd: projectFolder });
    let stdout = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        stdout += data;
        resolve();
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(130);
    expect(stdout).toMatch(/[\d,]+ runs( prove nothing)?; stopped before every seed was run\n/);
  });
});

describe('lab hunt', () => {
  test('prints the shortened story, and a token that replays to the same violation', async () => {
    const words = ['hunt', 'raft/up-to-date-log', '--json'];
    const { status, stdout, stderr } = await lab(...words, '--workers', '1');
    expect(status).toBe(1);
    const { found } = JSON.parse(stdout);
    expect(found).toMatchObject({ property: 'leader-completeness' });
    expect(found.params.nodes).toBeLessThan(5);
    expect(stderr).toMatch(
      /seeds a second on 1 worker\nmade shorter in [\d.]+ (?:s|min \d+ s), from \d+ steps? of its plan to/,
    );
    const replay = await lab('replay', found.token);
    expect(replay.status).toBe(1);
    expect(replay.stdout).toContain(found.message.split(' (at')[0]);
  });

  test('with every rule on finds nothing, and says what it went through and what never happened', async () => {
    const words = ['hunt', 'raft/random-faults', '--seeds', '30', '--set', 'stormMs=1000'];
    const { status, stdout } = await lab(...words);
    expect(status).toBe(0);
    expect(stdout).toContain('NOTHING FOUND  in 30 runs');
    expect(stdout).toMatch(/\n {2}30 {2}raft: follower -electionTimeout-> candidate\n/);
    expect(stdout).toMatch(/\n {2}30 {2}leader-elected\n/);
    expect(stdout).toMatch(/\n {2}30 {2}one-vote-per-term\n/);
    // No Raft server is a service: its plans draw no outage, so that none happened says nothing.
    expect(stdout).not.toMatch(/never {2}.*outage/);
  });

  test('a property that the scenario does not have is refused', async () => {
    const wrong = await lab('hunt', 'raft/random-faults', '--property', 'election-safty');
    expect(wrong).toEqual(refused('Did you mean "election-safety"?'));
    expect(await lab('hunt', 'raft')).toEqual(refused('"raft" is a sim'));
  });
});
