/** The whole of the recorded trace. */
import './replay.test.ts';
