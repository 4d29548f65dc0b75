/**
 * Goal: every format of the guide is read, its shipped example gives the same verdict in all of them, and
 * what is refused is refused by name. The guide shows every example, and no other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../sims/kafka/lag/judge.ts';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';
import { lagReader } from '../../../src/tools/lag/reader.ts';
import { nothingToJudge, type Samples } from '../../../src/tools/lag/samples.ts';

const folder = 'src/tools/lag/examples';
const files = readdirSync(folder).filter((name) => name !== 'refused');
const refused = readdirSync(`${folder}/refused`);

/** In chunks of a few bytes, so that every line is cut somewhere. */
function read(path: string): Samples {
  const bytes = readFileSync(path);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, place) =>
    bytes.subarray(place * 7, place * 7 + 7),
  );
  return readFrom(chunks, lagReader());
}

describe('the examples', () => {
  test('are those of the guide', () => {
    const guide = readFileSync('src/tools/lag/README.md', 'utf8');
    const links = [...guide.matchAll(/\(examples\/([^)]+)\)/g)].map(([, path]) => path);
    const paths = [...files, ...refused.map((name) => `refused/${name}`)];
    expect(links.toSorted()).toEqual(paths.toSorted());
  });

  test.each(files)('%s', (name) => {
    const samples = read(`${folder}/${name}`);
    expect(samples.problems).toEqual([]);
    const { groups, status } = judge(samples);
    const [group] = groups;
    expect(groups.length).toBe(1);
    expect(group).toMatchObject({
      group: 'billing',
      lag: 3105,
      partitions: [
        { topic: 'orders', partition: 0, lag: 5 },
        { topic: 'orders', partition: 1, lag: 3100 },
      ],
    });
    // Lag alone does not tell a consumer that stands still from one that is too slow.
    const isLagAlone = ['query.json', 'grafana-columns.csv'].includes(name);
    expect([status, group?.partitions[1]?.status, group?.cause.id]).toEqual(
      isLagAlone ? ['WARN', 'WARN', 'growing-lag'] : ['ERR', 'STALL', 'stuck-consumer'],
    );
    const isJudgedByBurrow = name === 'burrow-lag.json';
    expect(samples.samples.length).toBe(isJudgedByBurrow ? 4 : 12);
    expect(judge(samples).nowMs - judge(samples).fromMs).toBe(300_000);
  });

  test.each([
    ['consumer-offset-checker.txt', 'ConsumerOffsetChecker of Kafka 0.8'],
    ['kafka-0.9.txt', 'kafka-consumer-groups of Kafka 0.9'],
    ['zookeeper.txt', 'kafka-consumer-groups --zookeeper'],
    ['members.txt', '--describe --members, which has no offsets'],
    ['confluent.yaml', 'a list in YAML, which is not read: use --output json'],
    ['state.txt', '--describe --state, which has no offsets'],
  ])('%s is refused by name', (name, words) => {
    const reading = () => {
      const samples = read(`${folder}/refused/${name}`);
      expect(samples.samples).toEqual([]);
      throw nothingToJudge(name, samples);
    };
    expect(reading).toThrow(words);
  });
});
