/** What went wrong, as the page says it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
