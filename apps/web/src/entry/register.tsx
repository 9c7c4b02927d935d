import { EntryFoot, EntryForm, EntryFrame, EntryText } from '@atalaya/ui/entry';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { fieldOf, isCode } from '../app/failure.ts';
import { arriving } from './arriving.ts';

const fields = ['email', 'username', 'displayName', 'password', 'inviteCode'];

interface Credentials {
  email: string;
  password: string;
}

/**
 * Whether the new person is in at once: an invitation is enough, elsewhere the address may have to be
 * confirmed first. Any refusal leads to the same page, which tells nothing about the address.
 */
async function goesIn(credentials: Credentials): Promise<boolean> {
  try {
    await signInWith(credentials);
    return true;
  } catch {
    return false;
  }
}

async function signInWith(credentials: Credentials): Promise<void> {
  await atalaya.session.signIn(credentials);
  arriving.set(null);
}

/** Registration, with an invitation when the link carries one. */
export function Register() {
  const say = useSay();
  const errorText = useErrorText();
  const { code } = useSearch({ from: '/join' });
  const router = useRouter();
  /** Kept on this page only, so that nobody types it twice. */
  const [made, setMade] = useState<Credentials | null>(null);
  const register = useTask(async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const inviteCode = code ?? text('inviteCode');
    const credentials = { email: text('email'), password: String(form.get('password')) };
    await atalaya.session.register({
      ...credentials,
      username: text('username'),
      locale: say.language,
      ...(text('displayName') ? { displayName: text('displayName') } : {}),
      ...(inviteCode ? { inviteCode } : {}),
    });
    arriving.set(credentials.email);
    if (inviteCode && (await goesIn(credentials))) router.history.replace('/');
    else setMade(credentials);
  });
  const field = fieldOf(register.error);
  const isShownAtField =
    field !== null && fields.includes(field) && !(field === 'inviteCode' && code);
  const errorOf = (name: string) =>
    field === name && isShownAtField ? errorText(register.error) : null;
  const isAgainstRule = field === 'username' && isCode(register.error, 'invalidInput');

  if (made) return <Registered credentials={made} />;
  return (
    <EntryFrame title={say('register.title')}>
      {code && <EntryText>{say('register.invited')}</EntryText>}
      <EntryForm onSubmit={(form) => void register.run(form)}>
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
          description={isAgainstRule ? null : say('field.username.hint')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          required
          withAsterisk={false}
          error={isAgainstRule ? say('error.invalidInput.username') : errorOf('username')}
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
      </EntryForm>
      <EntryFoot>
        {say('register.haveAccount')} <Link to="/sign-in">{say('signIn.submit')}</Link>
      </EntryFoot>
    </EntryFrame>
  );
}

/** After registering: what to do with the mail, and in with what was typed already. */
function Registered({ credentials }: { credentials: Credentials }) {
  const say = useSay();
  const errorText = useErrorText();
  const router = useRouter();
  const enter = useTask(async () => {
    await signInWith(credentials);
    router.history.replace('/');
  });
  return (
    <EntryFrame title={say('register.done.title')}>
      <EntryText isNews>{say('register.done.text', { email: credentials.email })}</EntryText>
      {enter.error !== null && (
        <Alert color="red" variant="light" role="alert" mb="md">
          {errorText(enter.error)}
        </Alert>
      )}
      <Button loading={enter.running} onClick={() => void enter.run(undefined)} fullWidth>
        {say('register.done.signIn')}
      </Button>
      <EntryFoot>
        <Link to="/sign-in">{say('register.done.other')}</Link>
      </EntryFoot>
    </EntryFrame>
  );
}
