import { EntryFrame } from '@atalaya/ui/entry';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore, useTask } from '@atalaya/ui/state';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { arriving } from './arriving.ts';
import { banIn, keptBan } from './ban.ts';
import styles from './entry.module.css';

/** The server's words for ending a session, as far as there are sentences for them. */
const endings = ['banned', 'deactivated', 'refreshReused', 'signedOut'] as const;

/** Why the last session came to its end, told on the page where one starts anew. */
function EndedNotice() {
  const say = useSay();
  const state = useStore(atalaya.session.state);
  if (state.status !== 'signedOut') return null;
  if (state.reason === 'none' || state.reason === 'signedOut') return null;
  const ending = endings.find((word) => word === state.detail) ?? state.reason;
  return (
    <Alert color={ending === 'banned' ? 'red' : 'amber'} variant="light" role="status" mb="md">
      {say(`session.ended.${ending}`)}
    </Alert>
  );
}

/** Sign-in with e-mail and password. */
export function SignIn() {
  const say = useSay();
  const errorText = useErrorText();
  const router = useRouter();
  const navigate = useNavigate();
  const [email] = useState(arriving.get);
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = useTask(async (form: FormData) => {
    const credentials = {
      email: String(form.get('email')),
      password: String(form.get('password')),
    };
    try {
      await atalaya.session.signIn(credentials);
    } catch (error) {
      const ban = banIn(error);
      if (!ban) throw error;
      keptBan.set(ban);
      await navigate({ to: '/banned' });
      return;
    }
    keptBan.set(null);
    arriving.set(null);
    router.history.replace(next ?? '/');
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void signIn.run(new FormData(event.currentTarget));
  };
  return (
    <EntryFrame title={say('signIn.title')}>
      <EndedNotice />
      <form className={styles.form} onSubmit={submit}>
        {signIn.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(signIn.error)}
          </Alert>
        )}
        <TextInput
          name="email"
          type="email"
          label={say('field.email')}
          autoComplete="username"
          required
          withAsterisk={false}
          defaultValue={email}
          autoFocus={email === ''}
        />
        <PasswordInput
          name="password"
          label={say('field.password')}
          autoComplete="current-password"
          autoFocus={email !== ''}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': say('field.password.show') }}
        />
        <Button type="submit" loading={signIn.running} fullWidth mt={4}>
          {say('signIn.submit')}
        </Button>
      </form>
      <p className={styles.foot}>
        {say('signIn.noAccount')} <Link to="/join">{say('signIn.register')}</Link>
      </p>
    </EntryFrame>
  );
}
