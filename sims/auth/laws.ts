/** What authentication and authorisation are held to. */
export const authLaws = {
  'revoked-means-refused':
    'what comes after a revocation is refused, at once or at the latest when the token ends',
  'no-acceptance-after-expiry': 'no token is accepted after its expiry and the leeway',
  'cached-answer-ends': 'no answer of the authority is used for longer than it was given for',
  'forged-means-refused': 'a token that the issuer did not sign for this service is refused',
  'theft-is-noticed':
    'a refresh token that both a thief and its owner have used is noticed by the second use',
  'thief-is-stopped': 'after a reuse was noticed nothing of that family is refreshed',
  'session-ends': 'nothing is refreshed after the absolute lifetime of a session',
  'honest-user-stays': 'a user whom nobody attacks is not signed out',
  'valid-token-accepted': 'a token that was issued by the rules and has not expired is accepted',
  'blocklist-is-bounded': 'the blocklist holds no token that has expired',
  'code-is-useless-to-a-thief': 'who intercepts an authorisation code gets no token for it',
  'code-gives-one-token': 'an authorisation code is redeemed once',
  'user-is-themself': 'a browser is signed in as the user that began to sign in with it',
  'one-time-code-once': 'a one-time code signs in once',
  'guesses-are-few': 'an account takes no more guesses in a time step than the limit',
  'planted-id-is-useless': 'a session id that was known before the sign-in is not signed in',
  'no-cross-user-read': 'no user reads what belongs to another',
  'existence-is-hidden': 'a user cannot tell what is forbidden from what does not exist',
  'event-has-one-effect': 'an event has one effect, however often it is delivered or replayed',
  'forged-event-has-no-effect': 'an event that the provider did not sign has no effect',
  'revoked-certificate-ends':
    'no revoked certificate is accepted after the list that was published before has run out',
} as const;

export type AuthLaw = keyof typeof authLaws;
