/** The little of jstat that the tests ask for a second opinion. */
declare module 'jstat' {
  interface Continuous {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  const jstat: { normal: Continuous; chisquare: Continuous; binomial: Continuous };
  export default jstat;
}
