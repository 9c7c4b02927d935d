import { EntryForm, EntryFrame, EntryText } from '@atalaya/ui/entry';
import { type TextKey, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Button, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { native } from '../app/native.ts';
import { queries } from '../app/queries.ts';
import styles from './entry.module.css';

const serversKey = ['servers'];

/** The first run: where is the server? Also the way to another one later. */
export function ChooseServer() {
  const say = useSay();
  const [problem, setProblem] = useState<TextKey | null>(null);
  const servers = useQuery({
    queryKey: serversKey,
    queryFn: () => native?.server.state() ?? { current: null, known: [] },
  });
  // When it is chosen the program loads this page anew, so there is nothing more to do here.
  const choose = useTask(async (address: string) => {
    setProblem(null);
    const outcome = await native?.server.choose(address).catch(() => 'invalid' as const);
    if (outcome && outcome !== 'chosen') setProblem(`server.${outcome}`);
  });
  const forget = async (address: string) => {
    queries.setQueryData(serversKey, await native?.server.forget(address));
  };
  const known = servers.data?.known ?? [];
  return (
    <EntryFrame title={say('server.title')}>
      <EntryText>{say('server.text')}</EntryText>
      <EntryForm onSubmit={(form) => void choose.run(String(form.get('address')))}>
        <TextInput
          name="address"
          label={say('server.address')}
          placeholder={say('server.address.example')}
          error={problem && say(problem)}
          inputMode="url"
          autoComplete="url"
          required
          withAsterisk={false}
          autoFocus
        />
        <Button type="submit" loading={choose.running} fullWidth>
          {say('server.continue')}
        </Button>
      </EntryForm>
      {known.length > 0 && (
        <>
          <h2 className={styles.title}>{say('server.known')}</h2>
          <ul className={styles.known}>
            {known.map((address) => (
              <li key={address}>
                <Button
                  variant="default"
                  justify="flex-start"
                  onClick={() => void choose.run(address)}
                >
                  {new URL(address).host}
                </Button>
                <CloseButton
                  aria-label={say('server.forget', { name: new URL(address).host })}
                  onClick={() => void forget(address)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </EntryFrame>
  );
}
