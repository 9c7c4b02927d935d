import { EntryFrame } from '@atalaya/ui/entry';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore, useTask } from '@atalaya/ui/state';
import { Alert, Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconServer } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { goTo } from '../app/go-to.ts';
import { native, server } from '../app/native.ts';
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

/** Which server this is, and the way to another one. Only the program can go elsewhere. */
function ServerLine() {
  const say = useSay();
  const info = useQuery({
    queryKey: ['program'],
    queryFn: () => native?.info() ?? null,
    enabled: native !== undefined,
  });
  if (!native || server === null) return null;
  return (
    <>
      <p className={styles.server}>
        <IconServer size={16} stroke={1.6} aria-hidden />
        <span>{new URL(server).host}</span>
        <Anchor component={Link} to="/server" size="sm">
          {say('server.change')}
        </Anchor>
      </p>
      {info.data && !info.data.keepsSession && (
        <Alert color="amber" variant="light" mb="md">
          {say('console.signIn.memory')}
        </Alert>
      )}
    </>
  );
}

/** Sign-in with e-mail and password. */
export function SignIn() {
  const say = useSay();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = useTask(async (form: FormData) => {
    await atalaya.session.signIn({
      email: String(form.get('email')),
      password: String(form.get('password')),
    });
    goTo(navigate, next ?? '/', { replace: true });
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void signIn.run(new FormData(event.currentTarget));
  };
  return (
    <EntryFrame title={say('console.signIn.title')}>
      <ServerLine />
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
          autoFocus
        />
        <PasswordInput
          name="password"
          label={say('field.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': say('field.password.show') }}
        />
        <Button type="submit" loading={signIn.running} fullWidth mt={4}>
          {say('signIn.submit')}
        </Button>
      </form>
    </EntryFrame>
  );
}
