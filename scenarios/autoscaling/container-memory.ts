import * as z from 'zod';
import { exitCode, killedOf, MemoryGroup } from '../../sims/autoscaling/containers/memory.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { around, near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  limitMb: whole(1_000, 16_000, 4_000, 'limit of the application, MB'),
  heapMb: whole(100, 900, 800, 'heap that its metrics show, MB'),
  nativeMb: whole(0, 8_000, 1_500, 'memory besides the heap, MB'),
  threads: whole(1, 1_000, 200, 'threads, with a megabyte reserved for the stack of each'),
  touched: real(0.01, 1, 0.1, 'share of each stack that is ever touched'),
  sidecarMb: whole(0, 4_000, 2_000, 'memory of a sidecar with a limit of its own, MB'),
  fileMb: whole(100, 20_000, 3_000, 'a file that is read from end to end, MB'),
});

const chunkMb = 100;

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/container-memory',
  asks: 'Exit code 137 with a limit of 4 GB and a heap of 800 MB: what counts against the limit?',
  claims: [
    'q13-137-is-sigkill',
    'q13-sidecar-counts-to-limit',
    'q13-page-cache-ooms',
    'q13-thread-stacks-200mb',
  ],
  code: [
    'sims/autoscaling/containers/memory.ts#fits',
    'sims/autoscaling/containers/memory.ts#killedOf',
    'sims/autoscaling/containers/memory.ts#exitCode',
  ],
  params,
  invariants: heldTo('neighbour-survives', 'no-kill-with-free-memory'),
  metrics: {
    code: gauge('exit code', 'of a process that is killed for its memory'),
    segfault: gauge('exit code', 'of a process with a segmentation fault'),
    stacks: gauge('MB', 'of stacks that are resident'),
    reserved: gauge('MB', 'of stacks that are reserved'),
    used: gauge('MB', 'that cannot be dropped'),
    cached: gauge('MB', 'of the file that are still in memory'),
    killed: gauge('containers', 'that are killed'),
  },
  build({ world, params, rules, metrics }) {
    const { limitMb, heapMb, nativeMb, threads, touched, sidecarMb, fileMb } = params;
    const study = new ScalingStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('pages');
    const group = new MemoryGroup(limitMb, rules);
    let lives = true;
    const kill = (why: string) => {
      lives = false;
      study.tells({ kind: 'killed', container: 'application', code: exitCode('SIGKILL'), why });
    };
    let stacks = 0;
    for (let thread = 0; thread < threads; thread++) stacks += touched * (0.5 + stream());
    const usedMb = heapMb + nativeMb + stacks;
    study
      .next(() => estimates('code', 'exit code of SIGKILL: 128 + 9', exitCode('SIGKILL')))
      .next(() => estimates('segfault', 'exit code of SIGSEGV: 128 + 11', exitCode('SIGSEGV')))
      .next(() => estimates('reserved', 'stacks that are reserved', threads, 'MB'))
      .next(() => observes('stacks', 'stacks that are resident', stacks, 'MB'))
      .next(() => {
        if (!group.uses(usedMb)) kill('what it uses is more than its limit');
        observes('used', 'heap, native memory and stacks', usedMb, 'MB');
      });
    for (let readMb = 0; readMb < fileMb; readMb += Math.max(chunkMb, fileMb / 20)) {
      study.next(() => {
        if (!lives) return;
        const part = Math.min(Math.max(chunkMb, fileMb / 20), fileMb - readMb);
        const fits = group.reads(part);
        study.observes('pages of the file in memory', group.cleanMb, 'MB');
        if (!fits) kill('pages of a file fill its limit');
        study.holds(
          'no-kill-with-free-memory',
          fits || group.usedMb > limitMb,
          `it is killed with ${inDigits(Math.round(group.cleanMb))} MB of clean pages and ${inDigits(Math.round(group.usedMb))} of ${inDigits(limitMb)} MB used`,
        );
      });
    }
    return study
      .next(() => observes('cached', 'pages of the file in memory', group.cleanMb, 'MB'))
      .next(() => {
        const containers = [
          { name: 'application', limitMb, usesMb: usedMb },
          { name: 'sidecar', limitMb: 2 * sidecarMb + 1, usesMb: sidecarMb },
        ];
        const killed = killedOf(containers, rules);
        observes('killed', 'containers that are killed for their own use', killed.length);
        const isInnocent = killed.some(({ usesMb, limitMb: own }) => usesMb <= own);
        study.holds(
          'neighbour-survives',
          !isInnocent,
          `the application is killed at ${inDigits(Math.round(usedMb))} of ${inDigits(limitMb)} MB, because a sidecar uses ${inDigits(sidecarMb)} MB`,
        );
      });
  },
  expect: ({ limitMb, heapMb, nativeMb, threads, touched, fileMb }) => {
    const stacks = around(threads * touched, touched * Math.sqrt(threads / 12), 6);
    const base = heapMb + nativeMb;
    const isKilled = base + Math.max(0, stacks.atLeast) > limitMb;
    const fits = base + stacks.atMost <= limitMb;
    return [
      within('code', 'code', near(137)).says('exit code of a kill', 'q13-137-is-sigkill'),
      within('segfault', 'segfault', near(139)).says(
        'exit code of a segmentation fault',
        'q13-137-is-sigkill',
      ),
      within('reserved', 'reserved', near(threads)).says(
        'MB of stacks that are reserved',
        'q13-thread-stacks-200mb',
      ),
      within('stacks', 'stacks', {
        atLeast: Math.max(0, stacks.atLeast),
        atMost: stacks.atMost,
      }).says(
        'MB of stacks that are resident: threads x share that is touched',
        'q13-thread-stacks-200mb',
      ),
      ...(fits || isKilled
        ? [
            within('killed', 'killed', near(isKilled ? 1 : 0)).says(
              'containers that are killed, with a sidecar beside them',
              'q13-sidecar-counts-to-limit',
            ),
          ]
        : []),
      ...(fits
        ? [
            within('cached', 'cached', {
              atLeast: Math.min(fileMb, limitMb - base - stacks.atMost) - 1e-6,
              atMost: Math.min(fileMb, limitMb - base - Math.max(0, stacks.atLeast)) + 1e-6,
            }).says(
              'MB of the file in memory, and no kill: the rest was dropped',
              'q13-page-cache-ooms',
            ),
          ]
        : []),
    ];
  },
  tells: ({ params: { limitMb, heapMb, nativeMb, threads, fileMb }, metrics: m }) =>
    `Exit code 137 is 128 + 9, SIGKILL by the kernel, when what cannot be dropped exceeds the limit: heap, native memory and the part of the stacks that was touched, here ${inDigits(Math.round(m.used.value ?? 0))} of ${inDigits(limitMb)} MB. ${threads} thread stacks reserve ${inDigits(m.reserved.value ?? 0)} MB and hold only ${significant(m.stacks.value ?? 0)} MB; of a file of ${inDigits(fileMb)} MB ${significant(m.cached.value ?? 0)} MB stay as page cache, which is dropped before anything is killed; a sidecar counts against its own limit. To reach the limit with this heap, ${inDigits(limitMb - heapMb)} MB must come from elsewhere, and native memory has ${inDigits(nativeMb)} MB.`,
});

// Left out: dirty pages and tmpfs, which count like used memory, limits of whole pods, and swap.
