import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useErrorText, useSay } from '../i18n/index.ts';
import { useTask } from '../state/index.ts';
import { EntryForm } from './entry-parts.tsx';

interface SignInFormProps {
  /** The address, where it is known already. */
  email?: string;
  /** Throws what is to be told. */
  onSignIn: (credentials: { email: string; password: string }) => Promise<void>;
}

/** E-mail and password. */
export function SignInForm({ email = '', onSignIn }: SignInFormProps) {
  const say = useSay();
  const errorText = useErrorText();
  const signIn = useTask((form: FormData) =>
    onSignIn({ email: String(form.get('email')), password: String(form.get('password')) }),
  );
  return (
    <EntryForm onSubmit={(form) => void signIn.run(form)}>
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
        required
        withAsterisk={false}
        autoFocus={email !== ''}
        visibilityToggleButtonProps={{ 'aria-label': say('field.password.show') }}
      />
      <Button type="submit" loading={signIn.running} fullWidth mt={4}>
        {say('signIn.submit')}
      </Button>
    </EntryForm>
  );
}
