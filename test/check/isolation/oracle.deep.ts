/**
 * Goal: the dependency graph answers what a search of every order answers, for many more histories.
 * Method: as oracle.test.ts, whose body runs with larger counts.
 */
import './oracle.test.ts';
