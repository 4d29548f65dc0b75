/** Yjs as the oracle of many more sessions. */
import './text.test.ts';
