/** Pages that a structure has read from its disk and written to it. What it keeps in memory is not counted. */
export class PageCount {
  read = 0;
  written = 0;

  /** Pages that a step reads, and its result. */
  readBy<Result>(step: () => Result): { readonly result: Result; readonly pages: number } {
    const before = this.read;
    const result = step();
    return { result, pages: this.read - before };
  }
}
