import { done } from '../common.ts';
import { member, open, router } from '../trpc.ts';
import { resendVerification, verifyEmail } from './email-verification.ts';
import { readMe } from './me.ts';
import { refreshSession } from './refresh.ts';
import { register } from './registration.ts';
import * as s from './schemas.ts';
import { login } from './sign-in.ts';
import { logout } from './sign-out.ts';

export const authRouter = router({
  /** Makes an account. Throws `taken` (username), `featureOff`, `notFound.invite`, `forbidden.noOrganisation`. */
  register: open({ rate: 'register', audited: true })
    .input(s.registerInput)
    .output(s.registerOutput)
    .mutation(({ ctx, input }) => register(ctx.call, input)),
  /** Throws `wrongCredentials`; with the right password `forbidden` with the reason. */
  login: open({ rate: 'login' })
    .input(s.loginInput)
    .output(s.signedIn)
    .mutation(({ ctx, input }) => login(ctx.call, input)),
  /** A new access token and refresh token for the old refresh token. Throws `sessionEnded`. */
  refresh: open({ rate: 'refresh' })
    .input(s.refreshInput)
    .output(s.signedIn)
    .mutation(({ ctx, input }) => refreshSession(ctx.call, input?.refreshToken)),
  /** Ends the session of the refresh token, the cookie or the access token. Twice is no error. */
  logout: open({ rate: 'refresh' })
    .input(s.refreshInput)
    .output(done)
    .mutation(({ ctx, input }) => logout(ctx.call, input?.refreshToken)),
  me: member()
    .output(s.me)
    .query(({ ctx }) => readMe(ctx.call)),
  /** Throws `expired.code` for a code that is unknown, used or too old. */
  verifyEmail: open()
    .input(s.verifyEmailInput)
    .output(done)
    .mutation(({ ctx, input }) => verifyEmail(ctx.call, input.code)),
  /** Sends another verification mail, unless the address is verified already. */
  resendVerification: member({ rate: 'mail' })
    .output(done)
    .mutation(({ ctx }) => resendVerification(ctx.call)),
});
