/** What `scale` reads, for its `--help`. */
export const inputHelp = `
Input (a file, or - for standard input; gzip is inflated, UTF-8 or UTF-16 with its mark):
  CSV with a header, JSON Lines  a time, and a column for each metric of the autoscaler, called as it is (cpu,
                                 queue_length) or named by --column <metric>=<column>
  replicas                       a column of that name, or --replicas <count>: what the pods used was spread over
                                 so many, and is spread over those of the replay; metrics of objects and
                                 external ones need none
Values are numbers, with % or the suffixes of Kubernetes (500m, 2Gi); a utilisation is in percent of the request.
Each holds until the next row, for two steps at most. The autoscaler is a HorizontalPodAutoscaler, v2 or v1.
`;
