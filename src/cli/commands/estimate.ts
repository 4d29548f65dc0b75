/** `lab estimate <topic> [key=value…]`: figures on the back of an envelope. */
import { estimateOf, topicOf } from '../../tools/estimate/estimate.ts';
import { estimateAsText, topicAsText, topicsAsText } from '../../tools/estimate/estimate-text.ts';
import { decodedId } from '../../tools/estimate/id.ts';
import { idAsks, idAsText, idHelpAsText } from '../../tools/estimate/id-text.ts';
import { topics } from '../../tools/estimate/topics.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';

interface EstimateFlags {
  readonly seed: string;
  readonly json: boolean;
  readonly help: boolean;
}

const help = `
Values carry their units: 100M/day, 1200/s, 500B, 2kB, 1TiB, 150ms, 3 years, 99.9%, 1Gb/s, $0.03, 62^7.
TB are 10^12 bytes and TiB 2^40; Gb are bits and GB bytes; a year is 365 days and a month a twelfth of it.

Exit status: 0, or 1 if a simulation contradicts its formula; 2 bad input.`;

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('estimate [topic] [key=value...]')
    .description(
      'estimate on the back of an envelope: formula, assumptions, what people forget, and a simulated check',
    )
    .option('--seed <text>', 'seed of the simulated cross-check', 'estimate')
    .option('--json', 'print the result as JSON', false)
    .helpOption(false)
    .option('--help', 'the keys of a topic with their defaults; without a topic, all topics', false)
    .addHelpText('after', help)
    .action(async (topic: string | undefined, words: string[], flags: EstimateFlags, command) => {
      if (topic === undefined && flags.help) command.outputHelp();
      done(estimate(topic, words, flags, io));
    });
}

function estimate(
  id: string | undefined,
  words: readonly string[],
  { seed, json, help }: EstimateFlags,
  io: CommandIo,
): ExitStatus {
  if (id === undefined) {
    const all = [...topics.values()];
    if (json)
      io.printJson({
        topics: [
          ...all.map(({ id, asks, keys }) => ({ topic: id, asks, keys: Object.keys(keys) })),
          { topic: 'id', asks: idAsks, keys: ['epoch'] },
        ],
      });
    else io.print(topicsAsText([...all, { id: 'id', asks: idAsks }], io));
    return exitStatus.pass;
  }
  if (id === 'id') return estimateId(words, { json, help }, io);
  const topic = topicOf(id);
  if (help) {
    io.print(topicAsText(topic, io));
    return exitStatus.pass;
  }
  const estimate = estimateOf(topic, words, seed);
  if (json) io.printJson({ ...estimate, seed });
  else io.print(estimateAsText(estimate, seed, io));
  return estimate.check?.agrees === false ? exitStatus.fail : exitStatus.pass;
}

function estimateId(
  words: readonly string[],
  { json, help }: Pick<EstimateFlags, 'json' | 'help'>,
  io: CommandIo,
): ExitStatus {
  if (help || words.length === 0) {
    io.print(idHelpAsText(io));
    return exitStatus.pass;
  }
  const decoded = decodedId(words);
  if (json) io.printJson({ topic: 'id', ...decoded });
  else io.print(idAsText(decoded, io));
  return exitStatus.pass;
}
