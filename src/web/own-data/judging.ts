/** Judges a file in the page's worker. */
import { messageOf } from '../trouble.ts';
import { judgeFile, type ToolRequest, type ToolResult } from './tools.ts';

export type ToolNews = { readonly result: ToolResult } | { readonly error: string };

export async function judgeOwnData(
  data: ToolRequest,
  tell: (news: ToolNews) => void,
): Promise<void> {
  try {
    tell({ result: await judgeFile(data) });
  } catch (error) {
    tell({ error: messageOf(error) });
  }
}
