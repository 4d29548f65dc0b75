import * as z from 'zod';
import { FlagJudge } from '../../sims/deployment/flags/judge.ts';
import { flagDisk, flaggedInstance, flagService } from '../../sims/deployment/flags/service.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import { users } from '../../sims/deployment/users.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonBounds } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  instances: whole(2, 20, 8, 'that serve the requests'),
  perSecond: real(5, 50, 20, 'requests of users, to any instance'),
  pollSeconds: real(5, 60, 15, 'from one poll of the flag to the next'),
});

type Params = z.output<typeof params>;

const flagArms = ['polling', 'streaming', 'restarted'] as const;
const importArms = ['lazy', 'eager', 'eagerCanary'] as const;
const arms = [...flagArms, ...importArms] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  polling: 'flag polled',
  streaming: 'flag streamed',
  restarted: 'flag streamed, its service restarted before',
  lazy: 'flag off, module imported behind it',
  eager: 'flag off, module imported at the start',
  eagerCanary: 'canary of one instance, module imported at the start',
};
const isFlagArm = (arm: Arm): boolean => (flagArms as readonly string[]).includes(arm);
const isHeld = (arm: Arm): boolean => isFlagArm(arm) || arm === 'lazy';

const onMs = 5_000;
const restartMs = 10_000;
const offMs = 20_000;
/** A message, its answer, and a write to disk. */
const messagesMs = 10;
const pollMs = (p: Params): number => p.pollSeconds * 1_000;
/** Later the service is down, and an instance restarts. */
const outageMs = (p: Params): number => offMs + pollMs(p) + 1_000;
const endMs = (p: Params): number => outageMs(p) + 5_000;

export default scenario({
  ...aboutDeployment,
  id: 'deployment/flag-off',
  asks: 'A feature behind a flag fails, and the flag is switched off. When does the last instance know, and does a flag that is off protect from everything?',
  claims: ['deploy-flags-strictly-better'],
  code: ['sims/deployment/flags/service.ts#flaggedInstance'],
  params,
  durationMs: (p) => endMs(p) + 1,
  network: () => ({ latencyMs: uniform(0.2, 0.8) }),
  plan: (p) => [
    { atMs: restartMs, fault: crash('flags-restarted') },
    { atMs: restartMs + 500, fault: restart('flags-restarted') },
    // The service is away while an instance starts.
    { atMs: outageMs(p), fault: crash('flags-polling') },
    { atMs: outageMs(p) + 200, fault: crash('polling-1') },
    { atMs: outageMs(p) + 400, fault: restart('polling-1') },
    { atMs: outageMs(p) + 3_500, fault: restart('flags-polling') },
  ],
  metrics: {
    ...gaugePer(arms, 'failed', 'requests', (arm) => `that fail by the new feature, ${says[arm]}`),
    ...gaugePer(flagArms, 'heardMs', 'ms', (arm) => `until every instance knows, ${says[arm]}`),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    for (const arm of arms) {
      const judge = new FlagJudge(study, pollMs(p) + messagesMs, isHeld(arm));
      const service = `flags-${arm}`;
      const names = Array.from({ length: p.instances }, (_, place) => `${arm}-${place + 1}`);
      const own = isHeld(arm) ? rules : { ...rules, 'import-behind-flag': false };
      const isStreaming = arm === 'streaming' || arm === 'restarted';
      const options = { service, isStreaming, pollMs: pollMs(p), rules: own, judge };
      world.addServer(service, flagService, flagDisk);
      for (const name of names) world.addServer(name, flaggedInstance(options));
      world.addServer(
        `users-${arm}`,
        users(p.perSecond, (node) => node.call(pick(node.stream('instance'), names), 'request')),
      );
      world.addServer(
        `operator-${arm}`,
        client('operator', (node) => {
          if (isFlagArm(arm)) node.spawn(switches(node, service, judge));
          else node.spawn(deploys(node, arm === 'eagerCanary' ? names.slice(0, 1) : names));
          return {};
        }),
      );
      if (isFlagArm(arm)) {
        study.at(outageMs(p) - 1, () => {
          const heardMs = judge.lastHeardMs(p.instances);
          if (heardMs === undefined) return;
          const metric = metrics[`${arm as (typeof flagArms)[number]}.heardMs`];
          study.observes(`until every instance knows, ${says[arm]}`, heardMs, 'ms', metric);
        });
      }
      study.at(endMs(p), () => {
        const metric = metrics[`${arm}.failed`];
        study.observes(`requests that fail, ${says[arm]}`, judge.failed, '', metric);
      });
    }
    return study;
  },
  expect: (p) => {
    const served = ((offMs - onMs) / 1_000) * p.perSecond;
    const polled = (arm: 'polling' | 'restarted') =>
      within(`${arm}.heardMs`, `${arm}-heard`, lastOfPolls(p)).says(
        `ms until every instance knows, ${says[arm]}: the last of as many even draws from an interval`,
      );
    const fails = (arm: 'eager' | 'eagerCanary', share: number) =>
      within(`${arm}.failed`, `${arm}-fails`, poissonBounds(served * share)).says(
        `requests that fail until the release is rolled back, ${says[arm]}`,
        'deploy-flags-strictly-better',
      );
    return [
      polled('polling'),
      within('streaming.heardMs', 'streaming-heard', { atLeast: 0, atMost: messagesMs }).says(
        `ms until every instance knows, ${says.streaming}: a message`,
      ),
      polled('restarted'),
      exactly(0, 'lazy.failed', 'lazy-fails').says(`requests that fail, ${says.lazy}`),
      fails('eager', 1),
      fails('eagerCanary', 1 / p.instances),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const time = (arm: (typeof flagArms)[number]) => inTime(m[`${arm}.heardMs`].value ?? 0);
    const failed = (arm: Arm) => inDigits(m[`${arm}.failed`].value ?? 0);
    return (
      `If changes are streamed (pushed), the flag is off in all ${p.instances} instances after ${time('streaming')}; if each instance polls for them, after ${time('polling')}. ` +
      `A stream that broke when its service restarted brings nothing, and the poll beside it brings the change after ${time('restarted')}. ` +
      `A flag guards only what runs behind it: a module that crashes on import fails ${failed('eager')} requests with the flag off, because it is deployed everywhere, and ${failed('eagerCanary')} with a canary of one instance. ` +
      `Imported behind the flag it fails ${failed('lazy')}.`
    );
  },
});

function* switches(node: ServerContext, service: string, judge: FlagJudge): Process<void> {
  for (const [atMs, isOn] of [
    [onMs, true],
    [offMs, false],
  ] as const) {
    yield* node.sleep(atMs - node.now());
    judge.switches(isOn, node.now());
    yield* node.call(service, { isOn });
  }
}

function* deploys(node: ServerContext, instances: readonly string[]): Process<void> {
  for (const [atMs, deploy] of [
    [onMs, 'with-defect'],
    [offMs, 'before'],
  ] as const) {
    yield* node.sleep(atMs - node.now());
    for (const name of instances) node.spawn(node.call(name, { deploy }));
  }
}

/** Each instance polls at a random time of an interval; the last of them is below x with probability (x / interval)^n. */
function lastOfPolls(p: Params) {
  const improbable = 1e-6;
  return { atLeast: pollMs(p) * pow(improbable, 1 / p.instances), atMost: pollMs(p) + messagesMs };
}

// Left out: a service that stays down, and users who keep what they have loaded with the flag on.
