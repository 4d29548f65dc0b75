/** More scripts of the same. */
import './rga.test.ts';
