/** `lab completion <shell>`: a script that lets a shell complete commands, scenarios, rules and options. */
import { Argument, type Command } from 'commander';
import { catalogue } from '../../../scenarios/index.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** What stands where: plain words without spaces or quotes. */
interface Choices {
  readonly commands: readonly (readonly [name: string, options: readonly string[]])[];
  readonly scenarios: readonly string[];
  readonly rules: readonly string[];
}

export function register({ lab, io, done, whole }: CommandLine): void {
  lab
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose script').choices(['bash', 'zsh', 'fish']))
    .description(
      'print a script with which a shell completes commands, scenarios, rules and options',
    )
    .addHelpText('after', examples)
    .action(async (shell) => done(await completionCommand(shell, await whole(), io)));
}

const examples = `
Examples:
  seedlab completion bash > ~/.local/share/bash-completion/completions/seedlab
  seedlab completion zsh >> ~/.zshrc
  seedlab completion fish > ~/.config/fish/completions/seedlab.fish`;

async function completionCommand(
  shell: Shell,
  { commands }: Command,
  { print }: CommandIo,
): Promise<ExitStatus> {
  const wings = await Promise.all(catalogue.wings.map(({ id }) => catalogue.wing(id)));
  const choices: Choices = {
    commands: commands.map((command) => [
      command.name(),
      ['--help', ...command.options.flatMap(({ long }) => long ?? [])],
    ]),
    scenarios: catalogue.entries.map(({ id }) => id),
    rules: wings.flatMap(({ sim }) => sim.rules.ids.map((rule) => `${sim.id}/${rule}`)),
  };
  print(shell === 'fish' ? fishScript(choices) : bashScript(choices, shell));
  return exitStatus.pass;
}

/** Bash's own functions, which zsh has too once it is told so. */
function bashScript({ commands, scenarios, rules }: Choices, shell: Shell): string {
  const options = commands.map(([name, words]) => `    ${name}) words="${words.join(' ')}" ;;`);
  return [
    ...(shell === 'zsh'
      ? ['autoload -U +X compinit bashcompinit && compinit && bashcompinit']
      : []),
    '_seedlab() {',
    `  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""`,
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${commands.map(([name]) => name).join(' ')}"`,
    '  elif [ "$before" = "--without" ]; then',
    `    words="${rules.join(' ')}"`,
    `  elif [ "\${current#-}" != "$current" ]; then`,
    `    case "\${COMP_WORDS[1]}" in`,
    ...options.map((line) => `  ${line}`),
    '    esac',
    `  elif [ "\${COMP_WORDS[1]}" = "describe" ] || [ "\${COMP_WORDS[1]}" = "hunt" ]; then`,
    `    words="${[...scenarios, ...rules].join(' ')}"`,
    '  elif [ "$COMP_CWORD" -eq 2 ]; then',
    `    words="${scenarios.join(' ')}"`,
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    // What it has no words for, such as paths, the shell completes as it always does.
    'complete -o default -F _seedlab seedlab',
  ].join('\n');
}

function fishScript({ commands, scenarios, rules }: Choices): string {
  const named = (names: string) => `__fish_seen_subcommand_from ${names}`;
  return [
    `complete -c seedlab -n __fish_use_subcommand -f -a '${commands.map(([name]) => name).join(' ')}'`,
    `complete -c seedlab -n '${named('run step why diff sweep hunt explore describe')}' -a '${scenarios.join(' ')}'`,
    `complete -c seedlab -n '${named('describe hunt')}' -a '${rules.join(' ')}'`,
    ...commands.flatMap(([command, options]) =>
      options.map((option) => {
        const choices = option === '--without' ? ` -x -a '${rules.join(' ')}'` : '';
        return `complete -c seedlab -n '${named(command)}' -l ${option.slice(2)}${choices}`;
      }),
    ),
  ].join('\n');
}
