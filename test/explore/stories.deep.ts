/** The stories that take more than a thousand states: see `stories.test.ts`. */
import './stories.test.ts';
