import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { fieldOf } from '../app/failure.ts';
import { useTask } from '../app/use-task.ts';
import styles from './entry.module.css';
import { EntryFrame } from './entry-frame.tsx';

const fields = ['email', 'username', 'displayName', 'password', 'inviteCode'];

/** Registration, with an invitation when the link carries one. */
export function Register() {
  const say = useSay();
  const errorText = useErrorText();
  const { code } = useSearch({ from: '/join' });
  const [writtenTo, setWrittenTo] = useState<string | null>(null);
  const register = useTask(async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const inviteCode = code ?? text('inviteCode');
    await api.auth.register.mutate({
      email: text('email'),
      username: text('username'),
      password: String(form.get('password')),
      locale: say.language,
      ...(text('displayName') ? { displayName: text('displayName') } : {}),
      ...(inviteCode ? { inviteCode } : {}),
    });
    setWrittenTo(text('email'));
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void register.run(new FormData(event.currentTarget));
  };
  const field = fieldOf(register.error);
  const isShownAtField =
    field !== null && fields.includes(field) && !(field === 'inviteCode' && code);
  const errorOf = (name: string) =>
    field === name && isShownAtField ? errorText(register.error) : null;

  if (writtenTo) {
    return (
      <EntryFrame title={say('register.done.title')}>
        <p className={styles.text} role="status">
          {say('register.done.text', { email: writtenTo })}
        </p>
        <Button component={Link} to="/sign-in" fullWidth>
          {say('register.done.signIn')}
        </Button>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={say('register.title')}>
      {code && <p className={styles.text}>{say('register.invited')}</p>}
      <form className={styles.form} onSubmit={submit}>
        {register.error !== null && !isShownAtField && (
          <Alert color="red" variant="light" role="alert">
            {errorText(register.error)}
          </Alert>
        )}
        <TextInput
          name="email"
          type="email"
          label={say('field.email')}
          autoComplete="email"
          maxLength={254}
          required
          withAsterisk={false}
          autoFocus
          error={errorOf('email')}
        />
        <TextInput
          name="displayName"
          label={say('field.displayName')}
          autoComplete="name"
          maxLength={60}
          error={errorOf('displayName')}
        />
        <TextInput
          name="username"
          label={say('field.username')}
          description={say('field.username.hint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          required
          withAsterisk={false}
          error={errorOf('username')}
        />
        <PasswordInput
          name="password"
          label={say('field.password')}
          description={say('field.password.hint')}
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': say('field.password.show') }}
          error={errorOf('password')}
        />
        {!code && (
          <TextInput
            name="inviteCode"
            label={say('field.inviteCode')}
            description={say('field.inviteCode.hint')}
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            error={errorOf('inviteCode')}
          />
        )}
        <Button type="submit" loading={register.running} fullWidth mt={4}>
          {say('register.submit')}
        </Button>
      </form>
      <p className={styles.foot}>
        {say('register.haveAccount')} <Link to="/sign-in">{say('signIn.submit')}</Link>
      </p>
    </EntryFrame>
  );
}
