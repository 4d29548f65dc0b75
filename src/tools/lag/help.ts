/** What `lag` reads, for its `--help`. The guide has an example of each (README.md). */
export const inputHelp = `
Input (a file, or - for standard input; gzip is inflated, UTF-8 or UTF-16 with its mark):
  kafka-consumer-groups --describe   any number of times, with a line of date before each, or watch
  CSV, tables with | , JSON Lines    columns: timestamp (or date and time), group, topic, partition,
                                     and two of committed_offset, log_end_offset, lag; or lag alone
  Grafana                            CSV of a panel; headings are labels (legend: auto)
  Prometheus                         query_range or query as JSON; text of kafka_exporter,
                                     kafka-lag-exporter, kminion or burrow_exporter
  Burrow                             /v3/kafka/<cluster>/consumer/<group>/lag, /status or the group
  kafka-ui, Confluent CLI            a consumer group as JSON; lag list as JSON or table
Times are ISO 8601, what date prints, or epoch s, ms, us or ns, one unit in a file.
Numbers such as 10.000 are read as the whole column shows, or refused: say --decimal.
Refused by name: ConsumerOffsetChecker (0.8), --zookeeper (0.9), --members, --state.
Memory: up to 1.3 KB a row; limits: --rows-max and --input-mib-max.

Examples:
  while sleep 30; do date; kafka-consumer-groups --bootstrap-server … --describe --group g; done | tee lag.txt
  curl -s "$PROMETHEUS/api/v1/query_range?query=kafka_consumergroup_lag&start=…&end=…&step=30" > lag.json
  lag lag.txt --plot lag.svg
`;
