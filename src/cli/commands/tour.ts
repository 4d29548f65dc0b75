/** `lab tour`: the flagship scenario of every sim, a paragraph each. */
import { catalogue } from '../../../scenarios/index.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { run } from '../../lab/run.ts';
import { sentencesIn } from '../../words/sentences.ts';
import { type CommandLine, withEventLimits } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom } from '../limits.ts';
import { verdictInColour } from '../render/run-text.ts';

const seed = 'tour';
/** Of an answer: the whole of it is a command away. */
const sentencesMax = 2;

export function register({ lab, io, done }: CommandLine): void {
  withEventLimits(lab.command('tour'))
    .description('run the flagship scenario of every sim, a paragraph each')
    .action(async (flags) => done(await tourCommand(flags, io)));
}

async function tourCommand(flags: LimitFlags, io: CommandIo): Promise<ExitStatus> {
  const { paint, print, program } = io;
  const limits = limitsFrom(flags, io);
  let status: ExitStatus = exitStatus.pass;
  for (const { title, scenarios } of catalogue.wings) {
    const [entry] = scenarios;
    if (entry === undefined) continue;
    const flagship = (await entry.load()).default;
    const result = run(flagship, { seed }, limits);
    if (result.verdict !== 'pass') status = exitStatus.fail;
    print(
      [
        paint.bold(title),
        wrapped(flagship.asks, '  '),
        wrapped(sentencesIn(result.story).slice(0, sentencesMax).join(' '), '  '),
        `  ${verdictInColour(result.verdict, paint)}  ${program} run ${flagship.id} --seed ${seed}`,
        '\n',
      ].join('\n'),
    );
  }
  const [first] = catalogue.wings;
  if (first === undefined) return status;
  const { sim } = await catalogue.wing(first.id);
  const [rule] = sim.rules.ids;
  print(
    [
      paint.bold('What next? What did you come for?'),
      ...columns(
        [
          ['an interview', `${program} answer q5`, 'any question: q1 to q22, or your own words'],
          ['a topic', `${program} find fencing token`, 'questions, scenarios, rules and claims'],
          ['an algorithm', `${program} describe ${sim.id}`, 'its rules, and what each is for'],
          ['', `${program} describe ${sim.id}/${rule}`, 'one rule, with its code'],
          ['to see it happen', `${program} step ${first.scenarios[0]?.id}`, 'forward and back'],
          [
            'to break it',
            `${program} hunt ${sim.id}/${rule}`,
            'a seed that shows why a rule exists',
          ],
          ['a figure', `${program} estimate`, 'back-of-the-envelope, with a simulation'],
          ['your own data', `${program} check --help`, 'histories; and lag, judge, limit, text'],
          ['', `${program} --help`, 'everything else'],
        ],
        '  ',
      ),
    ].join('\n'),
  );
  return status;
}
