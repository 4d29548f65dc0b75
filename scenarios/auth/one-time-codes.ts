import * as z from 'zod';
import { guessChance } from '../../sims/auth/formulas.ts';
import type { AuthLaw } from '../../sims/auth/laws.ts';
import { OneTimeCheck, totp } from '../../sims/auth/one-time.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutAuth } from './kit.ts';

const params = z.object({
  digits: whole(3, 8, 4, 'of a code'),
  window: whole(0, 2, 1, 'time steps before and after whose codes are taken, too'),
  guesses: whole(6, 400, 200, 'that an attacker makes in a time step'),
  guessesMax: whole(1, 5, 5, 'that an account takes in a time step'),
  accounts: whole(100, 1_000, 300, 'that are attacked'),
});

export default scenario({
  ...aboutAuth,
  id: 'auth/one-time-codes',
  asks: 'A second factor is a code of a few digits. How often does guessing succeed, and does a code that was overheard work again?',
  claims: [],
  code: [
    'sims/auth/one-time.ts#isAccepted',
    'sims/auth/formulas.ts#guessChance',
    'sims/auth/one-time.ts#totp',
  ],
  params,
  metrics: {
    honest: gauge('users', 'that sign in with their codes'),
    replayed: gauge('users', 'whose code was seen and used again'),
    guessed: gauge('share', 'of accounts whose code is guessed, with a limit'),
    unlimited: gauge('share', 'of accounts whose code is guessed, without a limit'),
    sixDigits: gauge('share', 'chance for six digits, a window of one and five guesses'),
  },
  build({ world, params: p, rules, metrics }) {
    const { digits, window, guesses, guessesMax, accounts } = p;
    const study = new Study<AuthLaw>(world);
    const bytes = study.stream('secrets');
    const times = study.stream('times');
    const newSecret = () => Uint8Array.from({ length: 20 }, () => randomInteger(bytes, 0, 255));
    const nowMs = () => 1_700_000_000_000 + randomInteger(times, 0, 1_000_000_000);
    const options = { digits, window, guessesMax };
    study.next(() => {
      let [honest, replayed] = [0, 0];
      for (let account = 1; account <= accounts; account++) {
        const [secret, atMs] = [newSecret(), nowMs()];
        const check = new OneTimeCheck(secret, rules, { ...options, guessesMax: 5 });
        const code = totp(secret, atMs, digits);
        if (check.isAccepted(code, atMs)) honest += 1;
        if (check.isAccepted(code, atMs)) replayed += 1;
      }
      study.observes('users signed in', honest, `of ${accounts}`, metrics.honest);
      study.observes('codes used again', replayed, `of ${accounts}`, metrics.replayed);
      study.holds(
        'one-time-code-once',
        replayed === 0,
        `${counted(replayed, 'code signs', 'codes sign')} in twice`,
      );
    });
    for (const isLimited of [true, false]) {
      study.next(() => {
        const own = isLimited ? rules : { ...rules, 'guesses-are-limited': false };
        let [found, most] = [0, 0];
        for (let account = 1; account <= accounts; account++) {
          const check = new OneTimeCheck(newSecret(), own, options);
          if (isGuessed(check, nowMs())) found += 1;
          most = Math.max(most, check.guesses);
        }
        const metric = isLimited ? metrics.guessed : metrics.unlimited;
        const limit = isLimited ? 'with a limit' : 'without a limit';
        study.observes(`accounts guessed ${limit}`, found / accounts, '', metric);
        if (isLimited)
          study.holds(
            'guesses-are-few',
            most <= guessesMax,
            `${counted(most, 'guess is', 'guesses are')} compared for one account in a time step`,
          );
      });
    }
    study.next(() =>
      study.observes('six digits, five guesses', guessChance(5, 6, 3), '', metrics.sixDigits),
    );
    for (const more of [6, 7, 8]) {
      study.next(() =>
        study.observes(`chance with ${more} digits`, guessChance(guesses, more, 2 * window + 1)),
      );
    }
    return study
      .next(() => study.observes('codes valid at a time', 2 * window + 1))
      .next(() => study.observes('codes there are', pow(10, digits)))
      .next(() => study.observes('guesses of an attacker', guesses));

    /** Guesses of codes that differ, from a place that is drawn. */
    function isGuessed(check: OneTimeCheck, atMs: number): boolean {
      const codes = pow(10, digits);
      const first = randomInteger(times, 0, codes - 1);
      for (let guess = 0; guess < guesses; guess++) {
        const code = String((first + guess) % codes).padStart(digits, '0');
        if (check.isAccepted(code, atMs)) return true;
      }
      return false;
    }
  },
  expect: ({ digits, window, guesses, guessesMax, accounts }) => {
    const valid = 2 * window + 1;
    return [
      exactly(accounts, 'honest', 'honest').says('users signed in with their codes: all'),
      exactly(0, 'replayed', 'replayed').says('codes that sign in a second time'),
      within(
        'guessed',
        'guessed',
        shareBounds(accounts, guessChance(Math.min(guesses, guessesMax), digits, valid)),
      ).says('share of accounts guessed with a limit: 1 - (1 - guesses / codes)^valid'),
      within(
        'unlimited',
        'unlimited',
        shareBounds(accounts, guessChance(guesses, digits, valid)),
      ).says('share of accounts guessed without a limit'),
      within('sixDigits', 'six', { atLeast: 1.499e-5, atMost: 1.5e-5 }).says(
        'chance with six digits, three valid codes and five guesses: 3k / 1,000,000',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A limit on guesses protects a code of an app (TOTP): with ${p.digits} digits, ${counted(p.guesses, 'guess', 'guesses')} in a time step find the code of ${significant(100 * (m.unlimited.value ?? 0))}% of the accounts, and ${counted(p.guessesMax, 'guess', 'guesses')} find that of ${significant(100 * (m.guessed.value ?? 0))}%. With six digits and five guesses it is one account in ${inDigits(Math.round(1 / (m.sixDigits.value ?? 1)))} (guesses x valid codes / 10^digits). ${m.replayed.value === 0 ? 'A code that was overheard does not work again' : `${counted(m.replayed.value ?? 0, 'code')} that were overheard work again`}: each is accepted once.`,
});

// Left out: codes by text message, which travel through others’ hands, and pages that ask for the code and pass it on.
