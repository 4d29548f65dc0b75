/** What `burn` reads, for its `--help`. */
export const inputHelp = `
Input (a file, or - for standard input; gzip is inflated, UTF-8 or UTF-16 with its mark):
  CSV with a header, JSON Lines  a time and two of failed, good and all requests, by their usual names or by
                                 --time, --errors, --good, --total; rows of one time add up
Times are ISO 8601, what date prints, or epoch s, ms, us or ns. A row counts what came up to its time.
Without --alert the alerts are those of the SRE Workbook: a page at burn rate 14.4 over 1 h and 5 min, one at
6 over 6 h and 30 min, a ticket at 1 over 3 days and 6 h, for a period of 30 days.
`;
