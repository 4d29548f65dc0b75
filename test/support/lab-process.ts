/** The command line as its users run it: a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../src/host/source.ts';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function lab(...words: string[]): Promise<Ended> {
  return labReading('', ...words);
}

/** With a text on its standard input. */
export function labReading(input: string, ...words: string[]): Promise<Ended> {
  const program = ['--import', 'tsx', join(projectFolder, 'src/cli/main.ts'), ...words];
  return new Promise((resolve) => {
    const options = { cwd: projectFolder, maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, program, options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
