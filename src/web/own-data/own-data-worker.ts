/** Judges a file away from the page. */
import { messageOf } from '../trouble.ts';
import { judgeFile, type ToolRequest, type ToolResult } from './tools.ts';

export type ToolNews = { readonly result: ToolResult } | { readonly error: string };

addEventListener('message', async ({ data }: MessageEvent<ToolRequest>) => {
  const tell = (news: ToolNews) => postMessage(news);
  try {
    tell({ result: await judgeFile(data) });
  } catch (error) {
    tell({ error: messageOf(error) });
  }
});
