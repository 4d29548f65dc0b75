/** What `limit` reads, for its `--help`. */
export const inputHelp = `
Input (a file, or - for standard input; gzip is inflated, UTF-8 or UTF-16 with its mark):
  access logs                   common and combined; --key user takes the user instead of the address
  CSV with a header, JSON Lines columns of time, key and cost by their usual names, or by --time, --key, --cost
  a time on each line           and a key behind it: nginx's log_format '$msec $remote_addr'
Times are ISO 8601, what date and access logs print, or epoch s, ms, us or ns; cut to milliseconds.
Each key has a limit of its own. Several limiters may be given, each several times.

Examples:
  limit access.log --fixed 100/1m --sliding-log 100/1m
  limit requests.csv --key api_key --cost points --token-bucket 1000/5000/1h
  limit access.log --gcra 15/30/60 --leaky-bucket 15/30/60
`;
