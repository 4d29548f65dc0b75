/**
 * What the page has done away from it: one kind of worker for all of it, because each kind that is built holds a copy of
 * every scenario. What a task needs is loaded when the task comes.
 */
import type { SearchWanted } from '../explore/search.ts';
import type { ToolRequest } from '../own-data/tools.ts';
import type { BatchWanted } from '../sweep/batch.ts';

export type Task =
  | { readonly task: 'batch'; readonly wanted: BatchWanted }
  | { readonly task: 'search'; readonly wanted: SearchWanted }
  | { readonly task: 'judge'; readonly wanted: ToolRequest };

addEventListener('message', async ({ data }: MessageEvent<Task>) => {
  const tell = (news: unknown) => postMessage(news);
  switch (data.task) {
    case 'batch':
      return (await import('../sweep/batch.ts')).runBatch(data.wanted, tell);
    case 'search':
      return (await import('../explore/search.ts')).search(data.wanted, tell);
    case 'judge':
      return (await import('../own-data/judging.ts')).judgeOwnData(data.wanted, tell);
  }
});
