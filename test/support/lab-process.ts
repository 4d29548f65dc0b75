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
  const program = ['--import', 'tsx', join(projectFolder, 'src/cli/main.ts'), ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: projectFolder }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
