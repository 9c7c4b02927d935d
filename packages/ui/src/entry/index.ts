export { EndedNotice } from './ended-notice.tsx';
export { EntryFrame } from './entry-frame.tsx';
export { EntryFoot, EntryForm, EntryText } from './entry-parts.tsx';
export { SignInForm } from './sign-in-form.tsx';
