import type { entry as spanish } from '../es/entry.ts';
import type { Same } from '../text.ts';

/** Signing in and registering, in English. */
export const entry: Same<typeof spanish> = {
  'signIn.title': 'Sign in to your community',
  'signIn.submit': 'Sign in',
  'signIn.noAccount': 'No account yet?',
  'signIn.register': 'Create one',
  'register.title': 'Create your account',
  'register.invited': 'You have been invited. Only your details are missing.',
  'register.submit': 'Create account',
  'register.haveAccount': 'Already have an account?',
  'register.done.title': 'Check your mail',
  'register.done.text':
    'We wrote to {{email}}. Open the link in the message to confirm your address, then sign in from here.',
  'register.done.signIn': 'Sign in',
  'register.done.other': 'Sign in with another account',
  'verify.busy': 'Confirming your address…',
  'verify.done': 'Address confirmed',
  'verify.done.text': 'Thank you. Your e-mail address is confirmed.',
  'verify.failed': 'This could not be confirmed',
  'verify.continue': 'Continue',
  'verify.needed': 'Confirm your e-mail with the link we sent you',
  'verify.resend': 'Send another link',
  'verify.sent': 'Link sent. Check your mail.',
  'session.ended.banned': 'Your account is suspended, so your session was closed.',
  'session.ended.deactivated':
    'Your account is deactivated, so your session was closed. Talk to the administrators of your organisation.',
  'session.ended.refreshReused':
    'We closed the session to be safe: someone used an old copy of it. Sign in again, and change your password if that was not you.',
  'session.ended.signedOut': 'You signed out in another tab or on another device.',
  'session.ended.expired': 'Your session has expired. Sign in again.',
  'session.ended.ended': 'Your session was closed. Sign in again.',
  'field.email': 'E-mail',
  'field.password': 'Password',
  'field.password.show': 'Show or hide the password',
  'field.password.hint': 'At least 8 characters; a phrase is better than a word',
  'field.username': 'Username',
  'field.username.hint':
    'Up to 32 characters: letters a to z, digits, dot, hyphen or underscore; the first and the last a letter or digit',
  'field.displayName': 'Display name',
  'field.inviteCode': 'Invitation code',
  'field.inviteCode.hint': 'If you were given one',
};
