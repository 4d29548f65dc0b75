/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const parallelChange = 'Sato, ParallelChange, martinfowler.com, 2014';
const refactoring = 'Ambler and Sadalage, Refactoring Databases, 2006';
const gitBisect = 'git-bisect manual, git 2.39';
const gitPush = 'git-push manual, git 2.39';
const decision = 'DeGroot, Optimal Statistical Decisions, 1970';
const online = 'Rae et al., Online, Asynchronous Schema Change in F1, VLDB 2013';
const protobuf = 'Protocol Buffers documentation, Language Guide (proto 3)';
const growthBook = 'GrowthBook documentation, Build Your Own SDK';
const avro = 'Avro specification 1.12';
const confluent = 'Confluent Platform 7 documentation, Schema Registry';

export const deploymentRules = defineRules('deployment', {
  'add-column-first': {
    protects: 'no-statement-fails',
    source: `${parallelChange}, Expand`,
    because: 'a release that writes the new column fails until the column is there',
  },
  'new-column-is-optional': {
    protects: 'no-statement-fails',
    source: `${refactoring}, chapter 11, Introduce New Column`,
    because:
      'the release that is still running does not know the column, and its inserts leave it out',
  },
  'write-both-columns': {
    protects: 'reads-last-write',
    source: `${parallelChange}, Migrate`,
    because: 'what is written to the old column after the backfill never reaches the new one',
  },
  'both-in-one-statement': {
    protects: 'reads-last-write',
    source: online,
    because:
      'another write comes between the two statements, and the columns end with different values',
  },
  'backfill-before-reads': {
    protects: 'reads-last-write',
    source: `${parallelChange}, Migrate`,
    because: 'rows that have not been written since have no value in the new column',
  },
  'backfill-after-dual-writes': {
    protects: 'reads-last-write',
    source: online,
    because:
      'an instance of the release before writes the old column of a row that is already copied',
  },
  'backfill-overwrites': {
    protects: 'reads-last-write',
    source: `${refactoring}, chapter 3, Migrate the Source Data`,
    because:
      'while releases mix, a row gets a value in both columns and then a later one in the old column alone: it is not NULL, and wrong',
  },
  'copy-in-one-statement': {
    protects: 'reads-last-write',
    source: online,
    because:
      'a row that is written between the read and the write of the backfill gets its older value back',
  },
  'rollback-restarts-backfill': {
    protects: 'reads-last-write',
    source: `${refactoring}, chapter 3, Migrate the Source Data`,
    because: 'the release before writes only the old column again, also in rows that were copied',
  },
  'switch-reads-before-writes': {
    protects: 'reads-last-write',
    source: `${parallelChange}, Migrate`,
    because: 'instances that read the old column do not see what newer ones write to the new one',
  },
  'old-column-optional-first': {
    protects: 'no-statement-fails',
    source: `${refactoring}, chapter 6, Rename Column`,
    because: 'a release that leaves out the old column cannot insert while the column is required',
  },
  'drop-after-last-user': {
    protects: 'no-statement-fails',
    source: `${parallelChange}, Contract`,
    because: 'an instance that still writes the old column fails once the column is gone',
  },
  'drop-ends-rollback': {
    protects: 'no-statement-fails',
    source: `${parallelChange}, Contract`,
    because: 'the release before writes a column that no longer exists',
  },
  'new-writes-end-rollback': {
    protects: 'reads-last-write',
    source: `${refactoring}, chapter 3, Deprecate the Original Database Schema`,
    because:
      'after a release that writes only the new column, the old one is stale for all that read it',
  },
  'schema-serves-both-releases': {
    protects: 'no-request-fails',
    source: `${refactoring}, chapter 3, Deprecate the Original Database Schema`,
    because:
      'the old and the new fleet share one database: a schema that serves one of them fails the other, before the switch and after a rollback',
  },
  'halve-the-candidates': {
    protects: 'tests-within-halvings',
    source: `${gitBisect}, Description`,
    because: 'testing one commit after the other takes half of them on average',
  },
  'repeat-flaky-tests': {
    protects: 'flakiness-is-outvoted',
    source: 'Karp and Kleinberg, Noisy Binary Search and its Applications, SODA 2007',
    because:
      'one wrong answer sends the search to the half without the culprit, and it never returns',
  },
  'skip-untestable': {
    protects: 'culprit-is-left',
    source: `${gitBisect}, Bisect skip`,
    because:
      'a commit that does not build counts as bad if the script just fails, although it is neither good nor bad',
  },
  'test-both-ends': {
    protects: 'culprit-is-left',
    source: `${gitBisect}, Basic bisect commands`,
    because: 'if the good commit is bad already, the search names a commit all the same',
  },
  'push-compares-the-branch': {
    protects: 'no-push-overwritten',
    source: `${gitPush}, --force-with-lease`,
    because: 'a forced push replaces whatever the branch has become since the last fetch',
  },
  'compare-and-set-at-once': {
    protects: 'no-push-overwritten',
    source: 'Herlihy, Wait-Free Synchronization, TOPLAS 1991, §3.2',
    because: 'between the comparison and the update another push is accepted, and lost',
  },
  'seen-is-included': {
    protects: 'no-push-overwritten',
    source: `${gitPush}, --force-if-includes`,
    because:
      'an editor that fetches moves origin/main: the lease then covers commits that the pusher never had',
  },
  'decide-by-expected-cost': {
    protects: 'cheapest-choice',
    source: decision,
    because:
      'a release that is probably good is still rolled back if its harm would cost far more than the rollback',
  },
  'count-how-often-releases-are-bad': {
    protects: 'cheapest-choice',
    source: decision,
    because:
      'a good release is rolled back: if few alarms are of bad ones, the same errors are more likely chance',
  },
  'looking-costs-too': {
    protects: 'cheapest-choice',
    source: decision,
    because: 'while one looks again, a bad release goes on doing harm',
  },
  'store-only-gets': {
    protects: 'answer-for-this-request',
    source: 'RFC 9110 §9.3.3',
    because: 'queries by POST share one URL, and the first answer would serve them all',
  },
  'no-store-is-not-stored': {
    protects: 'answer-for-this-request',
    source: 'RFC 9111 §5.2.2.5',
    because: 'a code for one user would be served to the next',
  },
  'private-is-not-shared': {
    protects: 'answer-for-this-request',
    source: 'RFC 9111 §5.2.2.7',
    because: 'a page of one user would be served to another who asks for the same URL',
  },
  'authorized-only-if-allowed': {
    protects: 'answer-for-this-request',
    source: 'RFC 9111 §3.5',
    because:
      'an answer that depends on who asks would be served to others, because nothing in it says so',
  },
  'vary-selects': {
    protects: 'answer-for-this-request',
    source: 'RFC 9111 §4.1',
    because: 'the first language that is asked for would be served in all',
  },
  'not-modified-keeps-body': {
    protects: 'answer-for-this-request',
    source: 'RFC 9111 §4.3.4',
    because: 'the client would get no body, because a 304 has none: the stored one is the answer',
  },
  'shared-age-first': {
    protects: 'fresh-or-validated',
    source: 'RFC 9111 §5.2.2.10',
    because:
      'the shared cache would keep what s-maxage lets go sooner, because max-age is for browsers',
  },
  'normalise-what-varies': {
    protects: 'a-variant-a-language',
    source: 'RFC 9111 §4.1',
    because: 'one language that browsers write in many ways would be stored for each of them',
  },
  'check-schema-before-deploy': {
    protects: 'every-event-is-read',
    source: `${confluent}, Compatibility types`,
    because: 'a renamed field breaks every consumer that has not heard of the new name',
  },
  'check-all-earlier-schemas': {
    protects: 'every-event-is-read',
    source: `${confluent}, Transitive property`,
    because: 'each version reads the one before it, and the newest one not the events of the first',
  },
  'consumers-first-if-backward': {
    protects: 'every-event-is-read',
    source: `${confluent}, Order of upgrading clients`,
    because: 'a consumer of the version before needs the field that the new producers leave out',
  },
  'producers-first-if-forward': {
    protects: 'every-event-is-read',
    source: `${confluent}, Order of upgrading clients`,
    because: 'a new consumer needs the field that producers of the version before do not write',
  },
  'old-events-read-before-upgrade': {
    protects: 'every-event-is-read',
    source: `${confluent}, Order of upgrading clients`,
    because: 'a consumer that lags finds old events when it comes back with the new schema',
  },
  'schema-id-in-message': {
    protects: 'every-event-is-read',
    source: `${confluent}, Wire format`,
    because:
      'the bytes say neither names nor types: another schema than the writer’s misreads them',
  },
  'match-fields-by-name': {
    protects: 'events-keep-meaning',
    source: `${avro}, Schema Resolution`,
    because: 'after fields change places, one is read as another of the same type',
  },
  'default-for-missing-field': {
    protects: 'every-event-is-read',
    source: `${avro}, Schema Resolution`,
    because: 'an event from before the field was added has no value for it',
  },
  'alias-is-old-name': {
    protects: 'every-event-is-read',
    source: `${avro}, Aliases`,
    because: 'events from before the field was renamed have it by its old name',
  },
  'default-for-unknown-symbol': {
    protects: 'every-event-is-read',
    source: `${avro}, Enums`,
    because: 'a consumer of the version before does not know a symbol that was added since',
  },
  'skip-unknown-numbers': {
    protects: 'every-event-is-read',
    source: `${protobuf}, Unknown Fields`,
    because: 'a reader of the version before would fail on each field that was added since',
  },
  'deleted-numbers-are-reserved': {
    protects: 'events-keep-meaning',
    source: `${protobuf}, Reserved Field Numbers`,
    because: 'an old message has the deleted field under the number that another one has now',
  },
  'seed-is-the-flag': {
    protects: 'flags-are-independent',
    source: `${growthBook}, hash`,
    because: 'the same users would get every new feature, and its defects, first',
  },
  'hash-the-hash': {
    protects: 'flags-are-independent',
    source: `${growthBook}, hash`,
    because:
      'FNV-1a hardly mixes its last characters: flags with similar names choose their users by the same bits',
  },
  'ranges-grow-in-place': {
    protects: 'users-keep-their-variant',
    source: `${growthBook}, getBucketRanges`,
    because: 'the range of one variant would grow over users who have the next one',
  },
  'poll-besides-stream': {
    protects: 'flag-off-within-interval',
    source: 'LaunchDarkly documentation, LaunchDarkly architecture',
    because: 'a stream that ended unnoticed brings no change: the flag stays on for its instance',
  },
  'unknown-flag-is-off': {
    protects: 'off-flag-is-harmless',
    source: 'OpenFeature specification 0.8, requirement 1.4.10',
    because: 'an instance that starts while the service is down does not know that the flag is off',
  },
  'import-behind-flag': {
    protects: 'off-flag-is-harmless',
    source: 'Hodgson, Feature Toggles, martinfowler.com, 2017, Implementation Techniques',
    because: 'code that is loaded with the process can crash it, and no flag is asked before',
  },
});

export type DeploymentRules = RulesOf<typeof deploymentRules>;
export type DeploymentRule = keyof DeploymentRules;
