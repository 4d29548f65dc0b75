/**
 * Goal: a new wing passes the type checker as it is written. The text alone does not show that an interface of the
 * lab has changed since.
 */
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { newWing } from './wing-template.ts';

test('the files of a new wing have no type errors', () => {
  const made = new Map(
    [...newWing('gossip')]
      .filter(([path]) => path.endsWith('.ts') && !path.startsWith('test/'))
      .map(([path, text]) => [join(projectFolder, path), text]),
  );
  const { config } = ts.readConfigFile(join(projectFolder, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectFolder);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => made.has(path) || fileExists(path);
  host.readFile = (path) => made.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...more) => {
    const text = made.get(path);
    if (text === undefined) return getSourceFile(path, target, ...more);
    return ts.createSourceFile(path, text, target);
  };
  host.directoryExists = () => true;
  const program = ts.createProgram([...made.keys()], options, host);
  const errors = [...made.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)),
  );
  expect(
    errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  ).toEqual([]);
}, 60_000);
