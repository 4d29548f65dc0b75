/** What every study of canary releases measures. */
import { counter, histogram, type MetricsOf } from '../../src/check/metric.ts';

export const studyMetrics = {
  falseAlarms: counter('releases', 'harmless, and rolled back'),
  heldBack: counter('releases', 'harmless, and neither promoted nor rolled back'),
  promoted: counter('releases', 'harmless, and promoted'),
  caught: counter('releases', 'with a defect, and rolled back'),
  undecided: counter('releases', 'with a defect, and neither promoted nor rolled back'),
  missed: counter('releases', 'with a defect, and promoted'),
  significant: counter('releases', 'in which some metric is significant at some look'),
  caughtAfterMs: histogram('ms', 'from the first request of the canary to its rollback'),
  exposedRequests: histogram('requests', 'that a defective canary got before it was rolled back'),
};

export type StudyMetrics = MetricsOf<typeof studyMetrics>;
