/** The compiler as a judge of single mutants: one that it refuses is killed before any test. */
import { join } from 'node:path';
import ts from 'typescript';
import { applied, type Mutant } from './operators.ts';

/** What a removed statement leaves unused is no fault of the mutant. */
const unused = [6133, 6192, 6196, 6198, 6199, 6205];

/**
 * Says whether a mutant's file still compiles. The program is read once, at some seconds; each question
 * then costs the checking of one file. Errors in other files are not looked for.
 */
export function compilerOf(project: string, files: readonly string[]): (mutant: Mutant) => boolean {
  const path = join(project, 'tsconfig.base.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files }, ts.sys, project);
  let changed: { path: string; text: string } | undefined;
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => files.map((file) => join(project, file)),
    getScriptVersion: (name) => (name === changed?.path ? `${version}` : 'read'),
    getScriptSnapshot: (name) => {
      const text = name === changed?.path ? changed.text : ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => project,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return (mutant) => {
    const name = join(project, mutant.file);
    changed = { path: name, text: applied(ts.sys.readFile(name) as string, mutant) };
    version += 1;
    return [
      ...service.getSyntacticDiagnostics(name),
      ...service.getSemanticDiagnostics(name),
    ].every(({ code }) => unused.includes(code));
  };
}
