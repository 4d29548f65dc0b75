/** The stories that take more than a few thousand states: see `stories.test.ts`. */
import './stories.test.ts';
