/** What `judge` reads, for its `--help`. The guide has an example of each (README.md). */
export const judgeHelp = (program: string): string => `
Input (a file, or - for standard input; gzip is inflated; UTF-8, or UTF-16 with its mark):
  CSV, a value a line     metric,group,value; as well time or order, unit, pod or host or user
  CSV, counts             metric,group,errors,requests; as well stratum, and pod or host or user
  CSV, a column a series  time,baseline,canary: what Grafana, Datadog and CloudWatch export, with
                          units in cells (12.3 ms) or headings (p99 (ms)), sep= lines, semicolons
  k6, Vegeta              CSV of every request; its scenario, or the name of its attack, is a side
  JSON                    [{ "name": "latency", "unit": "ms", "baseline": [12, …], "canary": [13, …] }]
                          [{ "name": "errors", "baseline": { "errors": 10, "requests": 1000 }, … }]
  Prometheus              the answer of query_range or query
  CloudWatch, Datadog     the answer of get-metric-data, get-metric-statistics, v1/query, v2/query/timeseries
  Kayenta                 metric-set pairs; its canary config goes to --config, and its judge judges
  Argo Rollouts           an AnalysisRun that measured both sides, as JSON or YAML
The sides are told by words: baseline, control, stable, old; canary, experiment, treatment, candidate,
new. Other names, such as v1 and v2 or blue and green, are told by --baseline and --canary.
Numbers such as 1.234 are read as all numbers of the file show, or refused: say --decimal.
Refused by name: counters, buckets of histograms, dashboards, AnalysisTemplates, results of Kayenta.
Memory: the text, of at most 7 Mi characters, and its values.

Examples:
  ${program} judge grafana-export.csv
  ${program} judge range.json --baseline 'version=1.4.2' --canary 'version=1.5.0'
  ${program} judge pairs.json --config canary-config.json
  curl -s "$PROMETHEUS/api/v1/query_range?query=…&start=…&end=…&step=60" | ${program} judge -
`;
