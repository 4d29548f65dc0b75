/**
 * Lessons: sequences of addresses with text. A step may ask for a prediction first; what really happens is
 * shown when the reader wants to see it. Nothing moves by itself.
 */
import * as z from 'zod';
import { InputError } from '../../lab/input-error.ts';

const stepSchema = z.strictObject({
  /** What the page shows: what stands after the `#`. */
  address: z.string().startsWith('/'),
  text: z.string().min(1),
  /** A question to answer before looking. */
  predict: z.string().optional(),
  /** The answer to it. */
  answer: z.string().optional(),
  /** Words of the event at the cursor, or of the verdict: a lesson that no longer fits its run is wrong. */
  sees: z.string().min(1),
});

const lessonSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  steps: z.array(stepSchema).min(1),
});

export type Lesson = z.infer<typeof lessonSchema>;

/** A file of lessons: one, or a list. Throws InputError. */
export function parseLessons(name: string, text: string): Lesson[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InputError(`${name} is not JSON.`);
  }
  const parsed = z.array(lessonSchema).safeParse(Array.isArray(data) ? data : [data]);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new InputError(`${name} is not a lesson: ${where || 'it'} is wrong (${issue?.message}).`);
}
