/** The guides, heading by heading, so that they can be found by words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findable } from '../lab/find/find.ts';
import { projectFolder } from './source.ts';

const folders = ['.', 'sims', 'src'];

/** Each heading of each guide with the paragraph below it, as `sims/raft/README.md#snapshots`. */
export function guides(): Findable[] {
  return folders.flatMap((folder) => guidesIn(folder)).flatMap((path) => headingsOf(path));
}

function guidesIn(folder: string): string[] {
  if (folder === '.') return ['README.md'];
  const names = readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

function headingsOf(path: string): Findable[] {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  const [title = ''] = /(?<=^# ).*/m.exec(text) ?? [];
  return text
    .split(/^(?=## )/m)
    .slice(1)
    .map((section): Findable => {
      const [heading = '', ...rest] = section.split('\n');
      const name = heading.slice('## '.length);
      const paragraph = rest.join('\n').trim().split('\n\n')[0] ?? '';
      const isProse = /^[\p{L}`_*[]/u.test(paragraph);
      return {
        kind: 'guide',
        name: `${path}#${slug(name)}`,
        text: `${title}: ${name}. ${isProse ? paragraph.replace(/\s+/g, ' ') : ''}`.trim(),
      };
    });
}

/** As GitHub names the anchors of headings. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
