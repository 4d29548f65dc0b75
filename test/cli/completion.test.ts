/**
 * Goal: the scripts for shells complete what stands at a place, and what they offer is what the lab has.
 * Method: a real Bash loads its script and is asked. Zsh runs the same functions, so only its first line is looked at.
 */
import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { lab } from '../support/lab-process.ts';

let script = '';
beforeAll(async () => {
  script = (await lab('completion', 'bash')).stdout;
});

function offered(...words: readonly string[]): string[] {
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _seedlab; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' });
  return output.trimEnd().split('\n');
}

test.each([
  [['sw'], ['sweep']],
  [['run', 'raft/leader-c'], ['raft/leader-crash']],
  [
    ['run', 'raft/leader-crash', '--se'],
    ['--seed', '--seconds-max'],
  ],
  [['run', 'raft/leader-crash', '--without', 'raft/persist'], ['raft/persist-term-and-vote']],
  [['hunt', 'raft/persist'], ['raft/persist-term-and-vote']],
  [['run', './my'], ['']],
])('seedlab %j: %j', (words, expected) => {
  const found = offered('seedlab', ...words);
  expect(expected.filter((word) => !found.includes(word))).toEqual([]);
  expect(found.every((word) => word.startsWith(words.at(-1) ?? '') || word === '')).toBe(true);
});

test('zsh runs the same functions, and fish has its own', async () => {
  const zsh = (await lab('completion', 'zsh')).stdout;
  expect(zsh.split('\n').slice(1).join('\n')).toBe(script);
  const fish = (await lab('completion', 'fish')).stdout;
  expect(fish).toContain("-l without -x -a 'raft/");
  expect(await lab('completion', 'dash')).toMatchObject({ status: 2 });
});
