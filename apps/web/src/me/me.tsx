import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { Avatar, PresenceDot } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { Alert, Button, Textarea, TextInput } from '@mantine/core';
import { IconLogout, IconTicket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { fieldOf } from '../app/failure.ts';
import { queries } from '../app/queries.ts';
import { meQuery, useMe } from '../app/session.ts';
import { takePresence, usePresence } from '../people/presence.ts';
import { FileRoom } from './file-room.tsx';
import styles from './me.module.css';
import { NoticePreferencesForm } from './notice-preferences.tsx';
import { PreferencesForm } from './preferences-form.tsx';
import { presenceChoices, usePresenceChoice } from './presence-choice.ts';
import { Privacy } from './privacy.tsx';
import { ConfirmSignOut, signOut, useUnsent } from './sign-out.tsx';
import { VerifyNotice } from './verify-notice.tsx';

/** Oneself: how others see one, and how one sees Atalaya. */
export function MeScreen() {
  const say = useSay();
  const me = useMe();
  const unsent = useUnsent();
  const [isAsking, setAsking] = useState(false);
  return (
    <Page title={say('me.title')}>
      <header className={styles.head}>
        <Avatar id={me.id} name={me.displayName} size={56} />
        <div>
          <p className={styles.name}>{me.displayName}</p>
          <p className={styles.dim}>
            @{me.username} · {me.email}
          </p>
          <p className={styles.dim}>
            {say(`role.${me.role}`)} · {me.organisation.name}
          </p>
        </div>
      </header>
      {!me.emailVerified && <VerifyNotice />}
      <PresencePicker />
      <ProfileForm />
      <PreferencesForm />
      <NoticePreferencesForm />
      <Privacy />
      <FileRoom />
      <section className={styles.section}>
        <div className={styles.actions}>
          {me.permissions.includes('members:invite') && (
            <Button
              component={Link}
              to="/invites"
              variant="default"
              leftSection={<IconTicket size={16} aria-hidden />}
            >
              {say('invites.title')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => (unsent > 0 ? setAsking(true) : signOut())}
          >
            {say('me.signOut')}
          </Button>
        </div>
      </section>
      {isAsking && <ConfirmSignOut onClose={() => setAsking(false)} />}
    </Page>
  );
}

function PresencePicker() {
  const say = useSay();
  const [choice, choose] = usePresenceChoice();
  return (
    <section className={styles.section}>
      <h2 id="presence">{say('me.presence')}</h2>
      <div className={styles.choices} role="radiogroup" aria-labelledby="presence">
        {presenceChoices.map((option) => (
          <label key={option} className={styles.choice}>
            <input
              type="radio"
              name="presence"
              checked={choice === option}
              onChange={() => choose(option)}
            />
            <PresenceDot
              presence={option === 'auto' ? 'online' : option === 'invisible' ? 'offline' : option}
            />
            {say(`presenceChoice.${option}`)}
          </label>
        ))}
      </div>
    </section>
  );
}

function ProfileForm() {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  const { presence, statusText } = usePresence({
    id: me.id,
    presence: 'online',
    statusText: me.statusText,
  });
  const save = useTask(async (form: FormData) => {
    const changed = await api.members.update.mutate({
      displayName: String(form.get('displayName')),
      statusText: String(form.get('statusText')),
      bio: String(form.get('bio')),
    });
    const { displayName, bio } = changed;
    takePresence(me.id, presence, changed.statusText);
    queries.setQueryData(
      meQuery.queryKey,
      (old) => old && { ...old, displayName, bio, statusText: changed.statusText },
    );
    void queries.invalidateQueries({ queryKey: ['people'] });
    toastDone(say('me.saved'));
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save.run(new FormData(event.currentTarget));
  };
  const field = fieldOf(save.error);
  const errorOf = (name: string) => (field === name ? errorText(save.error) : null);
  return (
    <section className={styles.section}>
      <h2>{say('me.profile')}</h2>
      <form className={styles.form} onSubmit={submit}>
        {save.error !== null && field === null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(save.error)}
          </Alert>
        )}
        <TextInput
          name="displayName"
          label={say('field.displayName')}
          defaultValue={me.displayName}
          maxLength={60}
          required
          withAsterisk={false}
          autoComplete="name"
          error={errorOf('displayName')}
        />
        <TextInput
          name="statusText"
          label={say('me.statusText')}
          placeholder={say('me.statusText.example')}
          defaultValue={statusText}
          maxLength={100}
          autoComplete="off"
          error={errorOf('statusText')}
        />
        <Textarea
          name="bio"
          label={say('me.bio')}
          defaultValue={me.bio}
          maxLength={500}
          rows={3}
          error={errorOf('bio')}
        />
        <div>
          <Button type="submit" loading={save.running}>
            {say('action.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}
