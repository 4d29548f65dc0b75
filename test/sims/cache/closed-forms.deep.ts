/** The closed forms of `closed-forms.test.ts` over longer runs, and thus in narrower intervals. */
import './closed-forms.test.ts';
